import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import * as tf from "@tensorflow/tfjs-node";
import { predict } from "../src/cnn/evaluation";
import { getModel } from "../src/cnn/model";
import { loadModel, saveModel } from "../src/cnn/saving";
import { train } from "../src/cnn/training";
import { BYTE_SCALING, normalize } from "../src/images";
import { samplesOf } from "../src/samples";

const parents: string[] = [];
after(() => Promise.all(parents.map((parent) => rm(parent, { recursive: true }))));

const ABOUT = {
  classNames: ["zero", "one"],
  scaling: BYTE_SCALING,
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
    [changeScaling("byte / 255"), /about\.json: scaling="byte \/ 255" must be \{ kind/],
    [changeScaling({ kind: "divide", by: 0 }), /about\.json: scaling=.* above 0/],
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

test("the scaling of a loaded model is data that brings new images to its pixels", async () => {
  const folder = await savedFolder();
  await changeAbout(folder, { scaling: { kind: "divide", by: 15 } });
  const { model, about } = await loadModel(folder);
  const bytes = samplesOf(new Uint8Array(400).fill(3), [1, 20, 20, 1]);
  assert.equal(normalize(bytes, about.scaling).data[0], Math.fround(3 / 15));
  assert.equal((await predict(model, normalize(bytes, about.scaling))).labels.length, 1);
  model.dispose();
});

test("a model is saved where systems left their entries, and where a link leads", async () => {
  const folder = await savedFolder(1);
  await mkdir(join(folder, ".ipynb_checkpoints"));
  for (const name of [".DS_Store", "._model.json", "Thumbs.db"]) {
    await writeFile(join(folder, name), "x");
  }
  const link = join(await parentFolder(), "link");
  await symlink(folder, link);
  const model = smallModel(2);
  await saveModel(link, model, ABOUT);
  const loaded = await loadModel(folder);
  assert.deepEqual(await predict(loaded.model, X), await predict(model, X));
  for (const one of [model, loaded.model]) one.dispose();
});

test("where no model can be saved the error names the folder, and nothing is left", async () => {
  const parent = await parentFolder();
  await writeFile(join(parent, "file"), "x");
  await symlink("nowhere", join(parent, "dangling"));
  await symlink("circle", join(parent, "circle"));
  const before = await readdir(parent);
  const model = smallModel();
  for (const [name, message] of [
    ["file", /^directory=.*file is a file; choose a new or empty folder/],
    [
      "file/model",
      /file\/model: something else has that name or a part of it; choose another \(EEXIST\)/,
    ],
    ["dangling", /^directory=.*dangling is a link to nowhere, which leads nowhere; remove/],
    ["circle", /^directory=.*circle is a link to circle, which leads nowhere/],
    [`${"x".repeat(250)}`, /x: .*name too long/],
  ] as const) {
    await assert.rejects(saveModel(join(parent, name), model, ABOUT), { message });
  }
  await assert.rejects(saveModel("/proc/model", model, ABOUT), { message: /^\/proc\/model: / });
  const wrong = { ...ABOUT, scaling: "byte / 255" as unknown as typeof BYTE_SCALING };
  await assert.rejects(saveModel(join(parent, "new"), model, wrong), { message: /^scaling=/ });
  assert.deepEqual(await readdir(parent), before);
  model.dispose();
});

test("of saves into one folder at the same time one stays whole, and loading meets no mixture", async () => {
  const folder = await savedFolder(0);
  const models = [1, 2, 3, 4, 5].map(smallModel);
  const expected = await Promise.all(models.map((model) => predict(model, X)));
  const others = [1, 2].map(() => saveInAnotherProcess(folder, 20));
  for (let round = 0; round < 5; round++) {
    await Promise.all(models.map((model) => saveModel(folder, model, ABOUT)));
    const { model } = await loadModel(folder);
    await predict(model, X);
    model.dispose();
  }
  await Promise.all(others);
  await Promise.all(models.map((model) => saveModel(folder, model, ABOUT)));
  const { model } = await loadModel(folder);
  const { probabilities } = await predict(model, X);
  assert.ok(expected.some((one) => one.probabilities.data.join() === probabilities.data.join()));
  assert.deepEqual((await readdir(folder)).sort(), ["about.json", "model.json", "weights.bin"]);
  assert.deepEqual(await readdir(join(folder, "..")), ["model"]);
  for (const one of [...models, model]) one.dispose();
});

async function saveInAnotherProcess(folder: string, times: number): Promise<void> {
  const script = `
    const { getModel } = require("./src/cnn/model");
    const { saveModel } = require("./src/cnn/saving");
    const model = getModel({ imageShape: [20, 20, 1], nClasses: 2, seed: 9 });
    const about = ${JSON.stringify(ABOUT)};
    (async () => {
      for (let i = 0; i < ${times}; i++) await saveModel(${JSON.stringify(folder)}, model, about);
    })();`;
  await promisify(execFile)(process.execPath, ["--import", "tsx", "-e", script]);
}
