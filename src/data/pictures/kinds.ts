import { open, readFile, stat } from "node:fs/promises";
import { reasonOf } from "../files";

/** What files of pictures begin with, their bytes in hexadecimal. */
const BEGINNINGS: readonly [kind: string, beginning: RegExp][] = [
  ["PNG", /^89504e47/],
  ["JPEG", /^ffd8ff/],
  ["GIF", /^47494638/],
  ["WebP", /^52494646.{8}57454250/],
  ["TIFF", /^(49492[ab]00|4d4d002[ab])/],
  ["BMP", /^424d/],
  // Both are boxes whose first, "ftyp", names brands: avif, avis; heic, hevc, mif1, ...
  ["AVIF", /^.{8}66747970.*617669(66|73)/],
  ["HEIC", /^.{8}66747970(686569|686576|6d696631|6d736631)/],
];
/** Enough for the brands of AVIF, which say what it is. */
const HEAD_BYTES = 40;
/** Larger files are not read as a whole before their header was looked at. */
const MOST_BYTES = 2 ** 24;

/** A file of a picture. */
export interface PictureFile {
  /** What kind it is by its first bytes, whatever its name says; undefined where it is none that is known. */
  readonly kind: string | undefined;
  /** Its bytes, which are read once for header and pixels, or the path of a large one. */
  readonly content: Buffer | string;
}

/**
 * Opens a file of a picture.
 * @param path the file
 * @throws Error with the reason alone, where it is empty or cannot be read
 */
export async function pictureFile(path: string): Promise<PictureFile> {
  try {
    const { size } = await stat(path);
    if (size === 0) throw new Error("0 bytes");
    if (size > MOST_BYTES) return { kind: kindOf(await beginningOf(path)), content: path };
    const content = await readFile(path);
    return { kind: kindOf(content), content };
  } catch (error) {
    throw new Error(reasonOf(error));
  }
}

function kindOf(bytes: Buffer): string | undefined {
  const head = bytes.toString("hex", 0, HEAD_BYTES);
  return BEGINNINGS.find(([, beginning]) => beginning.test(head))?.[0];
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
