import { Bounds } from "./rowBounds";
import type { Centroids } from "../centroids";
import { closenessError, Ranking } from "./ranking";
import type { Reduced } from "./reducedRows";
import type { Rows } from "../rows";
import { NONE } from "../clusterSums";
import { Ways } from "./drift";

/**
 * Finds the nearest centroids of the rows, iteration after iteration, by three tests, cheap before
 * sharp: the gate, which asks only how far the centroids have gone; products of reduced vectors; and
 * products of whole ones.
 */
export class Assignment {
  readonly #rows: Rows;
  readonly #ways: Ways;
  readonly #bounds: Bounds;
  readonly #ranking = new Ranking();

  constructor(rows: Rows, reduced: Reduced, k: number) {
    this.#rows = rows;
    this.#ways = new Ways(reduced.reduction, k);
    this.#bounds = new Bounds(rows, reduced, this.#ways);
  }

  /**
   * Goes on to the centroids of the next iteration.
   * @returns the same, reduced
   */
  advance(centroids: Centroids): Float32Array {
    this.#ways.advance(centroids);
    return this.#ways.reduced;
  }

  /**
   * Lists the rows from `start` on that the gate lets through, until there are no more or the list is full.
   * @param labels the nearest centroid of each row till now, or NONE
   * @param list where to
   * @returns how many they are
   */
  open(labels: Int32Array, start: number, list: Int32Array): number {
    let count = 0;
    for (let row = start; row < labels.length && count < list.length; row++) {
      const label = labels[row];
      if (label === NONE || this.#bounds.gateIsOpen(row, label)) list[count++] = row;
    }
    return count;
  }

  /**
   * Whether reduced vectors prove that a row keeps its label; if so, its gate is shut anew.
   * @param label the nearest centroid till now, or NONE
   * @param near the reduced closeness of each centroid, from `offset` on
   */
  stands(row: number, label: number, near: Float32Array, offset: number): boolean {
    return label !== NONE && this.#bounds.stands(row, label, near, offset);
  }

  /**
   * The nearest centroid of a row, from which on its bounds are measured anew.
   * @param near the reduced closeness of each centroid, from `nearOffset` on
   * @param products x c of each centroid c, from `offset` on
   */
  nearest(
    row: number,
    near: Float32Array,
    nearOffset: number,
    products: Float32Array,
    offset: number,
  ): number {
    const { centroids } = this.#ways;
    const ranking = this.#ranking;
    const label = ranking.nearest(this.#rows, row, centroids, products, offset);
    const error = closenessError(this.#rows, row, centroids);
    const own = products[offset + label] - centroids.halfSquares[label] - error;
    ranking.leaveOut(label);
    const { first: rival, closeness, next } = ranking;
    const bounds = this.#bounds;
    bounds.learn(row, label, own, near[nearOffset + label]);
    bounds.learnRival(row, rival, closeness + error, near[nearOffset + rival]);
    bounds.shut(row, label, own, closeness + error, next + error);
    return label;
  }
}
