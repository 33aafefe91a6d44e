import type { Pace } from "./pace";
import type { Rows } from "./rows";

/**
 * How many distinct rows there are, counted only as far as needed.
 * @param enough the count from which on it does not matter
 * @returns the number of distinct rows, or at least `enough`
 */
export async function countDistinct(rows: Rows, enough: number, pace: Pace): Promise<number> {
  const norms = new Set(rows.squaredNorms);
  if (norms.size >= enough) return norms.size;
  const distinct = new Set<string>();
  for (let row = 0; row < rows.count && distinct.size < enough; row++) {
    distinct.add(rows.data.subarray(row * rows.width, (row + 1) * rows.width).join());
    await pace.step();
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
