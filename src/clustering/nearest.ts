import type { Centroids } from "./centroids";
import type { OnLabel } from "./lloyd";
import type { Pace } from "./pace";
import { BLOCK_ROWS, Block, multiply, productError } from "./products";
import { type Rows, squaredDistance } from "./rows";

/**
 * Finds the nearest centroid of each row: float32 products for all, float64 where they are too close.
 * Of equally near centroids the first wins, as in scikit-learn.
 * @param onLabel called for each row in order
 */
export async function nearest(
  rows: Rows,
  centroids: Centroids,
  pace: Pace,
  onLabel: OnLabel,
): Promise<void> {
  const block = new Block(rows);
  for (let start = 0; start < rows.count; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rows.count);
    const products = multiply(block.slice(start, end), centroids.rounded, rows.width);
    for (let row = start; row < end; row++) {
      onLabel(row, nearestOf(rows, row, centroids, products, (row - start) * centroids.count));
    }
    await pace.step();
  }
}

function nearestOf(
  rows: Rows,
  row: number,
  centroids: Centroids,
  products: Float32Array,
  offset: number,
): number {
  const { squaredNorms, count, maxNorm } = centroids;
  let [best, second, label] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (let cluster = 0; cluster < count; cluster++) {
    const score = squaredNorms[cluster] - 2 * products[offset + cluster];
    if (score < best) {
      second = best;
      best = score;
      label = cluster;
    } else if (score < second) second = score;
  }
  const slack = 4 * productError(rows.width) * Math.sqrt(rows.squaredNorms[row]) * maxNorm;
  if (second - best > slack) return label;
  return exactNearestOf(rows, row, centroids, (cluster) => {
    return squaredNorms[cluster] - 2 * products[offset + cluster] <= best + slack;
  });
}

function exactNearestOf(
  rows: Rows,
  row: number,
  { values, count }: Centroids,
  isCandidate: (cluster: number) => boolean,
): number {
  let [best, label] = [Number.POSITIVE_INFINITY, 0];
  for (let cluster = 0; cluster < count; cluster++) {
    if (!isCandidate(cluster)) continue;
    const distance = squaredDistance(rows, row, values, cluster);
    if (distance < best) [best, label] = [distance, cluster];
  }
  return label;
}
