import { productError, UNDERFLOW } from "./products";
import type { Reduced } from "./reduction";
import type { Rows } from "./rows";
import type { Ways } from "./ways";

/**
 * What is remembered of each row so that its nearest centroid need not be looked for each time: its
 * rival, the nearest centroid but its own when all were looked at; two keys; and two shares.
 *
 * The keys shut a gate. The own centroid was nearer than the rival by a margin, and nearer than all
 * others by another. While the ways that they have gone since then are shorter than the margins,
 * nothing can have changed, by the triangle inequality. A key is a margin plus the ways till then.
 *
 * The shares sharpen reduced closenesses. These leave open what the rests of row and centroid add to
 * their product. For the own centroid and the rival that was measured; since then it has changed by at
 * most the way of the centroid's rest times the length of the row's.
 *
 * @see Hamerly, Making k-means even faster (SDM 2010), for the keys
 */
export class Bounds {
  readonly #squaredNorms: Float64Array;
  readonly #reduced: Reduced;
  readonly #ways: Ways;
  readonly #rivals: Int32Array;
  readonly #rivalKeys: Float32Array;
  readonly #otherKeys: Float32Array;
  readonly #ownShares: Float32Array;
  readonly #rivalShares: Float32Array;

  constructor({ squaredNorms, count }: Rows, reduced: Reduced, ways: Ways) {
    this.#squaredNorms = squaredNorms;
    this.#reduced = reduced;
    this.#ways = ways;
    this.#rivals = new Int32Array(count);
    this.#rivalKeys = new Float32Array(count);
    this.#otherKeys = new Float32Array(count);
    this.#ownShares = new Float32Array(count);
    this.#rivalShares = new Float32Array(count);
  }

  rivalOf(row: number): number {
    return this.#rivals[row];
  }

  /** Whether some centroid can have come nearer to a row than its own. */
  gateIsOpen(row: number, label: number): boolean {
    const { paths, longest } = this.#ways;
    const shut =
      this.#otherKeys[row] > paths[label] + longest &&
      this.#rivalKeys[row] > paths[label] + paths[this.#rivals[row]];
    return !shut;
  }

  /**
   * Shuts a row's gate for as long as closenesses allow.
   * @param own that of the own centroid, at least
   * @param second that of the rival, at most
   * @param others that of all others, at most
   */
  shut(row: number, label: number, own: number, second: number, others: number): void {
    const { paths, longest } = this.#ways;
    const away = paths[label] - this.#distance(row, own);
    this.#rivalKeys[row] = down(this.#distance(row, second) + away + paths[this.#rivals[row]]);
    this.#otherKeys[row] = down(this.#distance(row, others) + away + longest);
  }

  /** How far the exact closeness of a centroid can lie above the reduced one. */
  error(row: number): number {
    const { squareError } = this.#reduced.reduction;
    const norm = Math.sqrt(this.#squaredNorms[row]);
    return this.#rounding(row) + squareError * norm * this.#ways.reach;
  }

  /** The least that the closeness of the own centroid can be, given the reduced one. */
  ownFrom(row: number, label: number, near: number): number {
    const tail = this.#restOf(row) * this.#ways.lowTails[label];
    return near + this.#ownShares[row] - tail - this.#rounding(row);
  }

  /** The most that the closeness of the rival can be, given the reduced one. */
  rivalTo(row: number, near: number): number {
    const tail = this.#restOf(row) * this.#ways.highTails[this.#rivals[row]];
    return near + this.#rivalShares[row] - tail + this.#rounding(row);
  }

  /**
   * Learns the share of a row's own centroid.
   * @param closeness at least
   * @param near the reduced closeness
   */
  learn(row: number, label: number, closeness: number, near: number): void {
    const tail = this.#restOf(row) * this.#ways.lowTails[label];
    this.#ownShares[row] = down(closeness - near + tail - this.#rounding(row));
  }

  /**
   * Learns a row's rival and its share.
   * @param closeness at most
   * @param near the reduced closeness
   */
  learnRival(row: number, rival: number, closeness: number, near: number): void {
    const tail = this.#restOf(row) * this.#ways.highTails[rival];
    this.#rivals[row] = rival;
    this.#rivalShares[row] = -down(near - closeness - tail - this.#rounding(row));
  }

  #distance(row: number, closeness: number): number {
    return Math.sqrt(Math.max(0, this.#squaredNorms[row] - 2 * closeness));
  }

  /** How far TensorFlow's float32 sum for a reduced closeness can lie from the sum itself. */
  #rounding(row: number): number {
    const { reach } = this.#ways;
    const scale = (Math.sqrt(this.#squaredNorms[row]) + reach) * reach;
    return productError(this.#reduced.reduction.width + 2) * scale + UNDERFLOW;
  }

  #restOf(row: number): number {
    const { data, width, reduction } = this.#reduced;
    return data[row * width + reduction.rest];
  }
}

/** A little less, so that rounding to float32 does not make it more. */
function down(value: number): number {
  return value * (value > 0 ? 1 - 1e-6 : 1 + 1e-6);
}
