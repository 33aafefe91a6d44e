import type { Pace } from "../running/pace";
import type { Rows } from "./rows";

/**
 * How many distinct rows there are, counted only as far as needed.
 * @param enough the count from which on it does not matter
 * @returns the number of distinct rows, or at least `enough`
 */
export async function countDistinct(rows: Rows, enough: number, pace: Pace): Promise<number> {
  const { data, count, width, squaredNorms } = rows;
  // Rows of different lengths are distinct, which mostly is enough.
  const lengths = new Set<number>();
  for (let row = 0; row < count && lengths.size < enough; row++) {
    lengths.add(squaredNorms[row]);
    if (row % 1024 === 0) await pace.step();
  }
  if (lengths.size >= enough) return lengths.size;
  const distinct = new Set<string>();
  for (let row = 0; row < count && distinct.size < enough; row++) {
    distinct.add(data.subarray(row * width, (row + 1) * width).join());
    if (row % 1024 === 0) await pace.step();
  }
  return distinct.size;
}

/** Whether two labelings are the same up to the names of the clusters. */
export function isSameClustering(a: Int32Array, b: Int32Array): boolean {
  const names = new Map<number, number>();
  return a.every((label, row) => {
    if (!names.has(label)) names.set(label, b[row]);
    return names.get(label) === b[row];
  });
}
