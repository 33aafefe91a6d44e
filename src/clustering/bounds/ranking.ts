import type { Centroids } from "../centroids";
import { type Rows, squaredDistance } from "../rows";
import { productError, UNDERFLOW } from "./products";

/**
 * Ranks centroids by how near they are to a row x. That is told by the closeness x c - |c|^2 / 2 of a
 * centroid c: as |x - c|^2 = |x|^2 - 2 closeness, the closest is the nearest.
 */
export class Ranking {
  /** The closest centroid, of equally close ones the first. */
  first = 0;
  /** Its closeness. */
  closeness = 0;
  /** The centroid after it, until one is left out. */
  second = 0;
  /** Its closeness. */
  next = 0;
  /** The closeness of the one after that. */
  last = 0;

  /**
   * Ranks all centroids.
   * @param products x c of each, from `offset` on
   * @param half |c|^2 / 2 of each
   */
  rank(products: Float32Array, offset: number, half: Float64Array): void {
    let first = 0;
    let second = 0;
    let closeness = Number.NEGATIVE_INFINITY;
    let next = Number.NEGATIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (let cluster = 0; cluster < half.length; cluster++) {
      const own = products[offset + cluster] - half[cluster];
      if (own <= last) continue;
      if (own > closeness) {
        last = next;
        second = first;
        next = closeness;
        first = cluster;
        closeness = own;
      } else if (own > next) {
        last = next;
        second = cluster;
        next = own;
      } else last = own;
    }
    this.first = first;
    this.closeness = closeness;
    this.second = second;
    this.next = next;
    this.last = last;
  }

  /** Leaves a centroid out of the ranking: `first`, `closeness` and `next` are those of the others. */
  leaveOut(cluster: number): void {
    if (cluster !== this.first && cluster !== this.second) return;
    if (cluster === this.first) {
      this.first = this.second;
      this.closeness = this.next;
    }
    this.next = this.last;
  }

  /**
   * The nearest centroid of a row, exactly: float64 decides where float32 products come too close. Of
   * equally near centroids the first wins, as in scikit-learn.
   * @param products x c of each centroid, from `offset` on
   */
  nearest(
    rows: Rows,
    row: number,
    centroids: Centroids,
    products: Float32Array,
    offset: number,
  ): number {
    const { halfSquares, values, count } = centroids;
    this.rank(products, offset, halfSquares);
    const limit = this.closeness - 2 * closenessError(rows, row, centroids);
    if (this.next < limit) return this.first;
    let least = Number.POSITIVE_INFINITY;
    let nearest = 0;
    for (let cluster = 0; cluster < count; cluster++) {
      if (products[offset + cluster] - halfSquares[cluster] < limit) continue;
      const distance = squaredDistance(rows, row, values, cluster);
      if (distance < least) {
        least = distance;
        nearest = cluster;
      }
    }
    return nearest;
  }
}

/**
 * How far a closeness from float32 products can lie, for one row, from what float64 distances say of it.
 * Those round too, and decide alone where x is so short that products do not tell centroids apart.
 */
export function closenessError(rows: Rows, row: number, { maxNorm }: Centroids): number {
  const length = Math.sqrt(rows.squaredNorms[row]);
  const ofDistances = (rows.width + 2) * Number.EPSILON * (length + maxNorm) ** 2;
  return productError(rows.width) * length * maxNorm + ofDistances + UNDERFLOW;
}
