import type { Centroids } from "./centroids";
import type { Pace } from "./pace";
import { BLOCK_ROWS, Block, multiplyAll } from "./products";
import { type Rows, squaredDistance } from "./rows";

/** Below this share of |x| |c| a squared distance from float32 products has too few digits left. */
const TOO_CLOSE = 0.01;

/**
 * The distance of each row to each centroid.
 * @returns shape [nRows, k], as float32
 */
export async function distances(
  rows: Rows,
  centroids: Centroids,
  pace: Pace,
): Promise<Float32Array> {
  const { count: k, squaredNorms } = centroids;
  const result = new Float32Array(rows.count * k);
  const block = new Block(rows, BLOCK_ROWS);
  await multiplyAll(rows, block, centroids.values, pace, (products, start, end) => {
    for (let row = start; row < end; row++) {
      for (let cluster = 0; cluster < k; cluster++) {
        const product = products[(row - start) * k + cluster];
        const norms = rows.squaredNorms[row] + squaredNorms[cluster];
        let squared = norms - 2 * product;
        if (squared < TOO_CLOSE * norms) {
          squared = squaredDistance(rows, row, centroids.values, cluster);
        }
        result[row * k + cluster] = Math.sqrt(squared);
      }
    }
  });
  return result;
}
