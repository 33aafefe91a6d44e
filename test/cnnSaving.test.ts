import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import * as tf from "@tensorflow/tfjs-node";
import { predict } from "../src/cnn/evaluation";
import { getModel } from "../src/cnn/model";
import { loadModel, saveModel } from "../src/cnn/saving";
import { train } from "../src/cnn/training";
import { samplesOf } from "../src/samples";

const parents: string[] = [];
after(() => Promise.all(parents.map((parent) => rm(parent, { recursive: true }))));

const ABOUT = {
  classNames: ["zero", "one"],
  scaling: "byte / 255",
  clustering: { k: 50, percentileClosest: 50, seed: 42 },
};
const X = samplesOf(
  Float32Array.from({ length: 3 * 20 * 20 }, (_, i) => (i % 7) / 7),
  [3, 20, 20, 1],
);

function smallModel(seed = 0): tf.Sequential {
  return getModel({ imageShape: [20, 20, 1], nClasses: 2, seed });
}

/** An empty folder of its own. */
async function parentFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "models-"));
  parents.push(parent);
  return parent;
}

/** A folder with a saved, untrained model. */
async function savedFolder(seed = 0): Promise<string> {
  const folder = join(await parentFolder(), "model");
  const model = smallModel(seed);
  await saveModel(folder, model, ABOUT);
  model.dispose();
  return folder;
}

test("a saved model comes back whole: predictions, what belongs to it, and it trains on", async () => {
  const folder = join(await parentFolder(), "new", "model");
  const model = smallModel();
  await train(model, X, Uint8Array.of(0, 1, 1), { epochs: 2 });
  await saveModel(folder, model, ABOUT);
  assert.deepEqual((await readdir(folder)).sort(), ["about.json", "model.json", "weights.bin"]);
  const loaded = await loadModel(folder);
  assert.deepEqual(loaded.about, { ...ABOUT, imageShape: [20, 20, 1] });
  assert.deepEqual(await predict(loaded.model, X), await predict(model, X));
  const both = [model, loaded.model];
  const [expected, actual] = await Promise.all(
    both.map((one) => train(one, X, Uint8Array.of(0, 1, 1), { epochs: 1 })),
  );
  assert.deepEqual(actual.loss, expected.loss);
  for (const one of both) one.dispose();
});

test("saving again replaces the model and leaves nothing beside it", async () => {
  const folder = await savedFolder(1);
  const other = smallModel(2);
  await saveModel(folder, other, ABOUT);
  const { model } = await loadModel(folder);
  assert.deepEqual(await predict(model, X), await predict(other, X));
  assert.deepEqual(await readdir(join(folder, "..")), ["model"]);
  for (const one of [other, model]) one.dispose();
});

test("saving is refused, and nothing is touched, where it would lose something", async () => {
  const parent = await parentFolder();
  const model = smallModel();
  await mkdir(join(parent, "notes"));
  await writeFile(join(parent, "notes", "diary.txt"), "dear diary");
  await assert.rejects(saveModel(join(parent, "notes"), model, ABOUT), {
    message: /holds diary\.txt, which is no part of a saved model/,
  });
  await assert.rejects(saveModel(join(parent, "model"), model, { ...ABOUT, classNames: ["a"] }), {
    message: /^classNames has 1 names, but the model has 2 classes/,
  });
  assert.deepEqual(await readdir(parent), ["notes"]);
  model.dispose();
});

test("a save that fails half-way leaves the old model as it was", async () => {
  const folder = await savedFolder(1);
  const before = await readFile(join(folder, "weights.bin"));
  const model = smallModel(2);
  model.save = () => Promise.reject(new Error("disk full"));
  await assert.rejects(saveModel(folder, model, ABOUT), { message: "disk full" });
  assert.deepEqual(await readFile(join(folder, "weights.bin")), before);
  assert.deepEqual(await readdir(join(folder, "..")), ["model"]);
  model.dispose();
});

test("a damaged or mismatched folder is refused with file and reason, and leaves no tensor", async () => {
  const damages: [(folder: string) => Promise<void>, RegExp][] = [
    [(folder) => rm(folder, { recursive: true }), /about\.json does not exist; give a folder/],
    [(folder) => rm(join(folder, "weights.bin")), /weights\.bin does not exist/],
    [(folder) => truncate(join(folder, "weights.bin"), 1000), /weights\.bin is damaged or belongs/],
    [(folder) => writeFile(join(folder, "model.json"), "{}"), /model\.json is damaged or belongs/],
    [(folder) => writeFile(join(folder, "about.json"), '{"k": '), /about\.json is damaged/],
    [(folder) => writeFile(join(folder, "about.json"), "null"), /about\.json is damaged/],
    [
      renameClasses,
      /about\.json is of another model: .*20,20,1 -> 3, model\.json has 20,20,1 -> 2/,
    ],
    [swapWeights, /weights\.bin is damaged or belongs to another model/],
  ];
  for (const [damage, message] of damages) {
    const folder = await savedFolder();
    await damage(folder);
    const before = tf.memory().numTensors;
    await assert.rejects(loadModel(folder), { message });
    assert.equal(tf.memory().numTensors, before);
  }
});

async function swapWeights(folder: string): Promise<void> {
  const other = await savedFolder(3);
  await writeFile(join(folder, "weights.bin"), await readFile(join(other, "weights.bin")));
}

async function renameClasses(folder: string): Promise<void> {
  const path = join(folder, "about.json");
  const about = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...about, classNames: ["a", "b", "c"] }));
}
