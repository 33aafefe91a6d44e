import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { codeCell, executed, RUNS, runNotebook, textOf } from "./support/notebooks";

const folder = mkdtempSync(join(tmpdir(), "notebook-files-"));
after(() => rmSync(folder, { recursive: true }));

/** Writes a file; returns its path. */
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  const text = typeof content === "string" || Buffer.isBuffer(content);
  writeFileSync(path, text ? content : JSON.stringify(content));
  return path;
}

const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
const notebook = (sources: string[]) => ({
  cells: sources.map((source) => codeCell(source)),
  metadata: { kernelspec },
  nbformat: 4,
  nbformat_minor: 5,
});

test("what is no TypeScript notebook is refused in one sentence, by --help too", async () => {
  const python = { name: "python3", display_name: "Python 3", language: "python" };
  mkdirSync(join(folder, "folder.ipynb"));
  const cases: [string, RegExp][] = [
    ["", /^notebook="" names no file; leave it out for the first notebook/],
    [file("half.ipynb", notebook(["\ud800"])), /half\.ipynb is damaged \(half a character/],
    [join(folder, "missing.ipynb"), /missing\.ipynb does not exist/],
    [join(folder, "folder.ipynb"), /folder\.ipynb is a folder/],
    [file("no-json.ipynb", "{ no json"), /is no notebook: it is not JSON/],
    [file("empty.ipynb", ""), /is empty/],
    [file("list.ipynb", []), /is no notebook: it has no list of cells/],
    [file("bytes.ipynb", Buffer.of(0xff, 0xfe, 0)), /is no notebook: it is not text in UTF-8/],
    [file("cells.ipynb", { ...notebook([]), cells: [1] }), /is damaged/],
    [file("later.ipynb", { ...notebook(["1"]), nbformat: 9 }), /is of nbformat 9, unknown here/],
    [file("no-code.ipynb", notebook([""])), /has no code to run/],
    [
      file("python.ipynb", { ...notebook(["a = 1"]), metadata: { kernelspec: python } }),
      /is written in python, and only TypeScript runs here/,
    ],
  ];
  const asked = cases.map(([path, sentence]): [string[], RegExp] => [[path], sentence]);
  const helped = asked
    .slice(4, 7)
    .map(([args, sentence]): [string[], RegExp] => [[...args, "--help"], sentence]);
  const refuse = async ([args, sentence]: [string[], RegExp]) => {
    const { status, output } = await runNotebook(args);
    assert.equal(status, 1, output);
    assert.match(output.trim(), sentence);
    assert.doesNotMatch(output.trim(), /\n/);
  };
  await Promise.all([...asked, ...helped].map(refuse));
});

test("a notebook of an older form, or without metadata, runs", async () => {
  const bare = file("bare.ipynb", { cells: [{ cell_type: "code", source: ["6 * 7"] }] });
  const cell = { cell_type: "code", input: "6 * 7", language: "typescript", outputs: [] };
  const worksheets = [{ cells: [cell], metadata: {} }];
  const old = file("old.ipynb", { metadata: {}, nbformat: 3, nbformat_minor: 0, worksheets });
  for (const path of [bare, old]) {
    const { status, output } = await runNotebook([path]);
    assert.equal(status, 0, output);
  }
  for (const name of ["bare", "old"]) assert.match(textOf(executed(name).cells[0]), /42/);
});

test("a kernel's end is told by its cause", async () => {
  const cases: [string, RegExp][] = [
    ["process.exit(3)", /Cell 1 .*the kernel died: .*exit code 3/],
    ['process.kill(process.pid, "SIGKILL")', /Cell 1 .*the kernel died: SIGKILL, .*memory/],
    ['process.kill(process.pid, "SIGSEGV")', /Cell 1 .*the kernel died: SIGSEGV/],
    ["setTimeout(() => process.exit(4), 100);", /the kernel died: .*exit code 4/],
  ];
  const die = async ([source, sentence]: [string, RegExp], i: number) => {
    const { status, output } = await runNotebook([file(`dies${i}.ipynb`, notebook([source]))]);
    assert.equal(status, 1, output);
    assert.match(output, sentence);
    assert.doesNotMatch(output, /Traceback/);
  };
  await Promise.all(cases.map(die));
});

test("what has no form in UTF-8 does not lose the run", async () => {
  const path = file("binary.ipynb", notebook(['console.log("\\0 \\ud83d \\x80");']));
  const { status, output } = await runNotebook([path]);
  assert.equal(status, 0, output);
  assert.equal(textOf(executed("binary").cells[0]), "\0 ? \x80\n");
});

test("a run that cannot be written is refused before it begins, one that no longer can says so", async () => {
  const path = file(`${"n".repeat(245)}.ipynb`, notebook(["1"]));
  const early = await runNotebook([path, "--in-place"]);
  assert.equal(early.status, 1);
  assert.match(early.output, /cannot be written \(File name too long\)/);
  assert.doesNotMatch(early.output, /\[ 1\//);
  // The report holds all of Plotly, more than the 1 MB that a file may have here.
  const command = `ulimit -f 2000; exec "$@"`;
  const run = [process.execPath, "tools/notebook.mjs", file("large.ipynb", notebook(["1"]))];
  const late = spawnSync("sh", ["-c", command, "sh", ...run], {
    encoding: "utf8",
    env: { ...process.env, NOTEBOOK_RUNS: RUNS },
  });
  assert.equal(late.status, 1, late.stderr);
  assert.match(late.stderr.trim(), /^\S+large\.html cannot be written \(File too large\).*$/);
  assert.ok(!readdirSync(RUNS).some((name) => name.includes(".partial")));
  assert.ok(!existsSync(join(RUNS, "large.html")));
});
