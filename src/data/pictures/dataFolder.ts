import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { unparse } from "papaparse";
import { MOST_CLASSES } from "../checks";
import { named } from "../files";
import { idxBytes } from "../idx";
import { samplesOf, take } from "../samples";
import { trainTestSplit } from "../splitting";
import { writeFolder } from "../writeWhole";
import type { FolderImages } from "./folder";
import { NO_CLASS } from "./folderNames";

/** The share that MNIST puts aside as test images. */
const TEST_SHARE = 1 / 7;

/** How a data folder came out. */
export interface WrittenFolder {
  readonly nTrain: number;
  readonly nTest: number;
  readonly classNames: readonly string[];
  /** Images of no class beside the folders of classes: they are left out. */
  readonly leftOut: number;
}

/**
 * Writes images as a data folder in MNIST's form, whole or not at all: IDX files of images and labels,
 * the names of the classes, and files.csv, which tells for each row of `loadImages` its file and hash.
 * The test images are those of the folders called so, or else a seventh.
 * @param images from `loadFolder`; where its folders tell no classes, no files of labels are written
 * @param to a folder that does not exist yet
 * @throws Error when it exists or cannot be written, or for more than 256 classes
 */
export async function writeDataFolder(images: FolderImages, to: string): Promise<WrittenFolder> {
  const target = resolve(to);
  if (existsSync(target)) throw new Error(`TO=${to} exists already; name a new folder`);
  const { classNames } = images;
  checkClasses(classNames);
  const { train, test } = splitRows(images);
  const files: Record<string, Uint8Array | string> = {
    ...part(images, train, "train"),
    ...part(images, test, "t10k"),
    ...(classNames.length > 0 ? { "class-names.txt": `${classNames.join("\n")}\n` } : {}),
    "files.csv": filesCsv(images, [...train, ...test]),
  };
  const write = async (draft: string) => {
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(draft, name), bytes);
  };
  await named(`TO=${to} cannot be written`, () => writeFolder(target, write));
  const leftOut = images.files.length - train.length - test.length;
  return { nTrain: train.length, nTest: test.length, classNames, leftOut };
}

function checkClasses({ length }: readonly string[]): void {
  if (length <= MOST_CLASSES) return;
  throw new Error(`${length} classes are more than the ${MOST_CLASSES} that fit; merge some`);
}

function splitRows({ isTest, target, classNames }: FolderImages) {
  const all = Array.from(target, (_, i) => i);
  const rows = classNames.length > 0 ? all.filter((i) => target[i] !== NO_CLASS) : all;
  if (rows.length < 2) {
    throw new Error(`${rows.length} images have a class; give at least 2`);
  }
  if (isTest.some(Boolean)) {
    return { train: rows.filter((i) => !isTest[i]), test: rows.filter((i) => isTest[i]) };
  }
  const X = samplesOf(Float64Array.from(rows), [rows.length, 1]);
  const split = trainTestSplit(X, undefined, { testSize: TEST_SHARE });
  return { train: [...split.XTrain.data], test: [...split.XTest.data] };
}

function part(
  { data, imageShape, target, classNames }: FolderImages,
  rows: readonly number[],
  name: string,
): Record<string, Uint8Array> {
  const images = samplesOf(take(data, rows).data, [rows.length, ...imageShape]);
  const imagesFile = { [`${name}-images-idx3-ubyte`]: idxBytes(images) };
  if (classNames.length === 0) return imagesFile;
  const labels = Uint8Array.from(rows, (i) => target[i]);
  const y = samplesOf(labels, [rows.length]);
  return { ...imagesFile, [`${name}-labels-idx1-ubyte`]: idxBytes(y) };
}

function filesCsv({ files, hashes }: FolderImages, rows: readonly number[]): string {
  const table = rows.map((i, row) => [row, files[i], hashes[i]]);
  return `${unparse([["row", "file", "hash"], ...table])}\r\n`;
}
