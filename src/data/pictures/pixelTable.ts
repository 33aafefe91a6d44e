import { basename } from "node:path";
import { imageHashes } from "../imageHash";
import { samplesOf } from "../samples";
import { csvPixels } from "./csvPixels";
import type { FolderImages } from "./folder";
import { NO_CLASS } from "./folderNames";
import { some, things } from "./folderNotes";
import { AS_THEY_ARE } from "./framing";
import { parquetPixels } from "./parquetPixels";
import { naturally } from "./walk";

/** What a table of pixels holds. */
export interface PixelRows {
  /** A row an image, a byte a pixel, row after row. */
  readonly data: Uint8Array;
  /** How many pixels each row has. */
  readonly nPixels: number;
  /** The class that each row tells; "" where it tells none. */
  readonly names: readonly string[];
}

/**
 * Reads a table of pixels, a CSV or a Parquet file: an image a row, a pixel a column, from 0 to 255, and
 * maybe a column called label, class, target or y. Images must be square, as tables do not tell their shape.
 * @param path the file
 * @throws Error for another kind of file, fewer than 2 rows, no square number of pixels, or a cell that is
 *   no pixel, naming it
 */
export async function loadPixelTable(path: string): Promise<FolderImages> {
  const { data, nPixels, names } = await readerFor(path)(path);
  const side = Math.sqrt(nPixels);
  const nImages = names.length;
  if (nImages < 2 || nPixels < 1 || !Number.isInteger(side)) {
    throw new Error(
      `${path}: ${nImages} rows of ${nPixels} pixels; give at least 2 rows of a square number of pixels`,
    );
  }
  const images = samplesOf(data, [nImages, nPixels]);
  const classNames = [...new Set(names)].filter((name) => name !== "").sort(naturally);
  return {
    ...{ dir: path, data: images, imageShape: [side, side], classNames, arePictures: false },
    files: names.map((_, i) => `${basename(path)} row ${i + 1}`),
    hashes: imageHashes(images, [side, side]),
    sizes: names.map(() => [side, side]),
    target: Int32Array.from(names, (name) => (name === "" ? NO_CLASS : classNames.indexOf(name))),
    isTest: names.map(() => false),
    framing: AS_THEY_ARE,
    unreadable: [],
    notes: [
      `${nImages.toLocaleString("en-US")} images of ${side} x ${side} pixels, from a table, as they are.`,
      ...(classNames.length > 0 ? [classesNote(classNames)] : []),
    ],
  };
}

function classesNote(classNames: readonly string[]): string {
  const { length } = classNames;
  return `A column beside the pixels tells ${things(length, "class", "classes")}: ${some(classNames)}.`;
}

function readerFor(path: string): (path: string) => Promise<PixelRows> {
  if (/\.(csv|txt)$/i.test(path)) return csvPixels;
  if (/\.(parquet|pq)$/i.test(path)) return parquetPixels;
  throw new Error(`dir=${path} must be a folder of pictures, or a CSV or Parquet file of pixels`);
}
