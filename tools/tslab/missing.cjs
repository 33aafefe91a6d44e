// After a cell that failed or was interrupted, tslab either does not know its variables or finds them
// undefined, and a later cell says «Cannot find name 'X'» or «Cannot read properties of undefined».
// Here it says which variable is missing, and which cell was to make it.
const ts = require("@tslab/typescript-for-tslab");
const converter = require("tslab/dist/converter.js");
const executor = require("tslab/dist/executor.js");

/** Numbers of TypeScript's «Cannot find name», without and with a guess at what was meant. */
const UNKNOWN_NAMES = [2304, 2552, 2663, 18004];

/** @type {Map<string, number>} the variables of cells that did not come to their end, and the cell's number */
const missing = new Map();
/** @type {string[]} the variables of the cell that was compiled last */
let declared = [];

/** @param {string} source a cell @returns {string[]} its variables, functions, classes and imports */
function declaredIn(source) {
  const file = ts.createSourceFile("cell.ts", `export {};\n${source}`, ts.ScriptTarget.ES2022);
  // Neither is in TypeScript's public types; tslab reads `locals` too.
  const { bindSourceFile } = /** @type {any} */ (ts);
  bindSourceFile(file, {});
  return [.../** @type {any} */ (file).locals.keys()];
}

/** @param {string} name one of `missing` */
function explanation(name) {
  return `${name} is missing, as cell [${missing.get(name)}] did not come to its end; run that cell again`;
}

/** @param {string} name one of `missing` @returns {Error} one line, no stack */
function error(name) {
  const message = explanation(name);
  return Object.assign(new Error(message), { name: "Missing", stack: `Missing: ${message}` });
}

const { createConverter } = converter;
converter.createConverter = (options) => {
  const created = createConverter(options);
  return {
    ...created,
    convert(earlier, source) {
      declared = declaredIn(source);
      const converted = created.convert(earlier, source);
      const diagnostics = converted.diagnostics.map((diagnostic) => {
        const [, name] = /name '(.+?)'/.exec(diagnostic.messageText) ?? [];
        const isMissing = UNKNOWN_NAMES.includes(diagnostic.code) && missing.has(name);
        return isMissing ? { ...diagnostic, messageText: explanation(name) } : diagnostic;
      });
      return { ...converted, diagnostics };
    },
  };
};

const { createExecutor } = executor;
executor.createExecutor = (...given) => {
  const created = createExecutor(...given);
  // What cells look their variables up in.
  const { __tslab__ } = /** @type {any} */ (globalThis);
  __tslab__.exports = new Proxy(__tslab__.exports, {
    get(variables, name) {
      const value = Reflect.get(variables, name);
      if (value === undefined && missing.has(String(name))) throw error(String(name));
      return value;
    },
  });
  let executed = 0;
  return {
    ...created,
    async execute(source) {
      const number = ++executed;
      const running = created.execute(source);
      const names = declared;
      const isDone = await running;
      for (const name of names) isDone ? missing.delete(name) : missing.set(name, number);
      return isDone;
    },
  };
};
