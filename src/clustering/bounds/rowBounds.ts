import type { Rows } from "../rows";
import type { Drift } from "./drift";
import { productError, UNDERFLOW } from "./products";
import type { ReducedRows } from "./reducedRows";

/**
 * What is remembered of each row x so that its nearest centroid a need not be looked for each time: its
 * second nearest centroid b, two slacks and two residual products.
 *
 * The slacks come from distances that were known at some time, d0. By the triangle inequality, with p_c
 * the drift of a centroid c since then,
 *
 *     d(x, a) <= d0(x, a) + p_a        d(x, b) >= d0(x, b) - p_b        d(x, c) >= d0(x, c) - p_max
 *
 * so a stays the nearest while p_a + p_b < d0(x, b) - d0(x, a), and p_a + p_max < d0(x, c) - d0(x, a) for
 * the nearest c of all others. The right sides are the slacks; drifts are kept since the first iteration,
 * so what is remembered is a slack plus the drifts when it was set.
 *
 * The residual products sharpen reduced closenesses. These take |r_x| |r_c| for the product r_x r_c of the
 * residuals of row and centroid. For a and b the product itself was learnt; since then it has changed by
 * at most |r_x| times the drift of r_c.
 *
 * @see Hamerly, Making k-means even faster (SDM 2010), for the slacks
 */
export class RowBounds {
  readonly #squaredNorms: Float64Array;
  readonly #reduced: ReducedRows;
  readonly #drift: Drift;
  readonly #seconds: Int32Array;
  readonly #secondSlacks: Float32Array;
  readonly #otherSlacks: Float32Array;
  readonly #ownResiduals: Float32Array;
  readonly #secondResiduals: Float32Array;
  /** The relative error of TensorFlow's float32 sum for a reduced closeness. */
  readonly #precision: number;

  constructor({ squaredNorms, count }: Rows, reduced: ReducedRows, drift: Drift) {
    this.#squaredNorms = squaredNorms;
    this.#reduced = reduced;
    this.#drift = drift;
    this.#seconds = new Int32Array(count);
    this.#secondSlacks = new Float32Array(count);
    this.#otherSlacks = new Float32Array(count);
    this.#ownResiduals = new Float32Array(count);
    this.#secondResiduals = new Float32Array(count);
    this.#precision = productError(reduced.width + 2);
  }

  /** Whether some centroid can have come nearer to a row than its own: the slacks are used up. */
  mayHaveChanged(row: number, label: number): boolean {
    const { drifts, maxDrift } = this.#drift;
    const unchanged =
      this.#otherSlacks[row] > drifts[label] + maxDrift &&
      this.#secondSlacks[row] > drifts[label] + drifts[this.#seconds[row]];
    return !unchanged;
  }

  /**
   * Sets a row's slacks anew.
   * @param own the closeness of the own centroid, at least
   * @param second that of the second nearest, at most
   * @param others that of all others, at most
   */
  setSlacks(row: number, label: number, own: number, second: number, others: number): void {
    const { drifts, maxDrift } = this.#drift;
    const away = drifts[label] - this.#distance(row, own);
    const driftOfSecond = drifts[this.#seconds[row]];
    this.#secondSlacks[row] = down(this.#distance(row, second) + away + driftOfSecond);
    this.#otherSlacks[row] = down(this.#distance(row, others) + away + maxDrift);
  }

  /**
   * Whether reduced vectors prove that a row keeps its label; if so, its slacks are set anew.
   * @param near the reduced closeness of each centroid, from `offset` on
   */
  provesUnchanged(row: number, label: number, near: Float32Array, offset: number): boolean {
    const { residualsPlusDrift, residualsMinusDrift, normBound } = this.#drift;
    const b = this.#seconds[row];
    const residual = this.#reduced.residual(row);
    const rounding = this.#rounding(row);
    const own =
      near[offset + label] +
      this.#ownResiduals[row] -
      residual * residualsPlusDrift[label] -
      rounding;
    const second =
      near[offset + b] + this.#secondResiduals[row] - residual * residualsMinusDrift[b] + rounding;
    if (own <= second) return false;
    let most = Number.NEGATIVE_INFINITY;
    for (let cluster = 0; cluster < residualsPlusDrift.length; cluster++) {
      const closeness = near[offset + cluster];
      if (closeness > most && cluster !== label && cluster !== b) most = closeness;
    }
    // Coordinates are rounded too; for a and b that is part of what was learnt.
    const { squareError } = this.#reduced.projection;
    const others = most + rounding + squareError * Math.sqrt(this.#squaredNorms[row]) * normBound;
    if (own <= others) return false;
    this.setSlacks(row, label, own, second, others);
    return true;
  }

  /**
   * Learns the product of the residuals of a row and its own centroid.
   * @param closeness at least
   * @param near the reduced closeness
   */
  learnOwn(row: number, label: number, closeness: number, near: number): void {
    const taken = this.#reduced.residual(row) * this.#drift.residualsPlusDrift[label];
    this.#ownResiduals[row] = down(closeness - near + taken - this.#rounding(row));
  }

  /**
   * Learns a row's second nearest centroid, and the product of their residuals.
   * @param closeness at most
   * @param near the reduced closeness
   */
  learnSecond(row: number, second: number, closeness: number, near: number): void {
    const taken = this.#reduced.residual(row) * this.#drift.residualsMinusDrift[second];
    this.#seconds[row] = second;
    this.#secondResiduals[row] = -down(near - closeness - taken - this.#rounding(row));
  }

  #distance(row: number, closeness: number): number {
    return Math.sqrt(Math.max(0, this.#squaredNorms[row] - 2 * closeness));
  }

  /** How far TensorFlow's float32 sum for a reduced closeness can lie from the sum itself. */
  #rounding(row: number): number {
    const { normBound } = this.#drift;
    const length = Math.sqrt(this.#squaredNorms[row]);
    return this.#precision * (length + normBound) * normBound + UNDERFLOW;
  }
}

/** A little less, so that rounding to float32 does not make it more. */
function down(value: number): number {
  return value * (value > 0 ? 1 - 1e-6 : 1 + 1e-6);
}
