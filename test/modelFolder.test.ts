import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { predict } from "../src/cnn/evaluation";
import { loadModel, saveModel } from "../src/cnn/saving";
import type { PixelScaling } from "../src/data/pixelScaling";
import { ABOUT, parentFolder, savedFolder, smallModel, X } from "./data/savedModels";

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
  const wrong = { ...ABOUT, scaling: "byte / 255" as unknown as PixelScaling };
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
