import type { Centroids } from "./centroids";
import type { Pace } from "../running/pace";
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

/** A way of finding the nearest centroids. */
export interface Engine {
  /** What there is to learn from all rows together, by one thread for all. */
  learn(rows: Rows): Float32Array;
  /**
   * Prepares for rows, once for all starts; what it returns begins a start.
   * @param learnt from those rows and others
   */
  prepare(rows: Rows, learnt: Float32Array, pace: Pace): Promise<Begin>;
}

/**
 * Begins a start.
 * @param labels kept up to date by the caller
 */
export type Begin = (k: number, labels: Int32Array) => Nearest;
