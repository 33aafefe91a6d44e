import type { Centroids } from "./centroids";
import type { Pace } from "./pace";
import { BLOCK_ROWS, Block, multiplyAll, productError, UNDERFLOW } from "./products";
import { type Rows, squaredDistance } from "./rows";

/** The nearest centroid of each row. */
export async function predict(rows: Rows, centroids: Centroids, pace: Pace): Promise<Int32Array> {
  const labels = new Int32Array(rows.count);
  const block = new Block(rows, BLOCK_ROWS);
  await multiplyAll(rows, block, centroids.rounded, pace, (products, start, end) => {
    for (let row = start; row < end; row++) {
      labels[row] = nearestOf(rows, row, centroids, products, (row - start) * centroids.count);
    }
  });
  return labels;
}

/** How far |c|^2 - 2 x c from a float32 product can lie from the exact number, for one row x. */
export function scoreError(rows: Rows, row: number, { maxNorm }: Centroids): number {
  return 2 * productError(rows.width) * Math.sqrt(rows.squaredNorms[row]) * maxNorm + UNDERFLOW;
}

/**
 * The nearest centroid of one row, exactly: float64 decides where float32 products come too close.
 * Of equally near centroids the first wins, as in scikit-learn.
 * @param products x c for each centroid c, from `offset` on
 */
export function nearestOf(
  rows: Rows,
  row: number,
  centroids: Centroids,
  products: Float32Array,
  offset: number,
): number {
  const { squaredNorms, count } = centroids;
  let best = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  let label = 0;
  for (let cluster = 0; cluster < count; cluster++) {
    // |x - c|^2 without |x|^2, which is the same for all.
    const score = squaredNorms[cluster] - 2 * products[offset + cluster];
    if (score < best) {
      second = best;
      best = score;
      label = cluster;
    } else if (score < second) second = score;
  }
  const limit = best + 2 * scoreError(rows, row, centroids);
  return second > limit ? label : exactNearestOf(rows, row, centroids, products, offset, limit);
}

function exactNearestOf(
  rows: Rows,
  row: number,
  { squaredNorms, values, count }: Centroids,
  products: Float32Array,
  offset: number,
  limit: number,
): number {
  let best = Number.POSITIVE_INFINITY;
  let label = 0;
  for (let cluster = 0; cluster < count; cluster++) {
    if (squaredNorms[cluster] - 2 * products[offset + cluster] > limit) continue;
    const distance = squaredDistance(rows, row, values, cluster);
    if (distance < best) {
      best = distance;
      label = cluster;
    }
  }
  return label;
}
