import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type Samples, samplesOf } from "./samples";

/**
 * The IDX format of the MNIST files: two zero bytes, the type of the values (8: unsigned bytes),
 * the number of axes, the length of each axis in four bytes, then the values.
 * @see http://yann.lecun.com/exdb/mnist/
 */
const UNSIGNED_BYTES = 0x08;
const GZIP_MAGIC = 0x1f8b;

/**
 * Reads one IDX file of bytes, gzip'd or not.
 * @param path the file
 * @param axes how many axes it must have: 3 for images (count, height, width), 1 for labels
 * @throws Error naming the file when it is no such file, or when it is truncated or too long
 */
export async function readIdx(path: string, axes: number): Promise<Samples<Uint8Array>> {
  const file = await readFile(path);
  const bytes = isGzip(file) ? await unpack(path, file) : file;
  const headerLength = 4 + 4 * axes;
  const magic = bytes.length >= 4 ? bytes.readUInt32BE(0) : undefined;
  const expected = (UNSIGNED_BYTES << 8) | axes;
  if (magic !== expected) {
    throw new Error(
      `${path}: magic=${magic} must be ${expected} (an IDX file of bytes with ${axes} axes); give an MNIST-like file`,
    );
  }
  if (bytes.length < headerLength) throw truncated(path, bytes.length, headerLength);
  const shape = Array.from({ length: axes }, (_, axis) => bytes.readUInt32BE(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== headerLength + size)
    throw truncated(path, bytes.length, headerLength + size);
  return samplesOf(Uint8Array.from(bytes.subarray(headerLength)), shape);
}

/**
 * The bytes of an IDX file, the inverse of `readIdx`.
 * @param samples bytes with a shape
 */
export function idxBytes(samples: Samples<Uint8Array>): Buffer {
  const header = Buffer.alloc(4 + 4 * samples.shape.length);
  header.writeUInt32BE((UNSIGNED_BYTES << 8) | samples.shape.length, 0);
  samples.shape.forEach((length, axis) => {
    header.writeUInt32BE(length, 4 + 4 * axis);
  });
  return Buffer.concat([header, samples.data]);
}

function isGzip(file: Buffer): boolean {
  return file.length >= 2 && file.readUInt16BE(0) === GZIP_MAGIC;
}

async function unpack(path: string, file: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(file);
  } catch (error) {
    throw new Error(`${path}: cannot be unpacked (${(error as Error).message}); fetch it again`);
  }
}

function truncated(path: string, length: number, expected: number): Error {
  return new Error(
    `${path}: length=${length} bytes must be ${expected} by its own header; fetch it again`,
  );
}
