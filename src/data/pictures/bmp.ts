import { decode } from "@cwasm/nsbmp";

/** The pixels of a BMP picture: red, green and blue, row after row from the top. */
export interface Bitmap {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Where the file's size stands; some programs write 0. */
const FILE_SIZE = 2;
/** Where a file's second header begins, and how long that of OS/2 is, shorter than all later ones. */
const FILE_HEADER = 14;
const OS2_HEADER = 12;

/**
 * Reads a BMP picture of any kind: 1 to 32 bits a pixel, plain or run-length encoded. A fourth byte is not
 * looked at: hardly any program means it as opacity.
 * @param bytes the whole file
 * @throws Error when it is damaged or cut off
 */
export function decodeBmp(bytes: Buffer): Bitmap {
  // Of runs that end too early the library would leave the rest black.
  if (bytes.readUInt32LE(FILE_SIZE) > bytes.length) throw new Error("cut off");
  const { data, width, height } = decode(bytes);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0, from = 0; i < rgb.length; i += 3, from += 4) {
    rgb[i] = data[from];
    rgb[i + 1] = data[from + 1];
    rgb[i + 2] = data[from + 2];
  }
  return { data: rgb, width, height };
}

/**
 * The size that a BMP file's header tells; the height is negative where rows are stored from the top.
 * @param bytes the file, or its beginning
 * @throws RangeError when it is too short
 */
export function bmpSize(bytes: Buffer): readonly [width: number, height: number] {
  const isOs2 = bytes.readUInt32LE(FILE_HEADER) === OS2_HEADER;
  if (isOs2) return [bytes.readUInt16LE(18), bytes.readUInt16LE(20)];
  return [bytes.readInt32LE(18), bytes.readInt32LE(22)];
}
