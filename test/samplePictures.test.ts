import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { samplePictures } from "../src/data/pictures/samplePictures";

const folder = mkdtempSync(join(tmpdir(), "sample-"));
after(() => rmSync(folder, { recursive: true }));

test("sample pictures that were deleted are written again, and nothing else is touched", async () => {
  const dir = await samplePictures(join(folder, "digits"));
  const names = readdirSync(dir);
  assert.deepEqual([names.length, names.at(-1)], [2000, "digit-1999.png"]);
  const whole = readFileSync(join(dir, names[7]));
  for (const name of [names[7], names[1999]]) rmSync(join(dir, name));
  writeFileSync(join(dir, names[3]), "changed");
  writeFileSync(join(dir, "notes.txt"), "mine");
  await samplePictures(dir);
  assert.deepEqual(readdirSync(dir), [...names, "notes.txt"]);
  assert.deepEqual(readFileSync(join(dir, names[7])), whole);
  assert.equal(readFileSync(join(dir, names[3]), "utf8"), "changed");
});

test("a file where the folder of sample pictures should be is named", async () => {
  const path = join(folder, "file");
  writeFileSync(path, "");
  await assert.rejects(samplePictures(path), { message: /file: a part of its path is no folder/ });
});
