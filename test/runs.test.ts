import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runsComparison } from "../src/figures/runsComparison";
import { compareRuns, type RunRow } from "../src/study/runs";
import { executed, RUNS, runNotebook, textOf } from "./support/notebooks";
import { compareAll, folder, python, resultsNotebook } from "./support/runs";

const MEASURED: RunRow[] = [
  { run: "a", notebook: "n", status: "done", k: "3", seed: "1", "few 50: x": "1", "few: y": "70" },
  { run: "b", notebook: "n", status: "done", k: "20", seed: "1", "few: y": "80.5", "all: y": "90" },
  { run: "c", notebook: "n", status: "failed", k: "4", seed: "1", "few: y": "", "all: y": "" },
  { run: "d", notebook: "other", status: "failed", k: "", seed: "1" },
];
/** Rows as results.csv has them. */
const ROWS = MEASURED.map((row) => ({ date: "2026-01-02 03:04:05", seconds: "1.5", ...row }));

test("runs are compared notebook by notebook, by the parameters that differ", () => {
  const [first, second] = compareRuns(ROWS);
  assert.deepEqual(first.differing, ["k"]);
  assert.deepEqual(first.shared, [["seed", "1"]]);
  assert.equal(first.measure, "y");
  assert.deepEqual(first.trainings, ["few", "all"]);
  assert.deepEqual(
    first.runs.map(({ name, values, scores }) => [name, values, scores]),
    [
      ["a", ["3"], [70, Number.NaN]],
      ["b", ["20"], [80.5, 90]],
      ["c", ["4"], [Number.NaN, Number.NaN]],
    ],
  );
  assert.deepEqual([second.notebook, second.differing, second.trainings], ["other", [], []]);
});

test("the figure of runs lies over the one number that differs, or shows run by run", () => {
  const [first, second] = compareRuns(ROWS);
  const { data, layout, caption } = runsComparison(first);
  assert.deepEqual([(data[0] as { x: unknown }).x, layout.xaxis?.type], [[3, 20], "linear"]);
  assert.equal(caption, "2 runs with results. The highest y, 90.00: all with k=20.");
  assert.equal(runsComparison(second).caption, "No run has come to results yet.");
  const named = runsComparison({ ...first, differing: [] });
  assert.deepEqual((named.data[0] as { x: unknown }).x, ["1", "2"]);
});

test("each run keeps its own files and a row, and runs again from where it lies", async () => {
  const path = resultsNotebook("kept");
  const outputs = await Promise.all(
    [
      ["-p", "k", "3"],
      ["--name", "my run"],
      ["-p", "k", "0"],
    ].map((args) => runNotebook([path, ...args])),
  );
  assert.deepEqual(
    outputs.map(({ status }) => status),
    [0, 0, 1],
    outputs.map(({ output }) => output).join("\n"),
  );
  assert.match(
    outputs[0].output,
    /\n {2}k +3 +from -p\n {2}modelDir +"\S+kept_k=3-model" +from this run\n/,
  );
  // The cell of new values does not count: JupyterLab shows [2] beside the one that failed.
  assert.match(outputs[2].output, /Cell 2 \(if .*k=0 must be at least 1/);
  assert.match(outputs[2].output, /\nkept: \S+kept_k=0-failed\.ipynb\n/);
  assert.match(textOf(executed("kept_k=3").cells[3]), /kept_k=3-model/);
  const again = await runNotebook([join(RUNS, "kept_k=3.ipynb")]);
  assert.equal(again.status, 0, again.output);
  assert.match(again.output, /^This run replaces kept_k=3 of \d{4}-/);
  const csv = readFileSync(join(RUNS, "results.csv"), "utf8").split("\n").filter(Boolean);
  assert.match(
    csv[0],
    /^\ufeffdate,run,notebook,status,seconds,.*,k,labelsDir,images: accuracy \(%\)$/,
  );
  const rows = csv.slice(1).map((row) => row.replace(/".*?"/, "").split(","));
  assert.deepEqual(rows.map((row) => [row[1], row[3], row.at(-3), row.at(-1)].join()).sort(), [
    "kept_k=0,failed,0,",
    "kept_k=3,done,3,30.75",
    "kept_k=3,done,3,30.75",
    "my run,done,2,20.5",
  ]);
  assert.match(compareAll().output, /\n\d +3 +30\.75 +\d+\.\d +done .*kept_k=3\n/);
  assert.match(
    readFileSync(join(RUNS, "index.html"), "utf8"),
    /The highest accuracy \(%\), 30\.75/,
  );
});

test("the first notebook runs as it was committed, unless it is named", () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], { cwd: folder });
  git("init", "-q");
  const path = resultsNotebook("kept");
  git("add", path);
  git("commit", "-qm", "A notebook");
  const script = `
import types
from pathlib import Path
from source import notebook_of
path = Path(sys.stdin.read())
def tell(is_named):
    notebook, sentence = notebook_of(types.SimpleNamespace(notebook=path, is_named=is_named, in_place=False))
    print(notebook.cells[0].source.split(";")[0], "|", sentence)
tell(False)
path.write_text(path.read_text().replace("let k = 2;", "let k = 7;"))
tell(True)
tell(False)`;
  const [same, named, changed] = python(script, path).split("\n");
  assert.equal(same, "let k = 2 | None");
  assert.equal(named, "let k = 7 | None");
  assert.match(changed, /^let k = 2 \| \S+kept\.ipynb was changed, so the committed one runs;/);
});
