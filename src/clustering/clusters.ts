import type { Centroids } from "./centroids";
import { moveRow, type Sums } from "./clusterSums";
import { type Rows, squaredDistance } from "./rows";

/** The rows in each cluster, all partitions together. */
export class Clusters {
  readonly #rows: Rows;
  readonly #labels: Int32Array;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  readonly #totalSquaredNorm: number;

  /** @param labels the cluster of each row, kept up to date by the partitions */
  constructor(rows: Rows, labels: Int32Array, k: number) {
    this.#rows = rows;
    this.#labels = labels;
    this.#sums = new Float64Array(k * rows.width);
    this.#counts = new Float64Array(k);
    this.#totalSquaredNorm = rows.squaredNorms.reduce((a, b) => a + b, 0);
  }

  /** Adds up the sums of the partitions. */
  update(parts: readonly Sums[]): void {
    addUp(
      parts.map(({ sums }) => sums),
      this.#sums,
    );
    addUp(
      parts.map(({ counts }) => counts),
      this.#counts,
    );
  }

  /**
   * The mean of each cluster.
   * @param centroids those that the labels belong to: empty clusters go to the rows farthest from them
   */
  means(centroids: Float64Array): Float64Array {
    const { width, origin } = this.#rows;
    const means = this.#sums.slice();
    const counts = this.#counts.slice();
    if (counts.includes(0)) this.#fillEmpty(means, counts, centroids);
    for (let cluster = 0; cluster < counts.length; cluster++) {
      const count = counts[cluster];
      for (let j = 0, at = cluster * width; j < width; j++, at++) {
        // Rounded as the mean of the samples themselves is, so that the caller's centroids are these.
        means[at] = (means[at] + count * origin[j]) / count - origin[j];
      }
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
   * |x - c|^2 = |x|^2 - 2 x c + |c|^2. Good enough to watch; digits cancel where clusters are small.
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
    return Math.max(0, inertia);
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

function addUp(parts: readonly Float64Array[], total: Float64Array): void {
  total.set(parts[0]);
  for (const part of parts.slice(1)) for (let j = 0; j < total.length; j++) total[j] += part[j];
}
