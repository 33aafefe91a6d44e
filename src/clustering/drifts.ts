import type { Centroids } from "./centroids";
import { type Prefix, project } from "./prefix";
import { dot } from "./rows";

/** Iterations that are remembered; bounds that are older are brought up to date when they are over. */
export const REMEMBERED = 16;

/**
 * How far each centroid lies from where it was in each of the last iterations. The straight way is
 * shorter than the sum of the steps, so bounds measured from it stay tighter.
 * @see Newling and Fleuret, Fast k-means with accurate bounds (ICML 2016), their "ns" bounds
 */
export class Drifts {
  /** The present iteration's place among the remembered ones. */
  now = -1;
  /** Distance from then to now, shape [REMEMBERED, k]. */
  readonly whole: Float64Array;
  /** The part of that distance outside the prefix, shape [REMEMBERED, k]. */
  readonly rest: Float64Array;
  /** The largest distance in each group of centroids, shape [REMEMBERED, nGroups]. */
  readonly group: Float64Array;
  /** Coordinates of the centroids along the prefix's directions, shape [REMEMBERED, k, prefix.width]. */
  readonly heads: Float64Array;
  /** Squared length of those coordinates, shape [REMEMBERED, k]. */
  readonly headNorms: Float64Array;
  readonly #prefix: Prefix;
  readonly #k: number;
  readonly #nGroups: number;
  readonly #centroids: Float64Array[] = [];

  /** @param nGroups centroid c belongs to group c % nGroups */
  constructor(prefix: Prefix, k: number, nGroups: number) {
    this.#prefix = prefix;
    this.#k = k;
    this.#nGroups = nGroups;
    this.whole = new Float64Array(REMEMBERED * k);
    this.rest = new Float64Array(REMEMBERED * k);
    this.group = new Float64Array(REMEMBERED * nGroups);
    this.heads = new Float64Array(REMEMBERED * k * prefix.width);
    this.headNorms = new Float64Array(REMEMBERED * k);
  }

  /**
   * Goes on to the next centroids.
   * @param onFull called when no more can be remembered, with all distances up to date: bounds are to
   *   be carried over to the new centroids, whose place will be 0
   */
  advance(centroids: Centroids, onFull: () => void): void {
    const heads = project(centroids.values, this.#prefix);
    for (let then = 0; then <= this.now; then++) this.#measure(then, centroids, heads);
    if (this.now + 1 === REMEMBERED) {
      onFull();
      this.now = -1;
    }
    this.now++;
    this.#centroids[this.now] = centroids.values;
    this.#remember(heads);
    this.#measure(this.now, centroids, heads);
  }

  #remember(heads: Float64Array): void {
    const { width } = this.#prefix;
    const first = this.now * this.#k;
    this.heads.set(heads, first * width);
    for (let cluster = 0; cluster < this.#k; cluster++) {
      const at = cluster * width;
      this.headNorms[first + cluster] = dot(heads, at, heads, at, width);
    }
  }

  #measure(then: number, { values, width }: Centroids, heads: Float64Array): void {
    const old = this.#centroids[then];
    this.group.fill(0, then * this.#nGroups, (then + 1) * this.#nGroups);
    for (let cluster = 0; cluster < this.#k; cluster++) {
      const at = then * this.#k + cluster;
      const whole = squaredDifference(values, cluster * width, old, cluster * width, width);
      const { width: r } = this.#prefix;
      const head = squaredDifference(heads, cluster * r, this.heads, at * r, r);
      this.whole[at] = Math.sqrt(whole);
      this.rest[at] = Math.sqrt(Math.max(0, whole - head));
      const group = then * this.#nGroups + (cluster % this.#nGroups);
      this.group[group] = Math.max(this.group[group], this.whole[at]);
    }
  }
}

function squaredDifference(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  length: number,
): number {
  let sum = 0;
  for (let at = 0; at < length; at++) {
    const difference = a[i + at] - b[j + at];
    sum += difference * difference;
  }
  return sum;
}
