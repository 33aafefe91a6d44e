import type { Centroids } from "./centroids";
import { Drifts } from "./drifts";
import { scoreError } from "./nearest";
import type { Prefix } from "./prefix";
import { UNDERFLOW } from "./products";
import type { Rows } from "./rows";

/** Groups of centroids that share a lower bound: with a prefix few are enough. */
const GROUPS = 7;
/** Stands for the iteration of a row that has no bounds yet. */
const NEVER = 255;
/** Bounds are kept as float32 and a little wider than they are, to cover rounding. */
const UP = 1 + 1e-6;
const DOWN = 1 - 1e-6;

/**
 * For each row an upper bound on the distance to its own centroid, and lower bounds on the distances
 * to the others. While the upper one stays below the lower ones, the row keeps its label and need
 * not be looked at. Both widen as the centroids move, by the triangle inequality.
 * @see Hamerly, Making k-means even faster (SDM 2010)
 * @see Ding et al., Yinyang k-means (ICML 2015), for the groups
 */
export class Bounds {
  readonly #rows: Rows;
  readonly #prefix: Prefix;
  readonly #k: number;
  readonly #nGroups: number;
  readonly #drifts: Drifts;
  /** The iteration in which a row's bounds were measured, as a place in `#drifts`. */
  readonly #measured: Uint8Array;
  readonly #upper: Float32Array;
  readonly #lower: Float32Array;
  /** Minus twice the prefix of the row in hand. */
  readonly #row: Float64Array;

  constructor(rows: Rows, prefix: Prefix, k: number) {
    this.#rows = rows;
    this.#prefix = prefix;
    this.#k = k;
    this.#nGroups = Math.min(k, GROUPS);
    this.#drifts = new Drifts(prefix, k, this.#nGroups);
    this.#measured = new Uint8Array(rows.count).fill(NEVER);
    this.#upper = new Float32Array(rows.count);
    this.#lower = new Float32Array(rows.count * this.#nGroups);
    this.#row = new Float64Array(prefix.width);
  }

  /** Goes on to the centroids of the next iteration. */
  advance(centroids: Centroids, labels: Int32Array): void {
    this.#drifts.advance(centroids, () => this.#carryOver(labels));
  }

  /** Makes all bounds hold for the centroids that become iteration 0. */
  #carryOver(labels: Int32Array): void {
    const { whole, group } = this.#drifts;
    for (let row = 0; row < this.#rows.count; row++) {
      const then = this.#measured[row];
      this.#upper[row] = (this.#upper[row] + whole[then * this.#k + labels[row]]) * UP;
      for (let g = 0; g < this.#nGroups; g++) {
        const lower = this.#lower[row * this.#nGroups + g] - group[then * this.#nGroups + g];
        this.#lower[row * this.#nGroups + g] = Math.max(0, lower) * DOWN;
      }
      this.#measured[row] = 0;
    }
  }

  /**
   * Appends the rows from `start` to `end` that may have changed their nearest centroid.
   * @param list where to
   * @param count how many the list holds already
   * @returns how many it holds then
   */
  collect(labels: Int32Array, start: number, end: number, list: Int32Array, count: number): number {
    const { whole, group } = this.#drifts;
    const nGroups = this.#nGroups;
    for (let row = start; row < end; row++) {
      const then = this.#measured[row];
      if (then === NEVER) {
        list[count++] = row;
        continue;
      }
      const upper = this.#upper[row] + whole[then * this.#k + labels[row]];
      const base = row * nGroups;
      let g = 0;
      while (g < nGroups && upper < this.#lower[base + g] - group[then * nGroups + g]) g++;
      if (g < nGroups && !this.#prefixDecides(row, labels[row], upper, g)) list[count++] = row;
    }
    return count;
  }

  /**
   * The same test with the squared distance split in two: along the prefix's directions it is known
   * exactly, and only across them the triangle inequality has to widen it.
   * @param upper on the distance to the row's own centroid, by the triangle inequality alone
   * @param firstGroup the first group that came too close
   */
  #prefixDecides(row: number, label: number, upper: number, firstGroup: number): boolean {
    if (this.#prefix.width === 0) return false;
    const { now, whole, rest, group } = this.#drifts;
    const then = this.#measured[row];
    const k = this.#k;
    const rowNorm = this.#loadPrefix(row);
    const old = this.#upper[row];
    const across =
      Math.sqrt(Math.max(0, old * old - this.#along(then * k + label, rowNorm))) +
      rest[then * k + label];
    const along = this.#along(now * k + label, rowNorm);
    const split = Math.sqrt(Math.max(0, along) + across * across) * UP;
    const limit = Math.min(upper, split) + 2 * this.#prefixError(row);
    for (let g = firstGroup; g < this.#nGroups; g++) {
      const lower = this.#lower[row * this.#nGroups + g];
      if (limit < lower - group[then * this.#nGroups + g]) continue;
      for (let cluster = g; cluster < k; cluster += this.#nGroups) {
        if (cluster === label || limit < lower - whole[then * k + cluster]) continue;
        const along = this.#along(now * k + cluster, rowNorm);
        if (along > limit * limit) continue;
        const across =
          Math.sqrt(Math.max(0, lower * lower - this.#along(then * k + cluster, rowNorm))) -
          rest[then * k + cluster];
        if (across <= 0 || along + across * across <= limit * limit) return false;
      }
    }
    return true;
  }

  /** Takes a row's prefix in hand and returns its squared length. */
  #loadPrefix(row: number): number {
    const { coordinates, width } = this.#prefix;
    let norm = 0;
    for (let d = 0; d < width; d++) {
      const coordinate = coordinates[row * width + d];
      this.#row[d] = -2 * coordinate;
      norm += coordinate * coordinate;
    }
    return norm;
  }

  /** Squared distance along the prefix between the row in hand and a remembered centroid. */
  #along(centroid: number, rowNorm: number): number {
    const { width } = this.#prefix;
    const { heads, headNorms } = this.#drifts;
    let sum = rowNorm + headNorms[centroid];
    for (let d = 0, at = centroid * width; d < width; d++, at++) sum += this.#row[d] * heads[at];
    return sum;
  }

  /**
   * Measures a row's bounds anew.
   * @param label its nearest centroid
   * @param products x c for each centroid c, from `offset` on
   */
  measure(
    row: number,
    label: number,
    centroids: Centroids,
    products: Float32Array,
    offset: number,
  ): void {
    const { squaredNorms } = centroids;
    const norm = this.#rows.squaredNorms[row];
    const error = scoreError(this.#rows, row, centroids);
    const shift = this.#prefixError(row);
    for (let g = 0; g < this.#nGroups; g++) {
      let least = Number.POSITIVE_INFINITY;
      for (let cluster = g; cluster < this.#k; cluster += this.#nGroups) {
        const score = squaredNorms[cluster] - 2 * products[offset + cluster];
        if (score < least && cluster !== label) least = score;
      }
      const lower = Math.sqrt(Math.max(0, norm + least - error)) - shift;
      this.#lower[row * this.#nGroups + g] = Math.max(0, lower) * DOWN;
    }
    const own = norm + squaredNorms[label] - 2 * products[offset + label];
    this.#upper[row] = (Math.sqrt(Math.max(0, own + error)) + shift) * UP;
    this.#measured[row] = this.#drifts.now;
  }

  /**
   * How far the coordinates of a row lie from the exact ones. Bounds speak of the row moved by that
   * much, whose coordinates are exact; so they are wider by it, and so is their comparison.
   */
  #prefixError(row: number): number {
    if (this.#prefix.width === 0) return 0;
    return this.#prefix.error * Math.sqrt(this.#rows.squaredNorms[row]) + UNDERFLOW;
  }
}
