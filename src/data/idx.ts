import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { fileSize, named } from "./files";
import { type Samples, samplesOf } from "./samples";

/**
 * The IDX format of the MNIST files: two zero bytes, the type of the values (8: unsigned bytes),
 * the number of axes, the length of each axis in four bytes, then the values.
 * @see http://yann.lecun.com/exdb/mnist/
 */
const UNSIGNED_BYTES = 0x08;
const GZIP_MAGIC = 0x1f8b;
/** Deflate makes no more than so many bytes of one. */
const MOST_UNPACKED = 1032;
/** Bytes read at a time. */
const CHUNK = 2 ** 18;

/**
 * Reads one IDX file of bytes, gzip'd or not. The header comes first; no more is read or unpacked
 * than it says.
 * @param path the file
 * @param axes how many axes it must have: 3 for images (count, height, width), 1 for labels
 * @throws Error naming the file when it is no such file, cannot be read, or is truncated or too long
 */
export async function readIdx(path: string, axes: number): Promise<Samples<Uint8Array>> {
  const size = await fileSize(path);
  const gzip = await named(path, () => isGzip(path));
  const reader = new IdxReader(path, axes, size, gzip);
  await named(path, () => readChunks(path, gzip, (chunk) => reader.take(chunk)));
  return reader.samples();
}

async function readChunks(
  path: string,
  gzip: boolean,
  take: (chunk: Buffer) => void,
): Promise<void> {
  const file = createReadStream(path, { highWaterMark: CHUNK });
  const chunks = gzip ? file.pipe(createGunzip({ chunkSize: CHUNK })) : file;
  file.on("error", (error) => chunks.destroy(error));
  try {
    for await (const chunk of chunks) take(chunk);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw error;
    throw new Error(`${path}: cannot be unpacked (${message}); fetch it again`);
  } finally {
    file.destroy();
  }
}

/** Puts the chunks of a file together, and stops as soon as they cannot be what is expected. */
class IdxReader {
  #head: Buffer = Buffer.alloc(0);
  #shape?: number[];
  #values: Uint8Array = new Uint8Array(0);
  #filled = 0;

  /**
   * @param path for messages
   * @param axes how many axes the file must have
   * @param size bytes of the file as it lies there
   * @param gzip whether those are gzip'd
   */
  constructor(
    readonly path: string,
    readonly axes: number,
    readonly size: number,
    readonly gzip: boolean,
  ) {}

  get #headerLength(): number {
    return 4 + 4 * this.axes;
  }

  /** The next bytes of the file. */
  take(chunk: Buffer): void {
    if (this.#shape) this.#append(chunk);
    else this.#takeHead(chunk);
  }

  /** All values, when the file has ended. */
  samples(): Samples<Uint8Array> {
    if (!this.#shape) {
      this.#checkMagic();
      throw this.#wrongLength(this.#head.length, this.#headerLength);
    }
    if (this.#filled < this.#values.length) {
      const length = this.#headerLength + this.#filled;
      throw this.#wrongLength(length, this.#headerLength + this.#values.length);
    }
    return samplesOf(this.#values, this.#shape);
  }

  #takeHead(chunk: Buffer): void {
    this.#head = Buffer.concat([this.#head, chunk]);
    if (this.#head.length < this.#headerLength) return;
    this.#readHeader();
    this.#append(this.#head.subarray(this.#headerLength));
  }

  #readHeader(): void {
    this.#checkMagic();
    const shape = Array.from({ length: this.axes }, (_, axis) =>
      this.#head.readUInt32BE(4 + 4 * axis),
    );
    const nValues = shape.reduce((product, length) => product * length, 1);
    const expected = this.#headerLength + nValues;
    const most = this.gzip ? this.size * MOST_UNPACKED : this.size;
    if (!this.gzip && this.size !== expected) throw this.#wrongLength(this.size, expected);
    if (expected > most) throw this.#wrongLength(`at most ${most}`, expected);
    this.#values = this.#room(nValues);
    this.#shape = shape;
  }

  #room(nValues: number): Uint8Array {
    try {
      return new Uint8Array(nValues);
    } catch {
      throw new Error(
        `${this.path}: nValues=${nValues} do not fit into this machine's memory; give fewer or smaller images`,
      );
    }
  }

  #append(bytes: Buffer): void {
    if (this.#filled + bytes.length > this.#values.length) {
      const expected = this.#headerLength + this.#values.length;
      throw this.#wrongLength(`more than ${expected}`, expected);
    }
    this.#values.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  #checkMagic(): void {
    const magic = this.#head.length >= 4 ? this.#head.readUInt32BE(0) : undefined;
    const expected = (UNSIGNED_BYTES << 8) | this.axes;
    if (magic === expected) return;
    throw new Error(
      `${this.path}: magic=${magic} must be ${expected} (an IDX file of bytes with ${this.axes} axes); give an MNIST-like file`,
    );
  }

  #wrongLength(length: number | string, expected: number): Error {
    return new Error(
      `${this.path}: length=${length} bytes must be ${expected} by its own header; fetch it again`,
    );
  }
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

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE(0) === GZIP_MAGIC;
  } finally {
    await file.close();
  }
}
