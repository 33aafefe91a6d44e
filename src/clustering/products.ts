import * as tf from "@tensorflow/tfjs-node";
import type { Rows } from "./rows";

/** Half the distance from 1 to the next float32: the relative error of one rounding. */
const ROUNDING = 2 ** -24;
/** Rows of one block: a product of that many is fast, and its memory stays small. */
export const BLOCK_ROWS = 4096;

/**
 * The scalar product of each row with each centroid, by tfjs-node, in float32.
 * @param block rows of `width` values
 * @param centroids centroids of `width` values
 * @returns shape [nRows, nCentroids]
 */
export function multiply(block: Float32Array, centroids: Float32Array, width: number) {
  let products: Float32Array = new Float32Array(0);
  tf.tidy(() => {
    const rows = tf.tensor2d(block, [block.length / width, width]);
    const columns = tf.tensor2d(centroids, [centroids.length / width, width]);
    products = tf.matMul(rows, columns, false, true).dataSync<"float32">();
  });
  return products;
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

/** A buffer that rows are copied to, side by side, before they are multiplied. */
export class Block {
  readonly #rows: Rows;
  readonly #values: Float32Array;

  constructor(rows: Rows, capacity = BLOCK_ROWS) {
    this.#rows = rows;
    this.#values = new Float32Array(Math.min(capacity, rows.count) * rows.width);
  }

  /** Copies of the rows at `indices`, at most as many as the block holds. */
  gather(indices: Int32Array): Float32Array {
    const { data, width } = this.#rows;
    for (let i = 0; i < indices.length; i++) {
      const offset = indices[i] * width;
      this.#values.set(data.subarray(offset, offset + width), i * width);
    }
    return this.#values.subarray(0, indices.length * width);
  }

  /** Copies of the rows from `start` to `end`, at most as many as the block holds. */
  slice(start: number, end: number): Float32Array {
    const { data, width } = this.#rows;
    this.#values.set(data.subarray(start * width, end * width));
    return this.#values.subarray(0, (end - start) * width);
  }
}
