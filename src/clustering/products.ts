import * as tf from "@tensorflow/tfjs-node";
import type { Pace } from "./pace";
import type { Rows } from "./rows";

/** Half the distance from 1 to the next float32: the relative error of one rounding. */
const ROUNDING = 2 ** -24;
/** More than the numbers can add up to that TensorFlow takes for zero, as they are too small. */
export const UNDERFLOW = 2 ** -100;
/** Bytes of a WebAssembly page. */
const PAGE = 65536;
/** Rows of one product: many enough to be fast, few enough to stay in the processor's cache. */
export const BLOCK_ROWS = 4096;

/**
 * The scalar product of each row with each centroid, by tfjs-node, in float32.
 * @param block rows of `width` values
 * @param centroids centroids of `width` values
 * @param chosen which rows of the block; default all
 * @returns shape [nRows, nCentroids]
 */
export function multiply(
  block: Float32Array,
  centroids: Float32Array,
  width: number,
  chosen?: Int32Array,
): Float32Array {
  let products: Float32Array = new Float32Array(0);
  tf.tidy(() => {
    const all = tf.tensor2d(block, [block.length / width, width]);
    const rows = chosen ? tf.gather(all, tf.tensor1d(chosen, "int32")) : all;
    const columns = tf.tensor2d(centroids, [centroids.length / width, width]);
    products = tf.matMul(rows, columns, false, true).dataSync<"float32">();
  });
  return products;
}

/**
 * The products of all rows, block by block.
 * @param block holds the rows while they are multiplied
 * @param centroids centroids of `rows.width` values
 * @param onProducts told the products of the rows from `start` to `end`, shape [end - start, nCentroids]
 */
export async function multiplyAll(
  rows: Rows,
  block: Block,
  centroids: Float32Array,
  pace: Pace,
  onProducts: (products: Float32Array, start: number, end: number) => void,
): Promise<void> {
  for (let start = 0; start < rows.count; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rows.count);
    onProducts(multiply(block.slice(start, end), centroids, rows.width), start, end);
    await pace.step();
  }
}

/**
 * How far a float32 product of `width` terms can lie from the exact one, as a multiple of |x| |c|,
 * in whatever order it was summed; one more rounding for each factor.
 * @see Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1
 */
export function productError(width: number): number {
  const error = (width + 2) * ROUNDING;
  return error / (1 - error);
}

/** A buffer into which rows are copied side by side, as float32, before they are multiplied. */
export class Block {
  readonly #rows: Rows;
  readonly #values: Float32Array;
  /** The rows that `slice` put there. */
  #held = { start: 0, end: 0 };

  /**
   * @param rows where the rows come from
   * @param capacity how many the block can hold
   */
  constructor(rows: Rows, capacity: number) {
    this.#rows = rows;
    this.#values = pageAligned(Math.min(capacity, rows.count) * rows.width);
  }

  /** Copies of the rows at `indices`, at most as many as the block holds. */
  gather(indices: Int32Array): Float32Array {
    const { width } = this.#rows;
    indices.forEach((row, i) => {
      this.#copy(row, row + 1, i);
    });
    this.#held = { start: 0, end: 0 };
    return this.#values.subarray(0, indices.length * width);
  }

  /** Copies of the rows from `start` to `end`; if all rows fit in the block, they are copied once. */
  slice(start: number, end: number): Float32Array {
    const { count, width } = this.#rows;
    if (start < this.#held.start || end > this.#held.end) {
      this.#held = { start, end: Math.min(count, start + this.#values.length / width) };
      this.#copy(start, this.#held.end, 0);
    }
    const shift = this.#held.start;
    return this.#values.subarray((start - shift) * width, (end - shift) * width);
  }

  #copy(start: number, end: number, position: number): void {
    const { data, width } = this.#rows;
    this.#values.set(data.subarray(start * width, end * width), position * width);
  }
}

/** Node has it, but tslab's compiler knows only ECMAScript's own names. */
declare const WebAssembly: {
  Memory: new (pages: { initial: number }) => { readonly buffer: ArrayBuffer };
};

/** Zeros in memory that TensorFlow reads in place: aligned to 64 bytes, as WebAssembly's pages are. */
export function pageAligned(length: number): Float32Array {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * length) / PAGE) });
  return new Float32Array(memory.buffer, 0, length);
}
