// Loaded into the tslab kernel before tslab itself (see tools/setup/kernel.mjs): mends what in
// tslab 1.0.22 every user of a notebook would stumble over.
const vm = require("node:vm");
const ts = require("@tslab/typescript-for-tslab");
const { Publisher, Router } = require("zeromq");

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

/**
 * tslab forgets that the `k` in `{ k }` may be the variable of an earlier cell, and the cell fails
 * with «k is not defined». Spelt out, `{ k: k }`, it finds it.
 * @param {string} source a cell
 */
function spellOutShorthands(source) {
  /** @type {import("@tslab/typescript-for-tslab").Identifier[]} */
  const names = [];
  /** @param {import("@tslab/typescript-for-tslab").Node} node */
  const visit = (node) => {
    if (ts.isShorthandPropertyAssignment(node) && !node.objectAssignmentInitializer) {
      names.push(node.name);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022));
  let spelt = source;
  for (const { end, text } of names.reverse()) {
    spelt = `${spelt.slice(0, end)}: ${text}${spelt.slice(end)}`;
  }
  return spelt;
}

/**
 * The files of src that some cell imports and whose types are sound. tslab checks all of them again for
 * every cell, which takes longer than most cells; here they stay sound until one of them changes.
 * @type {Set<import("@tslab/typescript-for-tslab").SourceFile>}
 */
const sound = new Set();

/** @type {typeof ts.getPreEmitDiagnosticsOfFiles} */
function diagnosticsOfNewFiles(program, files) {
  const present = new Set(program.getSourceFiles());
  if ([...sound].some((file) => !present.has(file))) sound.clear();
  const unchecked = files.filter((file) => !sound.has(file));
  const diagnostics = ts.getPreEmitDiagnosticsOfFiles(program, unchecked);
  const [cell, ...imported] = files;
  if (diagnostics.every(({ file }) => !file || file === cell)) {
    for (const file of imported) sound.add(file);
  }
  return diagnostics;
}

// TypeScript's exports cannot be changed one by one, and tslab takes them when it is loaded.
const compiler = require.cache[require.resolve("@tslab/typescript-for-tslab")];
if (compiler) compiler.exports = { ...ts, getPreEmitDiagnosticsOfFiles: diagnosticsOfNewFiles };
const converter = require("tslab/dist/converter.js");
const inspect = require("tslab/dist/inspect.js");

const { createConverter } = converter;
converter.createConverter = (options) => {
  const created = createConverter(options);
  return {
    ...created,
    convert: (earlier, source) => created.convert(earlier, spellOutShorthands(source)),
  };
};

/**
 * tslab sends without waiting for the message before, which fails («Socket is busy writing») when
 * Jupyter is slow to read: the cell ends, and even the error is lost. Here a message waits its turn.
 */
for (const { prototype } of [Publisher, Router]) {
  const { send } = prototype;
  /** @type {WeakMap<object, Promise<void>>} */
  const underWay = new WeakMap();
  /**
   * @this {object}
   * @param {Parameters<typeof send>[0]} message
   */
  const sendInTurn = function (message) {
    const before = underWay.get(this);
    const sent = before ? before.then(() => send.call(this, message)) : send.call(this, message);
    const settled = sent.catch(() => {});
    underWay.set(this, settled);
    settled.then(() => {
      if (underWay.get(this) === settled) underWay.delete(this);
    });
    return sent;
  };
  Object.defineProperty(prototype, "send", { value: sendInTurn });
}

/**
 * Shift-Tab shows what stands behind @returns and @throws without these words, as if it were more
 * of the parameter above.
 */
const { printQuickInfo } = inspect;
/** @param {import("@tslab/typescript-for-tslab").QuickInfo} info */
inspect.printQuickInfo = (info) => {
  const tags = info.tags?.map((tag) => {
    if (tag.name === "param" || !tag.text) return tag;
    return { ...tag, text: [{ kind: "text", text: `@${tag.name} ` }, ...tag.text] };
  });
  return printQuickInfo({ ...info, tags });
};
