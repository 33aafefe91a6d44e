import { open, stat } from "node:fs/promises";
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

/**
 * What kind of picture a file is by its first bytes, whatever its name says.
 * @param path the file
 * @returns its kind; undefined where it is none that is known
 * @throws Error with the reason alone, where it is empty or cannot be opened
 */
export async function kindOf(path: string): Promise<string | undefined> {
  const head = await headOf(path);
  return BEGINNINGS.find(([, beginning]) => beginning.test(head))?.[0];
}

async function headOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size === 0) throw new Error("0 bytes");
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.toString("hex", 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Error(reasonOf(error));
  }
}
