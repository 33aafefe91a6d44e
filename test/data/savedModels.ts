import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type * as tf from "@tensorflow/tfjs-node";
import { getModel } from "../../src/cnn/model";
import { saveModel } from "../../src/cnn/saving";
import { samplesOf } from "../../src/data/samples";

const parents: string[] = [];
after(() => Promise.all(parents.map((parent) => rm(parent, { recursive: true }))));

export const ABOUT = {
  classNames: ["zero", "one"],
  scaling: { low: 0, high: 255 },
  clustering: { k: 50, percentileClosest: 50, seed: 42 },
};
export const X = samplesOf(
  Float32Array.from({ length: 3 * 20 * 20 }, (_, i) => (i % 7) / 7),
  [3, 20, 20, 1],
);

export function smallModel(seed = 0): tf.Sequential {
  return getModel({ imageShape: [20, 20, 1], nClasses: 2, seed });
}

/** An empty folder of its own. */
export async function parentFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "models-"));
  parents.push(parent);
  return parent;
}

/** A folder with a saved, untrained model. */
export async function savedFolder(seed = 0): Promise<string> {
  const folder = join(await parentFolder(), "model");
  const model = smallModel(seed);
  await saveModel(folder, model, ABOUT);
  model.dispose();
  return folder;
}
