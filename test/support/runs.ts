import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { JUPYTER_ENV, PYTHON } from "../../tools/setup/paths.mjs";
import { codeCell, RUNS } from "./notebooks";

/** Where notebooks of this file's tests lie; they import from src. */
export const folder = join(RUNS, "notebooks");
mkdirSync(folder);
symlinkSync(resolve("src"), join(folder, "src"));

const ENV = { ...JUPYTER_ENV, NOTEBOOK_RUNS: RUNS, NOTEBOOK_NODE: process.execPath };

/** A notebook with parameters and a table of results, which loads nothing that takes long; returns its path. */
export function resultsNotebook(name: string): string {
  const parameters = [
    "let k = 2; // clusters",
    'let modelDir = "../runs/model"; // where it goes',
    'let predictionsFile = "../runs/predictions.csv"; // where they go',
    'let labelsDir = "labels/some"; // where they lie',
  ];
  const cells = [
    codeCell(parameters.join("\n"), ["parameters"]),
    codeCell('if (k === 0) throw new RangeError("k=0 must be at least 1");'),
    codeCell(
      `import { show } from "./src/notebook/showing";
const [name, value] = ["trained on", "accuracy (%)"];
show({
  "text/plain": "Results", "text/html": "<table></table>",
  "application/vnd.dataresource+json": {
    schema: { fields: [{ name }, { name: value }] },
    data: [{ [name]: k + " images", [value]: 10.25 * k }],
  },
});
[modelDir, predictionsFile, labelsDir]`,
      ["results"],
    ),
  ];
  const path = join(folder, `${name}.ipynb`);
  const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
  const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(path, JSON.stringify(notebook));
  return path;
}

/** What a script prints that imports from the runner's own modules; its input is a text. */
export function python(script: string, input = ""): string {
  const found = `import sys; sys.path.insert(0, "tools/notebook")\n${script}`;
  return execFileSync(PYTHON, ["-c", found], { env: ENV, encoding: "utf8", input });
}

/** `npm run runs`: what it printed, errors included. */
export function compareAll(): { status: number | null; output: string } {
  const options = { env: { ...process.env, NOTEBOOK_RUNS: RUNS }, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/runs.mjs"], options);
  return { status, output: stdout + stderr };
}
