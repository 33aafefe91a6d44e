import { type Rows, squaredDistance } from "./rows";

/** Sums and counts of the rows in each cluster, kept in float64 while rows move between clusters. */
export class Clusters {
  readonly #rows: Rows;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;

  constructor(rows: Rows, k: number) {
    this.#rows = rows;
    this.#sums = new Float64Array(k * rows.width);
    this.#counts = new Float64Array(k);
  }

  /** Takes a row from one cluster to another; from = -1 when it had none. */
  move(row: number, from: number, to: number): void {
    if (from >= 0) addRow(this.#rows, row, from, -1, this.#sums, this.#counts);
    addRow(this.#rows, row, to, 1, this.#sums, this.#counts);
  }

  /**
   * The mean of each cluster.
   * @param labels the cluster of each row
   * @param centroids those that the labels belong to: empty clusters go to the rows farthest from them
   */
  means(labels: Int32Array, centroids: Float64Array): Float64Array {
    const { width } = this.#rows;
    const sums = this.#sums.slice();
    const counts = this.#counts.slice();
    this.#fillEmpty(sums, counts, labels, centroids);
    const means = sums.map((sum, i) => sum / counts[Math.floor(i / width)]);
    const largest = indexOfMax(counts);
    for (let cluster = counts.indexOf(0); cluster >= 0; cluster = counts.indexOf(0, cluster + 1)) {
      means.copyWithin(cluster * width, largest * width, (largest + 1) * width);
    }
    return means;
  }

  /** Sum of squared distances of all rows to the means of their clusters, without looking at a row. */
  inertia(means: Float64Array, totalSquaredNorm: number): number {
    const { width } = this.#rows;
    let inertia = totalSquaredNorm;
    for (let i = 0; i < means.length; i++) {
      const count = this.#counts[Math.floor(i / width)];
      inertia += means[i] * (count * means[i] - 2 * this.#sums[i]);
    }
    return inertia;
  }

  /**
   * Gives each empty cluster the row farthest from its centroid, as scikit-learn does: the farthest
   * to the first empty cluster, and so on; the row leaves the sums of the cluster it came from.
   */
  #fillEmpty(
    sums: Float64Array,
    counts: Float64Array,
    labels: Int32Array,
    centroids: Float64Array,
  ): void {
    const empty = [...counts.keys()].filter((cluster) => counts[cluster] === 0);
    if (empty.length === 0) return;
    const farthest = this.#farthest(empty.length, labels, centroids);
    empty.forEach((cluster, i) => {
      addRow(this.#rows, farthest[i], labels[farthest[i]], -1, sums, counts);
      addRow(this.#rows, farthest[i], cluster, 1, sums, counts);
    });
  }

  /** The rows farthest from their centroids, farthest first; of equally far ones the first. */
  #farthest(count: number, labels: Int32Array, centroids: Float64Array): Int32Array {
    const distances = Float64Array.from(labels, (label, row) =>
      squaredDistance(this.#rows, row, centroids, label),
    );
    const order = Int32Array.from(distances.keys());
    return order.sort((a, b) => distances[b] - distances[a] || a - b).subarray(0, count);
  }
}

function addRow(
  { data, width }: Rows,
  row: number,
  cluster: number,
  sign: 1 | -1,
  sums: Float64Array,
  counts: Float64Array,
): void {
  const shift = (cluster - row) * width;
  for (let j = row * width; j < (row + 1) * width; j++) sums[j + shift] += sign * data[j];
  counts[cluster] += sign;
}

function indexOfMax(values: Float64Array): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}
