import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { samplesOf, take } from "../src/data/samples";
import { representativeLabels } from "../src/labels/representativeLabels";

const folder = mkdtempSync(join(tmpdir(), "labels-"));
after(() => rmSync(folder, { recursive: true }));
const NAMES = ["cat", "dog"];
const images = samplesOf(
  Uint8Array.from({ length: 5 * 4 }, (_, i) => i),
  [5, 2, 2],
);

/** What a person does: types a label into each row that waits. */
function fillIn(path: string, labels: Record<string, string>): void {
  const rows = readFileSync(path, "utf8").split("\r\n");
  const filled = rows.map((row) => {
    const [, cluster] = /,(\d+),,$/.exec(row) ?? [];
    return cluster && labels[cluster] ? row.replace(/,,$/, `,${labels[cluster]},`) : row;
  });
  writeFileSync(path, filled.join("\r\n"));
}

test("missing labels are asked for by their numbers in the figure, and wait in the file", async () => {
  const path = join(folder, "asked.csv");
  const three = take(images, [0, 1, 2]);
  const asked = /^labelsFile=.*asked\.csv has no label for 3 of the 3 .*, numbers 0, 1, 2 in the/;
  await assert.rejects(representativeLabels(path, three, NAMES), { message: asked });
  fillIn(path, { 0: "dog", 2: "cat" });
  const one = /has no label for 1 of the 3 representatives, numbers 1 in the figure/;
  await assert.rejects(representativeLabels(path, three, NAMES), { message: one });
  fillIn(path, { 1: "unsure" });
  assert.deepEqual([...(await representativeLabels(path, three, NAMES))], [1, -1, 0]);
});

test("labels stay with their images: other representatives get none of them, and ask for what is missing", async () => {
  const path = join(folder, "moved.csv");
  await representativeLabels(path, take(images, [0, 1]), NAMES).catch(() => undefined);
  fillIn(path, { 0: "cat", 1: "dog" });
  assert.deepEqual([...(await representativeLabels(path, take(images, [1, 0]), NAMES))], [1, 0]);
  const missing = { message: /no label for 1 of the 3 representatives, numbers 1 in/ };
  await assert.rejects(representativeLabels(path, take(images, [1, 4, 0]), NAMES), missing);
  assert.deepEqual([...(await representativeLabels(path, take(images, [0, 1]), NAMES))], [0, 1]);
});

test("a class that there is not is refused with its line, and the file stays", async () => {
  const path = join(folder, "wrong.csv");
  await representativeLabels(path, take(images, [0, 1]), NAMES).catch(() => undefined);
  fillIn(path, { 0: "catt", 1: "dog" });
  const before = readFileSync(path, "utf8");
  await assert.rejects(representativeLabels(path, take(images, [0, 1]), NAMES), {
    message: /line 2: label=catt is no class: did you mean cat\?/,
  });
  assert.equal(readFileSync(path, "utf8"), before);
});

test("where somebody was unsure of all, there is nothing to learn", async () => {
  const path = join(folder, "unsure.csv");
  await representativeLabels(path, take(images, [0]), NAMES).catch(() => undefined);
  fillIn(path, { 0: "unsure" });
  await assert.rejects(representativeLabels(path, take(images, [0]), NAMES), {
    message: /says "unsure" of all images; name at least one class/,
  });
});
