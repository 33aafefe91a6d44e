import { type Centroids, centroidsOf } from "./centroids";
import { Clusters } from "./clusters";
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

/** When Lloyd's iterations end. */
export interface Stop {
  readonly maxIter: number;
  /** The centroids stand still once the sum of their squared steps is at most this. */
  readonly tolerance: number;
}

/** How far a start is. */
export interface Iteration {
  readonly number: number;
  /** Share of the rows examined in the iteration before. */
  readonly active: number;
  /** Sum of squared distances so far; costs a little to know. */
  readonly inertia: () => number;
}

/** What Lloyd's iterations came to from one start. */
export interface Run {
  readonly labels: Int32Array;
  readonly centroids: Centroids;
  /** Sum of squared distances of the rows to the centroids of their clusters, up to rounding. */
  readonly inertia: number;
  readonly nIter: number;
}

/**
 * Lloyd's iterations from one start, with scikit-learn's rules of ending: labels that repeat, or
 * centroids that stand still; then the labels are taken anew, so that they fit the centroids.
 * @param begin what an engine made of the rows
 * @param onIteration told of each iteration
 */
export async function lloyd(
  rows: Rows,
  start: Float64Array,
  begin: Awaited<ReturnType<Engine>>,
  { maxIter, tolerance }: Stop,
  onIteration: (iteration: Iteration) => void,
): Promise<Run> {
  const labels = new Int32Array(rows.count);
  let centroids = centroidsOf(start, rows.width);
  const clusters = new Clusters(rows, labels, centroids.count);
  const nearest = begin(centroids.count, labels);
  let [nIter, moves, shift] = [0, 0, 0];
  const assign = () => {
    moves = 0;
    return nearest(centroids, (row, label) => {
      if (clusters.move(row, label)) moves++;
    });
  };
  do {
    const examined = await assign();
    const means = clusters.means(centroids.values);
    shift = squaredShift(centroids.values, means);
    centroids = centroidsOf(means, rows.width);
    nIter++;
    const inertia = () => clusters.inertia(centroids);
    onIteration({ number: nIter, active: examined / rows.count, inertia });
  } while (moves > 0 && shift > tolerance && nIter < maxIter);
  if (moves > 0) await assign();
  return { labels, centroids, inertia: clusters.inertia(centroids), nIter };
}

function squaredShift(before: Float64Array, after: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < before.length; j++) sum += (before[j] - after[j]) ** 2;
  return sum;
}
