import type { Centroids } from "./centroids";
import type { Pace } from "./pace";
import type { Rows } from "./rows";

/**
 * Finds the nearest centroid of each row, of equally near ones the first.
 * @param onLabel told of each row that may have a new one
 * @returns how many rows were examined
 */
export type Nearest = (
  centroids: Centroids,
  onLabel: (row: number, label: number) => void,
) => Promise<number>;

/**
 * A way of finding the nearest centroids: prepared once for the rows, then begun anew for each start.
 * The labels that a start begins with are kept up to date by its caller.
 */
export type Engine = (
  rows: Rows,
  pace: Pace,
) => Promise<(k: number, labels: Int32Array) => Nearest>;
