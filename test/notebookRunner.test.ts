import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { codeCell, executed, runNotebook, textOf } from "./support/notebooks";

const folder = mkdtempSync(join(tmpdir(), "notebooks-"));
after(() => rmSync(folder, { recursive: true }));

/** Runs a notebook of these cells; a cell of `let` lines that comes first holds its parameters. */
async function runCells(name: string, sources: string[], args: string[] = []) {
  const cells = sources.map((source, i) => codeCell(source, i === 0 ? ["parameters"] : []));
  const path = join(folder, `${name}.ipynb`);
  const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
  writeFileSync(
    path,
    JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
  );
  return runNotebook([path, ...args]);
}

test("a notebook runs with its parameters overridden, by number and by name", async (t) => {
  const args = ["-p", "k", "7", "-p", "engine", "ml-kmeans"];
  const sources = [
    'let k = 50; // clusters\nlet engine: "tfjs" | "ml-kmeans" = "tfjs";',
    "[k + 1, engine]",
  ];
  const { status, output } = await runCells("good", sources, args);
  t.after(() => {
    for (const kind of ["ipynb", "html"]) rmSync(join("runs", `good.${kind}`));
  });
  assert.equal(status, 0, output);
  const cells = executed("good").cells;
  assert.match(textOf(cells[2]), /\[ 8, 'ml-kmeans' \]/);
});

test("every way in which a cell can fail ends the run, names the cell and says why", async () => {
  const cases: [string, string[], RegExp][] = [
    [
      "throws",
      ["let a = 1;", 'throw new RangeError("k=0 must be at least 1")', "a"],
      /Cell 2 \(throw new.*it failed: RangeError: k=0 must be at least 1/,
    ],
    [
      "type",
      ["let a = 1;", 'a = "text";'],
      /Cell 2 \(a = "text";\): it failed: 1:1 - Type 'string' is not assignable to type 'number'/,
    ],
    [
      "rejects",
      [
        "let a = 1;",
        'Promise.reject(new Error("forgotten"));',
        "await new Promise((done) => setTimeout(done, 50))",
      ],
      /Cell 2 .*UnhandledPromiseRejection: Error: forgotten/,
    ],
    [
      "last",
      ["let a = 1;", 'setTimeout(() => { throw new Error("late"); }, 100);'],
      /Cell 2 .*UncaughtException: Error: late/,
    ],
    ["dies", ["let a = 1;", "process.exit(3)"], /Cell 2 .*the kernel died/],
  ];
  for (const [name, sources, message] of cases) {
    const { status, output } = await runCells(name, sources);
    assert.equal(status, 1, output);
    assert.match(output, message);
    assert.ok(!existsSync(join("runs", `${name}.ipynb`)), `${name} left a file`);
  }
});

test("a parameter that the notebook does not have is refused before anything runs", async () => {
  const { status, output } = await runCells(
    "misspelt",
    ["let k = 50;\nlet seed = 1;"],
    ["-p", "K", "7"],
  );
  assert.equal(status, 1);
  assert.match(output, /-p K: the notebook has no such parameter; choose one of k, seed/);
  assert.doesNotMatch(output, /\[ 1\//);
});

test("--help lists the first notebook's parameters with their meaning", async () => {
  const { status, output } = await runNotebook(["--help"]);
  assert.equal(status, 0);
  assert.match(output, /percentileClosest +50 +per cent of each cluster/);
});

test("an earlier cell's variable may stand in a shorthand, which tslab by itself forgets", async () => {
  const source = "const { k: again = 0, ...rest } = { k, more: { k } };\n[again, rest]";
  const { status, output } = await runCells("shorthand", [
    "let k = 50;",
    source,
    "({ k } = { k: 3 });\nk",
  ]);
  assert.equal(status, 0, output);
  const [, second, third] = executed("shorthand").cells;
  assert.match(textOf(second), /\[ 50, \{ more: \{ k: 50 \} \} \]/);
  assert.match(textOf(third), /^3/);
});
