import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { askForMissing, readLabels } from "../src/labels/labelsFile";
import { isOfSample } from "../src/labels/sampleLabels";
import { ROOT } from "../tools/setup/paths.mjs";
import { runInKernel } from "./support/kernelDriver";

const FOLDER = join(ROOT, "notebooks", "labels", "digits");

test("the labels of the sample pictures stay as they are, whatever is asked for", async () => {
  const path = join(FOLDER, "labels.csv");
  const before = readFileSync(path);
  const files = readdirSync(FOLDER);
  const labels = await readLabels(path);
  const named = { hash: labels[0].hash, file: "a.png", cluster: 0 };
  const unnamed = { hash: "1".repeat(64), file: "b.png", cluster: 1 };
  await assert.rejects(
    askForMissing(path, labels, [named, unnamed]),
    /^Error: 1 picture has no label in .*labels\.csv, which .* stays as it is: .* as labelsDir$/,
  );
  assert.deepEqual(readFileSync(path), before);
  assert.deepEqual(readdirSync(FOLDER), files);
  await askForMissing(path, labels, [named]);
});

test("they are known from any folder, and no other folder is taken for theirs", () => {
  assert.ok(isOfSample(FOLDER));
  assert.ok(isOfSample("notebooks/labels/../labels/digits/"));
  assert.ok(!isOfSample("notebooks/labels/mine"));
  assert.ok(!isOfSample("labels/digits"));
  assert.ok(!isOfSample("/tmp/notebooks/labels/digits"));
});

test("they are known in a notebook's kernel, which sees src by a link", () => {
  const { known } = runInKernel({
    known: {
      code: `import { isOfSample } from "./src/labels/sampleLabels";
isOfSample(${JSON.stringify(FOLDER)})`,
    },
  });
  assert.equal(known.stdout.trim(), "true", known.stderr);
});
