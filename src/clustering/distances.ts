import type { Pace } from "../running/pace";
import { Block, multiplyAll } from "./bounds/blocks";
import { BLOCK_ROWS, UNDERFLOW } from "./bounds/products";
import type { Centroids } from "./centroids";
import { type Rows, squaredDistance } from "./rows";

/** Below this share of |x|^2 + |c|^2 a squared distance from a float32 product has too few digits left. */
const TOO_CLOSE = 0.01;
/** So few that TensorFlow may have taken products for zero; held here, as an import is looked up each time. */
const TOO_SMALL = UNDERFLOW;

/**
 * Whether a squared distance |x|^2 + |c|^2 - 2 x c, from a float32 product, has too few digits left.
 * @param squares |x|^2 + |c|^2
 */
export function isTooClose(squaredDistance: number, squares: number): boolean {
  return squaredDistance <= TOO_CLOSE * squares + TOO_SMALL;
}

/**
 * The distance of each row to each centroid.
 * @returns shape [nRows, k], as float32
 */
export async function distances(
  rows: Rows,
  centroids: Centroids,
  pace: Pace,
): Promise<Float32Array> {
  const { count: k, values, squaredNorms } = centroids;
  const result = new Float32Array(rows.count * k);
  const block = new Block(rows, BLOCK_ROWS);
  await multiplyAll(rows, block, values, pace, (products, start, end) => {
    for (let row = start, at = 0; row < end; row++) {
      for (let cluster = 0; cluster < k; cluster++, at++) {
        const squares = rows.squaredNorms[row] + squaredNorms[cluster];
        let squared = squares - 2 * products[at];
        if (isTooClose(squared, squares)) squared = squaredDistance(rows, row, values, cluster);
        result[row * k + cluster] = Math.sqrt(squared);
      }
    }
  });
  return result;
}
