import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { askForMissing, readLabels, writeLabels } from "../src/labels/labelsFile";
import { isOfSample } from "../src/labels/sampleLabels";

const root = mkdtempSync(join(tmpdir(), "sample-"));
after(() => rmSync(root, { recursive: true }));
const [first, second] = ["1", "2"].map((digit) => digit.repeat(64));

test("the labels of the sample pictures stay as they are, whatever is asked for", async () => {
  const folder = join(root, "notebooks", "labels", "digits");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "labels.csv");
  await writeLabels(path, [{ hash: first, file: "a.png", cluster: 0, label: "7", when: "" }]);
  const before = readFileSync(path);
  const labels = await readLabels(path);
  const asked = [first, second].map((hash, cluster) => ({ hash, file: "a.png", cluster }));
  await assert.rejects(
    askForMissing(path, labels, asked),
    /^Error: 1 pictures have no label in .*labels\.csv, which .* stays as it is: .* as labelsDir$/,
  );
  assert.deepEqual(readFileSync(path), before);
  assert.deepEqual(readdirSync(folder), ["labels.csv"]);
  await askForMissing(path, labels, asked.slice(0, 1));
});

test("an executed copy knows them too, and no other folder is taken for theirs", () => {
  assert.ok(isOfSample("../notebooks/labels/digits/"));
  assert.ok(!isOfSample("../notebooks/labels/mine"));
  assert.ok(!isOfSample("labels/digits"));
});
