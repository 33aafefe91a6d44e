import * as tf from "@tensorflow/tfjs-node";
import { alignedFloats, isAligned, release } from "../../numeric/memory";
import { leaveSignalsToOtherThreads } from "../../running/signals";
import type { Pace } from "../../running/pace";
import type { Rows } from "../rows";

leaveSignalsToOtherThreads();

/** Half the distance from 1 to the next float32: the relative error of one rounding. */
const ROUNDING = 2 ** -24;
/** More than the numbers can add up to that TensorFlow takes for zero, as they are too small. */
export const UNDERFLOW = 2 ** -100;
/** Rows of one product: many enough to be fast, few enough to stay in the processor's cache. */
export const BLOCK_ROWS = 2048;

/**
 * The scalar product of each row with each centroid, by tfjs-node, in float32.
 * @param block rows of `width` values
 * @param centroids centroids of `width` values
 * @returns shape [nRows, nCentroids]
 */
export function multiply(
  block: Float32Array,
  centroids: Float32Array,
  width: number,
): Float32Array {
  let products: Float32Array = new Float32Array(0);
  tf.tidy(() => {
    const rows = tf.tensor2d(block, [block.length / width, width]);
    const columns = tf.tensor2d(centroids, [centroids.length / width, width]);
    products = tf.matMul(rows, columns, false, true).dataSync<"float32">();
  });
  return products;
}

/**
 * The products of all rows, block by block.
 * @param block holds the rows while they are multiplied
 * @param centroids centroids of `rows.width` values
 * @param onProducts told the products of the rows from `start` to `end`, shape [end - start, nCentroids],
 *   which are released when it returns
 */
export async function multiplyAll(
  rows: Rows,
  block: Block,
  centroids: Float64Array,
  pace: Pace,
  onProducts: (products: Float32Array, start: number, end: number) => void,
): Promise<void> {
  const rounded = new Float32Array(centroids);
  for (let start = 0; start < rows.count; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rows.count);
    const products = multiply(block.slice(start, end), rounded, rows.width);
    onProducts(products, start, end);
    release(products);
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

/** Rows of a product of copies are a multiple of these. */
const ROWS_TOGETHER = 64;

/**
 * How many rows to multiply where some are needed; what is in those beyond does not matter. oneDNN
 * compiles a program for each new shape and keeps it, so there must not be many shapes.
 */
export function rowsToMultiply(needed: number): number {
  return ROWS_TOGETHER * Math.ceil(needed / ROWS_TOGETHER);
}

/** Vectors of one width, one after the other. */
type Vectors = Pick<Rows, "data" | "count" | "width">;

/** Copies of chosen rows as float32, side by side in memory that is used again and again. */
export class Gathered {
  readonly #rows: Vectors;
  readonly #copies: Float32Array;

  /** @param capacity how many copies it can hold */
  constructor(rows: Vectors, capacity: number) {
    this.#rows = rows;
    this.#copies = alignedFloats(rowsToMultiply(Math.min(capacity, rows.count)) * rows.width);
  }

  /**
   * The products of some rows with each centroid.
   * @param indices at most `capacity`
   * @param centroids centroids of `rows.width` values
   * @returns shape [at least indices.length, nCentroids]
   */
  multiply(indices: Int32Array, centroids: Float32Array): Float32Array {
    const { data, width } = this.#rows;
    for (let i = 0; i < indices.length; i++) {
      this.#copies.set(data.subarray(indices[i] * width, (indices[i] + 1) * width), i * width);
    }
    const copies = this.#copies.subarray(0, rowsToMultiply(indices.length) * width);
    return multiply(copies, centroids, width);
  }
}

/** Rows in their order as float32: in place where they lie aligned, or else copied block by block. */
export class Block {
  readonly #rows: Vectors;
  readonly #values: Float32Array;
  /** The rows that lie in `#values`. Rows in place always do, so nothing is copied onto them. */
  #held = { start: 0, end: 0 };

  /**
   * @param rows where the rows come from
   * @param capacity how many copies the block can hold
   */
  constructor(rows: Vectors, capacity: number) {
    const { data, count, width } = rows;
    this.#rows = rows;
    if (isAligned(data)) {
      this.#values = data;
      this.#held = { start: 0, end: count };
    } else this.#values = alignedFloats(Math.min(capacity, count) * width);
  }

  /** The rows from `start` to `end`; if all rows fit in the block, they are copied once. */
  slice(start: number, end: number): Float32Array {
    const { data, count, width } = this.#rows;
    if (start < this.#held.start || end > this.#held.end) {
      this.#held = { start, end: Math.min(count, start + this.#values.length / width) };
      this.#values.set(data.subarray(start * width, this.#held.end * width));
    }
    const shift = this.#held.start;
    return this.#values.subarray((start - shift) * width, (end - shift) * width);
  }
}
