import { productError, UNDERFLOW } from "./products";
import type { Reduced } from "./reducedRows";
import type { Rows } from "../rows";
import type { Ways } from "./drift";

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
  /** The relative error of TensorFlow's float32 sum for a reduced closeness. */
  readonly #precision: number;

  constructor({ squaredNorms, count }: Rows, reduced: Reduced, ways: Ways) {
    this.#squaredNorms = squaredNorms;
    this.#reduced = reduced;
    this.#ways = ways;
    this.#rivals = new Int32Array(count);
    this.#rivalKeys = new Float32Array(count);
    this.#otherKeys = new Float32Array(count);
    this.#ownShares = new Float32Array(count);
    this.#rivalShares = new Float32Array(count);
    this.#precision = productError(reduced.reduction.width + 2);
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

  /**
   * Whether reduced vectors prove that a row keeps its label; if so, its gate is shut anew.
   * @param near the reduced closeness of each centroid, from `offset` on
   */
  stands(row: number, label: number, near: Float32Array, offset: number): boolean {
    const { lowTails, highTails, reach } = this.#ways;
    const rival = this.#rivals[row];
    const rest = this.#restOf(row);
    const rounding = this.#rounding(row);
    const own = near[offset + label] + this.#ownShares[row] - rest * lowTails[label] - rounding;
    const second =
      near[offset + rival] + this.#rivalShares[row] - rest * highTails[rival] + rounding;
    if (own <= second) return false;
    let most = Number.NEGATIVE_INFINITY;
    for (let cluster = 0; cluster < lowTails.length; cluster++) {
      const closeness = near[offset + cluster];
      if (closeness > most && cluster !== label && cluster !== rival) most = closeness;
    }
    // Coordinates are rounded too; the rests have a share in the reduced closeness already.
    const { squareError } = this.#reduced.reduction;
    const others = most + rounding + squareError * Math.sqrt(this.#squaredNorms[row]) * reach;
    if (own <= others) return false;
    this.shut(row, label, own, second, others);
    return true;
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
    return this.#precision * (Math.sqrt(this.#squaredNorms[row]) + reach) * reach + UNDERFLOW;
  }

  #restOf(row: number): number {
    const { data, reduction } = this.#reduced;
    return data[row * reduction.width + reduction.rest];
  }
}

/** A little less, so that rounding to float32 does not make it more. */
function down(value: number): number {
  return value * (value > 0 ? 1 - 1e-6 : 1 + 1e-6);
}
