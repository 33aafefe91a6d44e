import type { Centroids } from "./centroids";
import { type Rows, squaredDistance } from "./rows";

/** The label of a row that belongs to no cluster yet. */
const NONE = -1;

/** The rows in each cluster: their sums and counts, kept up to date in float64 while rows move. */
export class Clusters {
  readonly #rows: Rows;
  readonly #labels: Int32Array;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  readonly #totalSquaredNorm: number;

  /** @param labels will hold the cluster of each row */
  constructor(rows: Rows, labels: Int32Array, k: number) {
    this.#rows = rows;
    this.#labels = labels.fill(NONE);
    this.#sums = new Float64Array(k * rows.width);
    this.#counts = new Float64Array(k);
    this.#totalSquaredNorm = rows.squaredNorms.reduce((a, b) => a + b, 0);
  }

  /**
   * Takes a row to a cluster.
   * @returns whether it was elsewhere before
   */
  move(row: number, to: number): boolean {
    const from = this.#labels[row];
    if (from === to) return false;
    this.#labels[row] = to;
    if (from === NONE) addRow(this.#rows, row, this.#sums, to);
    else moveRow(this.#rows, row, this.#sums, from, to);
    if (from !== NONE) this.#counts[from]--;
    this.#counts[to]++;
    return true;
  }

  /**
   * The mean of each cluster.
   * @param centroids those that the labels belong to: empty clusters go to the rows farthest from them
   */
  means(centroids: Float64Array): Float64Array {
    const { width } = this.#rows;
    const means = this.#sums.slice();
    const counts = this.#counts.slice();
    if (counts.includes(0)) this.#fillEmpty(means, counts, centroids);
    for (let cluster = 0; cluster < counts.length; cluster++) {
      for (let j = cluster * width; j < (cluster + 1) * width; j++) means[j] /= counts[cluster];
    }
    // A cluster that lost its only row to another one waits where the largest is, as in scikit-learn.
    const largest = counts.indexOf(counts.reduce((a, b) => Math.max(a, b)));
    for (let cluster = counts.indexOf(0); cluster >= 0; cluster = counts.indexOf(0, cluster + 1)) {
      means.copyWithin(cluster * width, largest * width, (largest + 1) * width);
    }
    return means;
  }

  /**
   * Sum of squared distances of all rows to the centroids of their clusters, from the sums alone:
   * |x - c|^2 = |x|^2 - 2 x c + |c|^2.
   */
  inertia({ values, squaredNorms, count, width }: Centroids): number {
    let inertia = this.#totalSquaredNorm;
    for (let cluster = 0; cluster < count; cluster++) {
      let product = 0;
      for (let j = cluster * width; j < (cluster + 1) * width; j++) {
        product += this.#sums[j] * values[j];
      }
      inertia += this.#counts[cluster] * squaredNorms[cluster] - 2 * product;
    }
    return inertia;
  }

  /**
   * Gives each empty cluster a row, as scikit-learn does: the farthest from its centroid to the first
   * empty cluster, and so on. That row leaves the sums of its own cluster, but keeps its label.
   */
  #fillEmpty(sums: Float64Array, counts: Float64Array, centroids: Float64Array): void {
    const empty = [...counts.keys()].filter((cluster) => counts[cluster] === 0);
    const farthest = this.#farthest(empty.length, centroids);
    empty.forEach((cluster, i) => {
      const from = this.#labels[farthest[i]];
      moveRow(this.#rows, farthest[i], sums, from, cluster);
      counts[from]--;
      counts[cluster]++;
    });
  }

  /** The rows farthest from their centroids, farthest first; of equally far ones the first. */
  #farthest(count: number, centroids: Float64Array): Int32Array {
    const distances = Float64Array.from(this.#labels, (label, row) =>
      squaredDistance(this.#rows, row, centroids, label),
    );
    const order = Int32Array.from(distances.keys());
    return order.sort((a, b) => distances[b] - distances[a] || a - b).subarray(0, count);
  }
}

function addRow({ data, width }: Rows, row: number, sums: Float64Array, to: number): void {
  const shift = (to - row) * width;
  for (let j = row * width; j < (row + 1) * width; j++) sums[j + shift] += data[j];
}

function moveRow(
  { data, width }: Rows,
  row: number,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  const away = (from - row) * width;
  const there = (to - row) * width;
  for (let j = row * width; j < (row + 1) * width; j++) {
    sums[j + away] -= data[j];
    sums[j + there] += data[j];
  }
}
