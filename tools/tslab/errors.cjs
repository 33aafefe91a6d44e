const vm = require("node:vm");

const { runInThisContext } = vm;

/**
 * Node puts the line of source that threw above an error's message when it leaves a script. In a
 * notebook that pushes the message, which says what to do, below compiled code nobody wrote.
 * @type {typeof vm.runInThisContext}
 */
vm.runInThisContext = (code, options) => {
  const given = typeof options === "string" ? { filename: options } : options;
  return runInThisContext(code, { ...given, displayErrors: false });
};
