import { existsSync, statSync } from "node:fs";
import type { Watch } from "../../running/watch";
import { holdsDataFiles } from "../idxFiles";
import { type Samples, samplesOf } from "../samples";
import type { Fit, PictureSize } from "./decode";
import { type FolderNames, type Sorted, sortByFolder } from "./folderNames";
import { type FolderHints, folderNotes, OPTION_HINTS } from "./folderNotes";
import { Frames, type Framing } from "./framing";
import { loadIdxFolder } from "./idxFolder";
import { loadPixelTable } from "./pixelTable";
import { readPictures } from "./readPictures";
import { type Found, findPictures, type Unreadable } from "./walk";

/** How to read a folder of pictures. */
export interface FolderOptions {
  /** Height and width that all pictures are brought to, in pixels; one number for both. Default 28, MNIST's. */
  readonly size?: number | readonly [height: number, width: number];
  /** Whole pictures with a margin, or pictures that fill the size with their edges cut off. Default "contain". */
  readonly fit?: Fit;
  /** Whether light becomes dark and dark light. Default: if most pictures show dark things on light. */
  readonly invert?: boolean;
  /** What the names of sub-folders mean. Default: what they look like. */
  readonly folderNames?: FolderNames;
  /** How the notes name these options. Default: as they are called here. */
  readonly hints?: FolderHints;
}

/** Pictures of a folder, all of one size. */
export interface FolderImages {
  /** The folder, or the table, that was read. */
  readonly dir: string;
  /** Grey pixels from 0 to 255, one image a row: shape [nImages, height * width]. */
  readonly data: Samples<Uint8Array>;
  /** Height and width of every image, in pixels. */
  readonly imageShape: readonly [height: number, width: number];
  /** The file of each image, below dir, or its place in a table. */
  readonly files: readonly string[];
  /** What identifies each image: see `imageHash`; of the pixels before they were blended or inverted. */
  readonly hashes: readonly string[];
  /** The height and width of each image in its file, in pixels. */
  readonly sizes: readonly PictureSize[];
  /** The names of the classes that folders tell. */
  readonly classNames: readonly string[];
  /** The class that each image's folder tells, its position in classNames; -1 where it tells none. */
  readonly target: Int32Array;
  /** Of each image, whether its folder is one of test images. */
  readonly isTest: readonly boolean[];
  /** Whether files hold pictures that can be shown; tables of pixels do not. */
  readonly arePictures: boolean;
  /** How the pictures were brought to these pixels; a saved model keeps it for others. */
  readonly framing: Framing;
  /** What could not be read, and why. */
  readonly unreadable: readonly Unreadable[];
  /** What a person should know of all this, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads pictures of any size and kind as grey images of one size: PNG, JPEG, WebP, BMP, TIFF, AVIF and
 * the first frame of GIF, in the folder and in those below it; or the IDX files of a data folder; or a
 * CSV or Parquet file of pixels. A picture that cannot be read is listed with its reason, and the rest
 * goes on.
 * @param dir the folder, or the file of pixels
 * @param options the size, and how pictures come into it
 * @param watch reports pictures read; an interrupt throws
 * @throws RangeError for a bad size
 * @throws Error when there is no such folder, or fewer than two pictures in it can be read
 * @throws Interrupted when stopped
 */
export async function loadFolder(
  dir: string,
  { size = 28, fit = "contain", invert, folderNames, hints = OPTION_HINTS }: FolderOptions = {},
  watch: Watch = {},
): Promise<FolderImages> {
  const imageShape = shapeOf(size);
  if (!existsSync(dir)) throw new Error(`dir=${dir} does not exist; give a folder of pictures`);
  if (!statSync(dir).isDirectory()) return loadPixelTable(dir);
  if (await holdsDataFiles(dir)) return loadIdxFolder(dir);
  const found = await findPictures(dir);
  const frames = new Frames(found.files.length, imageShape);
  const read = await readPictures(dir, found.files, fit, frames, watch);
  const unreadable = [...found.unreadable, ...read.unreadable];
  checkEnough(dir, read.files.length, found, unreadable);
  const nImages = read.files.length;
  const framing = frames.finish(nImages, { fit, inverted: invert });
  const data = frames.pixels.slice(0, nImages * imageShape[0] * imageShape[1]);
  const sorted: Sorted = sortByFolder(read.files, folderNames);
  const { files, hashes, sizes, animated } = read;
  const images = {
    ...{ dir, imageShape, files, hashes, sizes, framing, unreadable, arePictures: true },
    ...{ classNames: sorted.classNames, target: sorted.target, isTest: sorted.isTest },
    data: samplesOf(data, [nImages, imageShape[0] * imageShape[1]]),
  };
  const noticed = { animated, guessedInvert: invert === undefined };
  return { ...images, notes: folderNotes(images, found, sorted.meaning, noticed, hints) };
}

function shapeOf(size: number | readonly [number, number]): readonly [number, number] {
  const shape = typeof size === "number" ? ([size, size] as const) : size;
  for (const length of shape) {
    if (Number.isInteger(length) && length >= 1 && length <= MOST_SIZE) continue;
    throw new RangeError(
      `size=${size} must be an integer from 1 to ${MOST_SIZE}, or two of them; the network needs at least 18`,
    );
  }
  return shape;
}

/** The largest size, in pixels: larger ones would fill the memory with a few thousand pictures. */
export const MOST_SIZE = 1024;

function checkEnough(dir: string, nImages: number, found: Found, bad: readonly Unreadable[]): void {
  if (nImages >= 2) return;
  const listed = bad.slice(0, 5).map(({ file, reason }) => `\n  ${file}: ${reason}`);
  const other = found.otherFiles.length;
  const others = other > 0 ? ` (and ${other} files of other kinds: ${found.otherFiles[0]})` : "";
  throw new Error(
    `dir=${dir} holds ${nImages === 1 ? "1 picture" : `${nImages} pictures`} that can be read${others}; give at least 2${listed.join("")}`,
  );
}
