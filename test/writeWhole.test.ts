import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkWritable, writeFolder, writeWhole } from "../src/data/writeWhole";

const folder = mkdtempSync(join(tmpdir(), "whole-"));
after(() => rmSync(folder, { recursive: true }));

test("a file is written through a link, its folder made, what it held kept", async () => {
  const path = join(folder, "new", "a.txt");
  await writeWhole(path, "one", { backup: true });
  symlinkSync(path, join(folder, "link.txt"));
  await writeWhole(join(folder, "link.txt"), "two", { backup: true });
  assert.equal(readFileSync(path, "utf8"), "two");
  assert.equal(readFileSync(`${path}.bak`, "utf8"), "one");
  assert.deepEqual(readdirSync(join(folder, "new")).sort(), ["a.txt", "a.txt.bak"]);
});

test("what a killed process had begun to write goes, what another writes stays", async () => {
  const gone = spawnSync("true").pid;
  const [half, old, alive] = [
    `${gone}-abcdef`,
    `${gone}-ABC123-replaced`,
    `${process.ppid}-abcdef`,
  ];
  for (const name of [half, old, alive])
    mkdirSync(join(folder, "drafts", `.model-${name}`, "x"), { recursive: true });
  await writeFolder(join(folder, "drafts", "model"), async () => {});
  assert.deepEqual(readdirSync(join(folder, "drafts")), [`.model-${alive}`, "model"]);
});

test("of many that write one file at once, one's content stays, whole", async () => {
  const path = join(folder, "many", "a.txt");
  const contents = Array.from({ length: 20 }, (_, i) => String(i).repeat(100_000));
  await Promise.all(contents.map((content) => writeWhole(path, content)));
  assert.ok(contents.includes(readFileSync(path, "utf8")));
  assert.deepEqual(readdirSync(join(folder, "many")), ["a.txt"]);
});

test("where a file cannot be written, it is named with the reason, and nothing lies beside it", async () => {
  const taken = join(folder, "taken");
  mkdirSync(join(taken, "a.txt"), { recursive: true });
  await assert.rejects(
    writeWhole(join(taken, "a.txt"), "text"),
    /a\.txt cannot be written: .*\(EISDIR\)$/,
  );
  assert.deepEqual(readdirSync(taken), ["a.txt"]);
});

test("what is no ordinary file is not replaced by one", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  symlinkSync(pipe, join(folder, "link"));
  const message = /pipe is no ordinary file; choose another place$/;
  await assert.rejects(writeWhole(pipe, "text"), message);
  await assert.rejects(writeWhole(join(folder, "link"), "text"), message);
  await assert.rejects(checkWritable("predictionsFile", pipe), message);
  assert.ok(statSync(pipe).isFIFO());
});

test("a folder whose writing fails stays as it was", async () => {
  const target = join(folder, "results");
  await writeFolder(target, async (draft) => writeFileSync(join(draft, "a"), "before"));
  const failing = writeFolder(target, async (draft) => {
    writeFileSync(join(draft, "a"), "half");
    throw new Error("stopped");
  });
  await assert.rejects(failing, /^Error: stopped$/);
  assert.equal(readFileSync(join(target, "a"), "utf8"), "before");
  assert.ok(!readdirSync(folder).some((name) => name.startsWith(".results")));
});
