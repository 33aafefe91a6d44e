import type { Pace } from "../running/pace";
import type { Centroids } from "./centroids";
import type { Rows } from "./rows";

/** Finds the nearest centroids of some rows, iteration after iteration. */
export interface Assigner {
  /**
   * Begins a start.
   * @param labels the nearest centroid of each row till now, or NONE; kept up to date by the caller
   */
  begin(k: number, labels: Int32Array): void;
  /**
   * Finds the nearest centroid of each row, of equally near ones the first.
   * @param onLabel told of each row that may have a new one
   * @returns how many rows were examined
   */
  assign(centroids: Centroids, onLabel: (row: number, label: number) => void): Promise<number>;
}

/** A way of finding the nearest centroids. */
export interface Engine {
  /** What there is to learn from all rows together, by one thread for all. */
  learn(rows: Rows): Float32Array;
  /**
   * Prepares for rows, once for all starts.
   * @param learnt from those rows and others
   */
  prepare(rows: Rows, learnt: Float32Array, pace: Pace): Promise<Assigner>;
}
