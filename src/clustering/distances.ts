import type { Pace } from "../running/pace";
import { Block, multiplyAll } from "./bounds/blocks";
import { BLOCK_ROWS, UNDERFLOW } from "./bounds/products";
import type { Centroids } from "./centroids";
import { type Rows, squaredDistance } from "./rows";

/** Below this share of |x|^2 + |c|^2 a squared distance from a float32 product has too few digits left. */
const TOO_CLOSE = 0.01;

/**
 * |x - c|^2 between a row and a centre, by their product; in float64 where that leaves too few digits.
 * @param product x c, as float32
 * @param centres one after the other
 * @param squaredNorm |c|^2
 */
export function squaredDistanceBy(
  product: number,
  rows: Rows,
  row: number,
  centres: Float64Array,
  centre: number,
  squaredNorm: number,
): number {
  const squares = rows.squaredNorms[row] + squaredNorm;
  const squared = squares - 2 * product;
  if (squared > TOO_CLOSE * squares + UNDERFLOW) return squared;
  return squaredDistance(rows, row, centres, centre);
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
        const own = squaredNorms[cluster];
        const squared = squaredDistanceBy(products[at], rows, row, values, cluster, own);
        result[row * k + cluster] = Math.sqrt(squared);
      }
    }
  });
  return result;
}
