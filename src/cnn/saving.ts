import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs-node";
import { fileSize, named } from "../data/files";
import type { Framing } from "../data/pictures/framing";
import { checkPixelScaling, type PixelScaling } from "../data/pixelScaling";
import { writeFolder } from "../data/writeWhole";
import { freedWhenLost } from "./model";
import { ABOUT_FILE, checkModelFolder, MODEL_FILE, WEIGHTS_FILE } from "./modelFolder";

/** Settings by their names, and under `cutShort` what `cutShort` of cutShort.ts says; undefined ones are left out. */
export type Facts = Readonly<Record<string, number | string | undefined>>;

/** What somebody must know to use a saved model on new images. */
export interface About {
  /** The name of each class; its position is its label. */
  readonly classNames: readonly string[];
  /** How pixels were brought to 0..1 before training; `predictImages` does the same. */
  readonly scaling: PixelScaling;
  /** The clustering's parameters, if labels were propagated by one: { k: 50, percentileClosest: 50, seed: 42 }. */
  readonly clustering?: Facts;
  /** The training's: { epochs: 5, batchSize: 32, seed: 42 }. */
  readonly training?: Facts;
  /** How pictures were brought to the network's size, if it learned from a folder of them. */
  readonly pictures?: Framing;
  /** SHA-256 of the file of hand labels that it goes back to, if there is one. */
  readonly labelsSha256?: string;
}

/** What about.json holds: the above, and what must agree with the model's files. */
interface StoredAbout extends About {
  readonly imageShape: readonly number[];
  readonly sha256: Readonly<Record<string, string>>;
}

/** The bytes of tfjs' two files. */
type ModelBytes = Readonly<Record<typeof MODEL_FILE | typeof WEIGHTS_FILE, Buffer>>;

/**
 * Saves a model as a folder, whole or not at all: tfjs' model.json and weights.bin, which
 * `tf.loadLayersModel` reads as well, and about.json. Several saves into one folder at the same time
 * are safe: the last one's model stays.
 * @param directory a new folder, an empty one, or one with a saved model, which is replaced
 * @param model a model from `getModel`
 * @param about what belongs to the model; one class name for each of its outputs
 * @throws RangeError when the class names do not fit the model, or the scaling is none
 * @throws Error when the folder holds anything else, is a file, or cannot be written
 */
export async function saveModel(
  directory: string,
  model: tf.Sequential,
  about: About,
): Promise<void> {
  const nClasses = model.outputs[0].shape[1];
  if (about.classNames.length !== nClasses) {
    throw new RangeError(
      `classNames has ${about.classNames.length} names, but the model has ${nClasses} classes; name each class once`,
    );
  }
  checkPixelScaling(about.scaling);
  const target = await checkModelFolder(directory);
  const write = async (draft: string) => {
    await model.save(`file://${draft}`);
    const imageShape = model.inputs[0].shape.slice(1) as number[];
    const stored: StoredAbout = { ...about, imageShape, sha256: hashes(await readBytes(draft)) };
    await writeFile(join(draft, ABOUT_FILE), `${JSON.stringify(stored, null, 2)}\n`);
  };
  await named(target, () => writeFolder(target, write));
}

/** A folder that is being replaced is looked at again, so often and after so long. */
const LOOKS = 8;
const BETWEEN_LOOKS_MS = 20;

/**
 * Loads what `saveModel` saved. The caller owns the model: `model.dispose()` frees its weights.
 * @param directory the folder
 * @returns the model, ready to predict or to train on, and what belongs to it
 * @throws Error naming the file and the reason when one is missing, damaged, or of another model
 */
export async function loadModel(
  directory: string,
): Promise<{ model: tf.Sequential; about: About & { imageShape: readonly number[] } }> {
  const { bytes, stored } = await readStored(directory);
  const { sha256, ...about } = stored;
  const model = await modelOf(bytes);
  const shapes = `${model.inputs[0].shape.slice(1)} -> ${model.outputs[0].shape[1]}`;
  const expected = `${about.imageShape} -> ${about.classNames.length}`;
  if (shapes === expected) return { model: freedWhenLost(model), about };
  model.dispose();
  throw new Error(
    `${join(directory, ABOUT_FILE)} is of another model: its image shape -> number of classes is ${expected}, model.json has ${shapes}; save the model again`,
  );
}

/** All files of one save: where one has just replaced another, files of both may be met. */
async function readStored(
  directory: string,
  looks = LOOKS,
): Promise<{ bytes: ModelBytes; stored: StoredAbout }> {
  try {
    const stored = await readAbout(directory);
    const bytes = await readBytes(directory);
    checkHashes(directory, hashes(bytes), stored.sha256);
    return { bytes, stored };
  } catch (error) {
    if (looks <= 1) throw error;
    await setTimeout(BETWEEN_LOOKS_MS);
    return readStored(directory, looks - 1);
  }
}

async function readAbout(directory: string): Promise<StoredAbout> {
  const path = join(directory, ABOUT_FILE);
  if (!existsSync(path)) {
    throw new Error(`${path} does not exist; give a folder that saveModel wrote`);
  }
  const about = parsed((await readWhole(path)).toString("utf8"));
  if (!(Array.isArray(about?.classNames) && Array.isArray(about.imageShape) && about.sha256)) {
    throw new Error(`${path} is damaged: not the JSON that saveModel wrote; save the model again`);
  }
  try {
    checkPixelScaling(about.scaling as PixelScaling);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}; save the model again`);
  }
  return about as StoredAbout;
}

function parsed(text: string): Partial<StoredAbout> | undefined {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

async function readBytes(directory: string): Promise<ModelBytes> {
  const [model, weights] = await Promise.all(
    [MODEL_FILE, WEIGHTS_FILE].map((file) => {
      const path = join(directory, file);
      if (existsSync(path)) return readWhole(path);
      throw new Error(`${path} does not exist; save the model again`);
    }),
  );
  return { [MODEL_FILE]: model, [WEIGHTS_FILE]: weights };
}

async function readWhole(path: string): Promise<Buffer> {
  await fileSize(path);
  return named(path, () => readFile(path));
}

function hashes(bytes: ModelBytes): Record<string, string> {
  const entries = Object.entries(bytes);
  return Object.fromEntries(
    entries.map(([file, content]) => [file, createHash("sha256").update(content).digest("hex")]),
  );
}

function checkHashes(
  directory: string,
  found: Readonly<Record<string, string>>,
  expected: StoredAbout["sha256"],
): void {
  for (const file of [MODEL_FILE, WEIGHTS_FILE]) {
    if (found[file] === expected[file]) continue;
    throw new Error(
      `${join(directory, file)} is damaged or belongs to another model: its SHA-256 is ${found[file]}, ${ABOUT_FILE} has ${expected[file]}; save the model again`,
    );
  }
}

/** The model of the very bytes that were checked, whatever lies in the folder by now. */
async function modelOf(bytes: ModelBytes): Promise<tf.Sequential> {
  const { modelTopology, weightsManifest } = JSON.parse(bytes[MODEL_FILE].toString("utf8"));
  const weightData = Uint8Array.from(bytes[WEIGHTS_FILE]).buffer;
  const weightSpecs = weightsManifest.flatMap((group: { weights: unknown[] }) => group.weights);
  const artifacts = { modelTopology, weightSpecs, weightData };
  return (await tf.loadLayersModel(tf.io.fromMemory(artifacts))) as tf.Sequential;
}
