const ts = require("@tslab/typescript-for-tslab");

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

const { createConverter } = converter;
converter.createConverter = (options) => {
  const created = createConverter(options);
  return {
    ...created,
    convert: (earlier, source) => created.convert(earlier, spellOutShorthands(source)),
  };
};
