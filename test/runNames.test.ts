import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findChromium } from "../tools/browser/chromium";
import { executed, joined, RUNS, readNotebook, runNotebook, textOf } from "./support/notebooks";
import { folder, python, resultsNotebook } from "./support/runs";

/** The names and notebooks of all runs that have a row, in its order. */
function rows(): string[] {
  const csv = readFileSync(join(RUNS, "results.csv"), "utf8").trim().split("\n").slice(1);
  return csv.map((row) => row.split(",").slice(1, 4).join());
}

/** Runs a notebook that lies in the folder of runs. */
const again = (name: string, ...args: string[]) =>
  runNotebook([join(RUNS, `${name}.ipynb`), ...args]);

/** Where a run told that it wrote and read. */
const places = (name: string) => textOf(executed(name).cells.at(-1) as never);

test("a run of an executed copy is named by the original and all that differs from it", async () => {
  const first = await runNotebook([resultsNotebook("first"), "-p", "k=3"]);
  assert.equal(first.status, 0, first.output);
  const second = await again("first_k=3", "-p", "labelsDir", join(folder, "others"));
  assert.equal(second.status, 0, second.output);
  const third = await again("first_k=3_labelsDir=others", "-p", "k=2");
  assert.equal(third.status, 0, third.output);
  const fourth = await again("first_labelsDir=others", "--name", "a name");
  assert.equal(fourth.status, 0, fourth.output);
  const fifth = await again("a name", "-p", "k=5");
  assert.equal(fifth.status, 0, fifth.output);
  assert.deepEqual(rows(), [
    "first_k=3,first,done",
    "first_k=3_labelsDir=others,first,done",
    "first_labelsDir=others,first,done",
    "a name,first,done",
    "first_k=5_labelsDir=others,first,done",
  ]);
  // Each has its own model and predictions; what it reads lies where the original has it.
  assert.match(places("first_k=3"), /first_k=3-model.*first_k=3-predictions\.csv.*labels\/some/s);
  assert.match(places("a name"), /a name-model.*a name-predictions\.csv.*notebooks\/others/s);
});

test("an executed copy finds its labels from where it lies; one that was renamed has its new name", async () => {
  const first = await runNotebook([resultsNotebook("moved"), "-p", "k=4"]);
  assert.equal(first.status, 0, first.output);
  const before = places("moved_k=4").split("\n")[3];
  assert.ok(before.includes(join(folder, "labels/some")), before);
  const second = await again("moved_k=4");
  assert.equal(second.status, 0, second.output);
  assert.match(second.output, /^This run replaces moved_k=4 of /);
  assert.equal(places("moved_k=4").split("\n")[3], before);
  renameSync(join(RUNS, "moved_k=4.ipynb"), join(RUNS, "mine.ipynb"));
  const third = await again("mine", "-p", "k=6");
  assert.equal(third.status, 0, third.output);
  assert.equal(rows().at(-1), "mine_k=6,mine,done");
});

test("a run that failed can be mended and run again: it is a run like any other then", async () => {
  const path = resultsNotebook("mended");
  // As in a folder of runs where none has succeeded yet.
  rmSync(join(RUNS, "src"), { force: true });
  const failed = await runNotebook([path, "-p", "k=0"]);
  assert.equal(failed.status, 1, failed.output);
  const copy = join(RUNS, "mended_k=0-failed.ipynb");
  const again = await runNotebook([copy]);
  assert.match(again.output, /^mended_k=0-failed\.ipynb of .* goes if this run fails too\./);
  assert.match(again.output, /Cell 2 /);
  assert.equal(executed("mended_k=0-failed").cells.filter(isNote).length, 1);
  const mended = readFileSync(copy, "utf8").replaceAll("if (k === 0)", "if (k === -1)");
  writeFileSync(copy, mended);
  const third = await runNotebook([copy]);
  assert.equal(third.status, 0, third.output);
  assert.equal(readNotebook(join(RUNS, "mended_k=0.ipynb")).cells.filter(isNote).length, 0);
  assert.deepEqual(rows().slice(-3), [
    "mended_k=0,mended,failed",
    "mended_k=0,mended,failed",
    "mended_k=0,mended,done",
  ]);
});

const isNote = ({ source }: { source: string | string[] }) =>
  joined(source).startsWith("**This run");

/** Has the notebook's second cell do something first. */
function doFirst(path: string, statements: string): void {
  const notebook = JSON.parse(readFileSync(path, "utf8"));
  notebook.cells[1].source = `${statements}\n${notebook.cells[1].source}`;
  writeFileSync(path, JSON.stringify(notebook));
}

test("a run says so when another of its name was written meanwhile, which it replaces", async () => {
  const path = resultsNotebook("twins");
  const other = JSON.stringify(join(RUNS, "twins.ipynb"));
  doFirst(path, `import { writeFileSync } from "node:fs"; writeFileSync(${other}, "{}");`);
  const { status, output } = await runNotebook([path]);
  assert.equal(status, 0, output);
  assert.match(output, /\[ 3\/3\].*\n(.*\n)?This run replaces twins of /);
});

test("names are refused in one line that cannot be a run's", async () => {
  const path = resultsNotebook("named");
  const refused = [
    ["", /must be a file's name/],
    [" a", /must be a file's name/],
    ["a ", /must be a file's name/],
    ["a\nb", /must be a file's name/],
    ["../a", /must be a file's name/],
    ["é".repeat(61), /of up to 120 bytes/],
    ["Index", /the page that compares all runs/],
    ["a-failed", /marks runs that did not come to theirs/],
  ] as const;
  const refuse = async ([name, sentence]: readonly [string, RegExp]) => {
    const { status, output } = await runNotebook([path, `--name=${name}`]);
    assert.equal(status, 1, output);
    assert.match(output, sentence);
    assert.doesNotMatch(output.trim(), /\n/);
  };
  await Promise.all(refused.map(refuse));
});

test("names are as long as files' may be, in bytes, and compare what values mean", () => {
  const said = python(`
import json, nbformat
from pathlib import Path
from naming import name_of
from original import differing_values, original_of
long = {"a": '"' + "é" * 100 + '"'}
names = [name_of("n", long), name_of("n" * 200, {}), name_of("index", {}), name_of("n\\udcff", {"k": "2"})]
cell = nbformat.v4.new_code_cell("let a = 0.50;\\nlet b = 'x';\\nlet c = 2;", metadata={"tags": ["parameters"]})
notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"run": 5})
original = original_of(notebook, Path("n-stopped.ipynb"))
lines = {"a": "let a = 0.5;", "b": 'let b = "x";', "c": "let c = 3;"}
print(json.dumps([names, original.stem, differing_values(notebook, original, lines)]))`);
  const [[long, stem, index, odd], original, differing] = JSON.parse(said);
  assert.match(long, /^n_a=é+_[0-9a-f]{8}$/);
  assert.match(stem, /^n{111}_[0-9a-f]{8}$/);
  for (const name of [long, stem]) assert.ok(Buffer.byteLength(name) <= 120, name);
  assert.deepEqual([index, odd], ["index_run", "n\udcff_k=2"]);
  assert.deepEqual([original, differing], ["n", { c: "3" }]);
});

test("a parameter that is no plain text keeps its own value, and one may be named as a column is", async () => {
  const path = resultsNotebook("odd");
  const plain = 'let modelDir = \\"../runs/model\\"; // where it goes';
  const odd = 'let modelDir = String(1 + 1);\\nlet seconds = 7;\\nlet run = \\"x\\";';
  const text = readFileSync(path, "utf8");
  assert.ok(text.includes(plain));
  writeFileSync(path, text.replace(plain, odd));
  const { status, output } = await runNotebook([path]);
  assert.equal(status, 0, output);
  assert.match(places("odd"), /'2',/);
  assert.equal(rows().at(-1), "odd,odd,done");
  const heading = readFileSync(join(RUNS, "results.csv"), "utf8").split("\n")[0];
  assert.match(heading, /,seconds \(parameter\),run \(parameter\)/);
});

test("--pdf with a browser that does not start is refused before anything runs", async () => {
  const env = { CHROMIUM_PATH: join(folder, "no-browser") };
  const { status, output } = await runNotebook([resultsNotebook("printed"), "--pdf"], env);
  assert.equal(status, 1, output);
  assert.match(
    output.trim(),
    /^--pdf needs Chromium, and \S+no-browser does not start \(.*\): .*$/,
  );
  assert.ok(!existsSync(join(RUNS, "printed.ipynb")));
});

const NO_CHROMIUM = !findChromium() && "no Chromium here";

test("a run that can no longer be printed has its row and notebook", {
  skip: NO_CHROMIUM,
}, async () => {
  const path = resultsNotebook("late");
  const browser = join(folder, "browser");
  // It goes while the notebook runs: cells can do that, as anybody can.
  doFirst(path, `import { rmSync } from "node:fs"; rmSync(${JSON.stringify(browser)});`);
  const found = findChromium();
  writeFileSync(browser, `#!/bin/sh\nexec ${found} "$@"\n`, { mode: 0o755 });
  const { status, output } = await runNotebook([path, "--pdf"], { CHROMIUM_PATH: browser });
  assert.equal(status, 1, output);
  assert.match(output, /wrote \S+late\.ipynb\n/);
  assert.match(output, /\nThe report was not printed: /);
  assert.equal(rows().at(-1), "late,late,done");
});
