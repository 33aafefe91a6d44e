import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ROOT } from "../tools/setup/paths.mjs";

const MAIN = "1-semi-supervised-cnn-with-kmeans.ipynb";
mkdirSync("runs", { recursive: true });
const folder = mkdtempSync(join(ROOT, "runs", "copies-"));
after(() => rmSync(folder, { recursive: true }));

/** `npm run lab -- --copy ...` from the folder, where JupyterLab only tells its version. */
function copy(...args: string[]): { status: number | null; said: string } {
  const env = { ...process.env, INIT_CWD: folder, npm_lifecycle_event: "lab" };
  const command = ["tools/lab.mjs", "--copy", ...args, "--version"];
  const { status, stderr } = spawnSync(process.execPath, command, { env, encoding: "utf8" });
  return { status, said: stderr };
}

test("a copy of one's own is made once; a second call leaves it as it is", () => {
  writeFileSync(join(folder, "small.ipynb"), '{"cells": [{"cell_type": "code"}]}');
  const { status, said } = copy("small.ipynb");
  assert.equal(status, 0, said);
  assert.match(said, /^runs\/\S+my-small\.ipynb is your copy of small\.ipynb; git ignores it\.\n/);
  const path = join(folder, "my-small.ipynb");
  assert.deepEqual(readFileSync(path), readFileSync(join(folder, "small.ipynb")));
  writeFileSync(path, "mine");
  assert.match(copy("small.ipynb").said, /is there already, and opens as you left it/);
  assert.equal(readFileSync(path, "utf8"), "mine");
});

test("what is no notebook is refused in one line, and nothing is copied", () => {
  writeFileSync(join(folder, "notes.txt"), "");
  const cases: [string, RegExp][] = [
    ["missing.ipynb", /^--copy missing\.ipynb does not exist: name a notebook that does\n$/],
    ["notes.txt", /^--copy notes\.txt is no notebook: name a file whose name ends on \.ipynb\n$/],
    ["small", /^--copy small is no notebook/],
    [".", /^--copy \. is no notebook/],
    [join(tmpdir(), "a.ipynb"), /^--copy \S+a\.ipynb lies outside of the project's folder/],
  ];
  for (const [name, sentence] of cases) {
    const { status, said } = copy(name);
    assert.equal(status, 1, said);
    assert.match(said, sentence);
  }
  assert.ok(!existsSync(join(folder, "my-notes.txt")));
});

test("a copy is of what was committed, however large, and says of git only what is so", () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], { cwd: folder });
  git("init", "-q");
  const path = join(folder, "large.ipynb");
  const committed = JSON.stringify({ cells: [], metadata: { long: "x".repeat(2_000_000) } });
  writeFileSync(path, committed);
  git("add", path);
  git("commit", "-qm", "A notebook");
  writeFileSync(path, "changed");
  const { said } = copy("large.ipynb");
  assert.match(said, /my-large\.ipynb is your copy of large\.ipynb\.\n/);
  assert.equal(readFileSync(join(folder, "my-large.ipynb"), "utf8"), committed);
});

test("git ignores copies of the project's notebooks, and what a file of labels held before", () => {
  for (const path of [`notebooks/my-${MAIN}`, "notebooks/labels/digits/labels.csv.bak"]) {
    execFileSync("git", ["check-ignore", "-q", path]);
  }
});
