import { shared } from "../numeric/memory";
import type { Rows } from "./rows";

/** The label of a row that belongs to no cluster yet. */
export const NONE = -1;

/** The sums of the rows in each cluster and their counts. */
export interface Sums {
  /** Shape [k, width]. */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/** Sums of no rows, in memory that all threads see. */
export function emptySums(k: number, width: number): Sums {
  return { sums: shared(Float64Array, k * width), counts: shared(Float64Array, k) };
}

/** Keeps labels and the sums of their clusters up to date in float64 while rows move. */
export class ClusterSums {
  readonly #rows: Rows;
  readonly #labels: Int32Array;
  readonly #sums: Sums;

  /**
   * @param labels will hold the cluster of each row
   * @param sums of no rows
   */
  constructor(rows: Rows, labels: Int32Array, sums: Sums) {
    this.#rows = rows;
    this.#labels = labels.fill(NONE);
    this.#sums = sums;
  }

  /**
   * Takes a row to a cluster.
   * @returns whether it was elsewhere before
   */
  move(row: number, to: number): boolean {
    const from = this.#labels[row];
    if (from === to) return false;
    const { sums, counts } = this.#sums;
    this.#labels[row] = to;
    if (from === NONE) addRow(this.#rows, row, sums, to);
    else moveRow(this.#rows, row, sums, from, to);
    if (from !== NONE) counts[from]--;
    counts[to]++;
    return true;
  }
}

function addRow({ data, width }: Rows, row: number, sums: Float64Array, to: number): void {
  const shift = (to - row) * width;
  for (let j = row * width; j < (row + 1) * width; j++) sums[j + shift] += data[j];
}

/** Takes a row from one sum to another. */
export function moveRow(
  { data, width }: Rows,
  row: number,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  const away = (from - row) * width;
  const there = (to - row) * width;
  for (let j = row * width; j < (row + 1) * width; j++) {
    sums[j + away] -= data[j];
    sums[j + there] += data[j];
  }
}
