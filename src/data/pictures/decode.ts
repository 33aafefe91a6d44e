import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { bmpSize, decodeBmp } from "./bmp";
import { pictureFile } from "./kinds";

/** Pictures of more pixels are refused by what their header says: they would take gigabytes. */
const MOST_PIXELS = 200e6;
/** How many bits cameras and scanners fill of the sixteen that a file has for a value. */
const USUAL_BITS = [8, 10, 12, 14, 16];
const MAX_BYTE = 255;

// The same name may hold another picture when a cell runs again.
sharp.cache(false);
// Several pictures are read at once, one a core: more threads for each would only get in each other's way.
sharp.concurrency(1);

/** A picture's height and width, in pixels. */
export type PictureSize = readonly [height: number, width: number];

/** A picture, brought to the size that the clustering sees. */
export interface Decoded {
  /** Brightness, 0 to 255, row after row; 255 is the most that `bits` can tell. */
  readonly grey: Uint8Array;
  /** How opaque each pixel is, 0 to 255; undefined where all are. */
  readonly alpha?: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Of a 16-bit file: the bits that its brightest value takes, 8 to 16; 0 of others. */
  readonly bits: number;
  /** Frames of an animation or pages of a TIFF, of which this is the first. */
  readonly frames: number;
  /** Its file's height and width in pixels, turned as it is seen. */
  readonly size: PictureSize;
}

/** How pictures of another shape come into the size: whole, with a margin; or filling it, with their edges cut off. */
export type Fit = "contain" | "cover";

/**
 * Reads one picture as grey: turned as its EXIF says, of an animation the first frame.
 * @param path a PNG, JPEG, WebP, BMP, TIFF, GIF or AVIF file
 * @param imageShape height and width to bring it to; with fit "contain" one of both may come out smaller
 * @param fit "contain" or "cover"
 * @throws Error with the reason alone, for a list that names the file
 */
export async function decodePicture(
  path: string,
  [height, width]: readonly [number, number],
  fit: Fit,
): Promise<Decoded> {
  const { picture, kind, hasAlpha, ...facts } = await openPicture(path);
  const { bits } = facts;
  const wide = bits > 0;
  picture.resize({ width, height, fit: fit === "contain" ? "inside" : "cover" });
  const { data, info } = await explained(
    kind,
    picture
      .clone()
      .toColourspace(wide ? "grey16" : "b-w")
      .raw({ depth: wide ? "ushort" : "uchar" })
      .toBuffer({ resolveWithObject: true }),
  );
  const values = wide ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const grey = firstChannel(values, info.channels, wide ? 2 ** bits - 1 : MAX_BYTE);
  const alpha = hasAlpha ? await opacity(kind, picture) : undefined;
  return { ...facts, grey, width: info.width, height: info.height, alpha };
}

/** How opaque each pixel is; undefined where all are. */
async function opacity(kind: string | undefined, picture: Sharp): Promise<Uint8Array | undefined> {
  const alpha = await explained(kind, picture.clone().extractChannel("alpha").raw().toBuffer());
  return alpha.every((value) => value === MAX_BYTE) ? undefined : alpha;
}

/** The first channel as bytes, of which 255 stands for `most`. */
function firstChannel(
  values: Uint8Array | Uint16Array,
  nChannels: number,
  most: number,
): Uint8Array {
  return Uint8Array.from({ length: values.length / nChannels }, (_, i) =>
    Math.min(MAX_BYTE, Math.round((values[i * nChannels] * MAX_BYTE) / most)),
  );
}

/** A picture before it is brought to a size. */
interface Opened {
  /** From `pictureFile`. */
  readonly kind: string | undefined;
  readonly picture: Sharp;
  readonly hasAlpha: boolean;
  /** As in `Decoded`. */
  readonly bits: number;
  readonly frames: number;
  readonly size: PictureSize;
}

/**
 * Opens a picture and reads its header.
 * @param path as in `decodePicture`
 * @throws Error with the reason alone
 */
export async function openPicture(path: string): Promise<Opened> {
  const { kind, content } = await pictureFile(path);
  if (kind === "BMP") return openBmp(content);
  const picture = sharp(content, {
    failOn: "truncated",
    limitInputPixels: false,
    autoOrient: true,
  });
  const { autoOrient, depth, hasAlpha, pages = 1 } = await explained(kind, picture.metadata());
  const { width, height } = autoOrient;
  checkSize(width, height);
  if (depth !== "uchar" && depth !== "ushort") {
    throw new Error(`its values are of the kind ${depth}; save it with 8 or 16 bits a value`);
  }
  const bits = depth === "ushort" ? await bitsOf(kind, picture) : 0;
  return { picture, kind, hasAlpha, bits, frames: pages, size: [height, width] };
}

async function bitsOf(kind: string | undefined, picture: Sharp): Promise<number> {
  const { channels, isOpaque } = await explained(kind, picture.clone().stats());
  const colours = isOpaque || channels.length % 2 === 1 ? channels : channels.slice(0, -1);
  const brightest = Math.max(...colours.map(({ max }) => max));
  return USUAL_BITS.find((bits) => brightest < 2 ** bits) ?? 16;
}

async function openBmp(content: Buffer | string): Promise<Opened> {
  const bytes = typeof content === "string" ? await readFile(content) : content;
  if (bytes.length < 26) throw new Error("damaged or cut off: too short for its header");
  const [wide, high] = bmpSize(bytes);
  checkSize(wide, Math.abs(high));
  try {
    const { data, width, height } = decodeBmp(bytes);
    const picture = sharp(data, { raw: { width, height, channels: 3 } });
    return { picture, kind: "BMP", hasAlpha: false, bits: 0, frames: 1, size: [height, width] };
  } catch {
    throw damaged("BMP");
  }
}

function checkSize(width: number, height: number): void {
  if (width * height <= MOST_PIXELS) return;
  throw new Error(
    `${width} x ${height} pixels are more than the ${MOST_PIXELS / 1e6} million that are read; make it smaller`,
  );
}

/**
 * The reason why a picture cannot be read. The library's own says what went wrong last in any of its threads,
 * so it may be that of another file.
 */
async function explained<T>(kind: string | undefined, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    if (kind === "HEIC") throw new Error("HEIC cannot be read; save it as JPEG");
    if (!kind) throw new Error("no picture of a kind that can be read, whatever its name says");
    throw damaged(kind);
  }
}

function damaged(kind: string): Error {
  return new Error(`${kind}, but damaged, cut off or of an unusual form`);
}
