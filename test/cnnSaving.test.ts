import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-node";
import { predict, predictImages } from "../src/cnn/evaluation";
import { loadModel, saveModel } from "../src/cnn/saving";
import { train } from "../src/cnn/training";
import { scalePixels } from "../src/data/pixelScaling";
import { reshape, samplesOf } from "../src/data/samples";
import { ABOUT, parentFolder, savedFolder, smallModel, X } from "./data/savedModels";

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
    [changeScaling("byte / 255"), /about\.json: scaling="byte \/ 255" must be \{ low, high/],
    [changeScaling({ low: 9, high: 0 }), /about\.json: scaling=.* high is at least low/],
    [folderForFile, /weights\.bin: it is a folder; put a file there/],
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

async function folderForFile(folder: string): Promise<void> {
  await rm(join(folder, "weights.bin"));
  await mkdir(join(folder, "weights.bin"));
}

async function changeAbout(folder: string, changes: object): Promise<void> {
  const path = join(folder, "about.json");
  const about = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...about, ...changes }));
}

const renameClasses = (folder: string) => changeAbout(folder, { classNames: ["a", "b", "c"] });
const changeScaling = (scaling: unknown) => (folder: string) => changeAbout(folder, { scaling });

test("a loaded model scales new images as it has learned, from bytes of any shape that fits", async () => {
  const folder = await savedFolder();
  const scaling = { low: 100, high: 150 };
  await changeAbout(folder, { scaling });
  const loaded = await loadModel(folder);
  const bytes = samplesOf(
    Uint8Array.from({ length: 800 }, (_, i) => 100 + (i % 51)),
    [2, 400],
  );
  const { probabilities } = await predictImages(loaded, bytes);
  const scaled = reshape(scalePixels(bytes, scaling), [2, 20, 20, 1]);
  assert.deepEqual(probabilities, (await predict(loaded.model, scaled)).probabilities);
  await assert.rejects(predictImages(loaded, samplesOf(bytes.data, [1, 800])), RangeError);
  loaded.model.dispose();
});
