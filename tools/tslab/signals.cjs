// No signal may arrive while the kernel's main thread multiplies: see src/running/signals.ts, which other
// programs import, and which is compiled here since a cell may use TensorFlow without it.
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const ts = require("@tslab/typescript-for-tslab");

const path = join(__dirname, "..", "..", "src", "running", "signals.ts");
const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), {
  compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
});
const compiled = /** @type {any} */ (new Module(path));
compiled.paths = /** @type {any} */ (module).paths;
compiled._compile(outputText, path);
compiled.exports.leaveSignalsToOtherThreads();
