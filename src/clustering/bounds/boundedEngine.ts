import { release } from "../../numeric/memory";
import type { Pace } from "../../running/pace";
import type { Centroids } from "../centroids";
import { NONE } from "../clusterSums";
import type { Assigner, Engine } from "../engine";
import type { Rows } from "../rows";
import { Drift } from "./drift";
import { type Gathered, gatheredRows } from "./gathered";
import { principalDirections } from "./principalDirections";
import { BLOCK_ROWS } from "./products";
import { closenessError, Ranking } from "./ranking";
import { type ReducedRows, reduceRows } from "./reducedRows";
import { RowBounds } from "./rowBounds";

/**
 * The engine of this project: of each iteration it computes only what bounds do not rule out, by matrix
 * products of TensorFlow, and decides in float64 where those are too close. README.md says why that is
 * exact.
 */
export const boundedEngine: Engine = {
  learn: principalDirections,
  async prepare(rows, directions, pace) {
    return new BoundedAssigner(rows, await reduceRows(rows, directions, pace), pace);
  },
};

/**
 * Finds nearest centroids by three tests, cheap before sharp: slacks, which ask only how far the
 * centroids have drifted; products of reduced vectors; and products of whole ones.
 */
class BoundedAssigner implements Assigner {
  readonly #rows: Rows;
  readonly #reduced: ReducedRows;
  readonly #pace: Pace;
  readonly #wholeRows: Gathered;
  readonly #ranking = new Ranking();
  /** The rows that slacks leave open, a block at a time. */
  readonly #open: Int32Array;
  #labels: Int32Array = new Int32Array(0);
  #drift!: Drift;
  #bounds!: RowBounds;
  #rounded: Float32Array = new Float32Array(0);

  constructor(rows: Rows, reduced: ReducedRows, pace: Pace) {
    this.#rows = rows;
    this.#reduced = reduced;
    this.#pace = pace;
    this.#wholeRows = gatheredRows(rows, BLOCK_ROWS);
    this.#open = new Int32Array(Math.min(rows.count, BLOCK_ROWS));
  }

  begin(k: number, labels: Int32Array): void {
    this.#labels = labels;
    this.#drift = new Drift(this.#reduced.projection, k);
    this.#bounds = new RowBounds(this.#rows, this.#reduced, this.#drift);
    this.#rounded = new Float32Array(k * this.#rows.width);
  }

  async assign(
    centroids: Centroids,
    onLabel: (row: number, label: number) => void,
  ): Promise<number> {
    this.#drift.advance(centroids);
    this.#rounded.set(centroids.values);
    let examined = 0;
    for (let start = 0; start < this.#rows.count; ) {
      const open = this.#openFrom(start);
      if (open.length === 0) break;
      const near = this.#reduced.chosen.multiply(open, this.#drift.reduced);
      this.#rank(open, this.#undecided(open, near), near, onLabel);
      release(near);
      examined += open.length;
      start = open[open.length - 1] + 1;
      await this.#pace.step();
    }
    return examined;
  }

  /** First test: the rows from `start` on whose slacks are used up, as many as a block holds. */
  #openFrom(start: number): Int32Array {
    let count = 0;
    for (let row = start; row < this.#rows.count && count < this.#open.length; row++) {
      const label = this.#labels[row];
      if (label === NONE || this.#bounds.mayHaveChanged(row, label)) this.#open[count++] = row;
    }
    return this.#open.subarray(0, count);
  }

  /** Second test: the places of those open rows whose labels reduced vectors do not prove. */
  #undecided(open: Int32Array, near: Float32Array): Int32Array {
    const k = this.#drift.centroids.count;
    const places = new Int32Array(open.length);
    let count = 0;
    for (let place = 0; place < open.length; place++) {
      const label = this.#labels[open[place]];
      const proven =
        label !== NONE && this.#bounds.provesUnchanged(open[place], label, near, place * k);
      if (!proven) places[count++] = place;
    }
    return places.subarray(0, count);
  }

  /** Third test: ranks all centroids for the undecided rows. */
  #rank(
    open: Int32Array,
    places: Int32Array,
    near: Float32Array,
    onLabel: (row: number, label: number) => void,
  ): void {
    if (places.length === 0) return;
    const k = this.#drift.centroids.count;
    const rows = places.map((place) => open[place]);
    const products = this.#wholeRows.multiply(rows, this.#rounded);
    for (let i = 0; i < rows.length; i++) {
      const label = this.#nearest(rows[i], near, places[i] * k, products, i * k);
      if (label !== this.#labels[rows[i]]) onLabel(rows[i], label);
    }
    release(products);
  }

  /**
   * The nearest centroid of a row, from which on its bounds are measured anew.
   * @param near the reduced closeness of each centroid, from `nearOffset` on
   * @param products x c of each centroid c, from `offset` on
   */
  #nearest(
    row: number,
    near: Float32Array,
    nearOffset: number,
    products: Float32Array,
    offset: number,
  ): number {
    const { centroids } = this.#drift;
    const ranking = this.#ranking;
    const label = ranking.nearest(this.#rows, row, centroids, products, offset);
    const error = closenessError(this.#rows, row, centroids);
    const own = products[offset + label] - centroids.halfSquares[label] - error;
    ranking.leaveOut(label);
    const { first: second, closeness, next } = ranking;
    this.#bounds.learnOwn(row, label, own, near[nearOffset + label]);
    this.#bounds.learnSecond(row, second, closeness + error, near[nearOffset + second]);
    this.#bounds.setSlacks(row, label, own, closeness + error, next + error);
    return label;
  }
}
