import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import * as tf from "@tensorflow/tfjs-node";
import { freedWhenLost } from "./model";

/** tfjs' own two files, and ours beside them. */
const MODEL_FILES = ["model.json", "weights.bin"] as const;
const ABOUT_FILE = "about.json";

/** Settings by their names, and under `cutShort` what `cutShort` of cutShort.ts says; undefined ones are left out. */
export type Facts = Readonly<Record<string, number | string | undefined>>;

/** What somebody must know to use a saved model on new images. */
export interface About {
  /** The name of each class; its position is its label. */
  readonly classNames: readonly string[];
  /** How pixels were brought to 0..1 before training, in words: "byte / 255". */
  readonly scaling: string;
  /** The clustering's parameters, if labels were propagated by one: { k: 50, percentileClosest: 50, seed: 42 }. */
  readonly clustering?: Facts;
  /** The training's: { epochs: 5, batchSize: 32, seed: 42 }. */
  readonly training?: Facts;
}

/** What about.json holds: the above, and what must agree with the model's files. */
interface StoredAbout extends About {
  readonly imageShape: readonly number[];
  readonly sha256: Readonly<Record<(typeof MODEL_FILES)[number], string>>;
}

/**
 * Saves a model as a folder, whole or not at all: tfjs' model.json and weights.bin, which
 * `tf.loadLayersModel` reads as well, and about.json.
 * @param directory a new folder, an empty one, or one with a saved model, which is replaced
 * @param model a model from `getModel`
 * @param about what belongs to the model; one class name for each of its outputs
 * @throws RangeError when the class names do not fit the model
 * @throws Error when the folder holds anything else
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
  const target = resolve(directory);
  await checkReplaceable(target);
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    await model.save(`file://${draft}`);
    const imageShape = model.inputs[0].shape.slice(1) as number[];
    const stored: StoredAbout = { ...about, imageShape, sha256: await hashes(draft) };
    await writeFile(join(draft, ABOUT_FILE), `${JSON.stringify(stored, null, 2)}\n`);
    await replace(target, draft);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Loads what `saveModel` saved. The caller owns the model: `model.dispose()` frees its weights.
 * @param directory the folder
 * @returns the model, ready to predict or to train on, and what belongs to it
 * @throws Error naming the file and the reason when one is missing, damaged, or of another model
 */
export async function loadModel(
  directory: string,
): Promise<{ model: tf.Sequential; about: About & { imageShape: readonly number[] } }> {
  const { sha256, ...about } = await readAbout(directory);
  const found = await hashes(directory);
  for (const file of MODEL_FILES) {
    if (found[file] !== sha256[file]) {
      throw new Error(
        `${join(directory, file)} is damaged or belongs to another model: its SHA-256 is ${found[file]}, ${ABOUT_FILE} has ${sha256[file]}; save the model again`,
      );
    }
  }
  const path = join(resolve(directory), "model.json");
  const model = (await tf.loadLayersModel(`file://${path}`)) as tf.Sequential;
  const shapes = `${model.inputs[0].shape.slice(1)} -> ${model.outputs[0].shape[1]}`;
  const expected = `${about.imageShape} -> ${about.classNames.length}`;
  if (shapes === expected) return { model: freedWhenLost(model), about };
  model.dispose();
  throw new Error(
    `${join(directory, ABOUT_FILE)} is of another model: its image shape -> number of classes is ${expected}, model.json has ${shapes}; save the model again`,
  );
}

async function readAbout(directory: string): Promise<StoredAbout> {
  const path = join(directory, ABOUT_FILE);
  if (!existsSync(path)) {
    throw new Error(`${path} does not exist; give a folder that saveModel wrote`);
  }
  const about = parsed(await readFile(path, "utf8"));
  if (Array.isArray(about?.classNames) && Array.isArray(about.imageShape) && about.sha256) {
    return about as StoredAbout;
  }
  throw new Error(`${path} is damaged: not the JSON that saveModel wrote; save the model again`);
}

function parsed(text: string): Partial<StoredAbout> | undefined {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

async function hashes(directory: string): Promise<StoredAbout["sha256"]> {
  const [model, weights] = await Promise.all(
    MODEL_FILES.map(async (file) => {
      const path = join(directory, file);
      if (!existsSync(path)) throw new Error(`${path} does not exist; save the model again`);
      return createHash("sha256")
        .update(await readFile(path))
        .digest("hex");
    }),
  );
  return { "model.json": model, "weights.bin": weights };
}

async function checkReplaceable(target: string): Promise<void> {
  if (!existsSync(target)) return;
  const ours: string[] = [...MODEL_FILES, ABOUT_FILE];
  const other = (await readdir(target)).find((file) => !ours.includes(file));
  if (other) {
    throw new Error(
      `directory=${target} holds ${other}, which is no part of a saved model; choose a new or empty folder`,
    );
  }
}

/** Puts the draft in the target's place; a target that was there steps aside until it is. */
async function replace(target: string, draft: string): Promise<void> {
  const aside = `${draft}-replaced`;
  const existed = existsSync(target);
  if (existed) await rename(target, aside);
  try {
    await rename(draft, target);
  } catch (error) {
    if (existed) await rename(aside, target);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}
