import type { Pace } from "../running/pace";
import { Block, multiplyAll } from "./bounds/blocks";
import { BLOCK_ROWS } from "./bounds/products";
import { Ranking } from "./bounds/ranking";
import type { Centroids } from "./centroids";
import type { Rows } from "./rows";

/** The nearest centroid of each row, of equally near ones the first, as in scikit-learn. */
export async function predict(rows: Rows, centroids: Centroids, pace: Pace): Promise<Int32Array> {
  const labels = new Int32Array(rows.count);
  const ranking = new Ranking();
  const block = new Block(rows, BLOCK_ROWS);
  await multiplyAll(rows, block, centroids.values, pace, (products, start, end) => {
    for (let row = start; row < end; row++) {
      const offset = (row - start) * centroids.count;
      labels[row] = ranking.nearest(rows, row, centroids, products, offset);
    }
  });
  return labels;
}
