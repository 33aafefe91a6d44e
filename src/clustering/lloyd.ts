import { type Centroids, centroidsOf } from "./centroids";
import { Clusters } from "./clusters";
import type { Pace } from "./pace";
import { type Rows, squaredDistance } from "./rows";

/** What Lloyd's iterations came to from one start. */
export interface Run {
  readonly labels: Int32Array;
  readonly centroids: Centroids;
  /** Sum of squared distances of the rows to the centroids of their clusters. */
  readonly inertia: number;
  readonly nIter: number;
}

/** Told for each row, in order, which centroid is nearest. */
export type OnLabel = (row: number, label: number) => void;

/** Finds the nearest centroid of each row, of equally near ones the first. */
export type Nearest = (
  rows: Rows,
  centroids: Centroids,
  pace: Pace,
  onLabel: OnLabel,
) => Promise<void>;

/** When Lloyd's iterations end. */
export interface Stop {
  readonly maxIter: number;
  /** The centroids stand still once the sum of their squared steps is at most this. */
  readonly tolerance: number;
}

/**
 * Lloyd's iterations from one start, with scikit-learn's rules of ending: labels that repeat, or
 * centroids that stand still; then the labels are taken anew, so that they fit the centroids.
 */
export async function lloyd(
  rows: Rows,
  start: Float64Array,
  nearest: Nearest,
  { maxIter, tolerance }: Stop,
  pace: Pace,
): Promise<Run> {
  let centroids = centroidsOf(start, rows.width);
  const clusters = new Clusters(rows, centroids.count);
  const labels = new Int32Array(rows.count).fill(-1);
  const assign = async () => {
    let moves = 0;
    await nearest(rows, centroids, pace, (row, label) => {
      if (label === labels[row]) return;
      clusters.move(row, labels[row], label);
      labels[row] = label;
      moves++;
    });
    return moves;
  };
  let nIter = 0;
  let moves: number;
  let shift: number;
  do {
    pace.message = `iteration ${nIter + 1}`;
    moves = await assign();
    const means = clusters.means(labels, centroids.values);
    shift = squaredShift(centroids.values, means);
    centroids = centroidsOf(means, rows.width);
    nIter++;
  } while (moves > 0 && shift > tolerance && nIter < maxIter);
  if (moves > 0) await assign();
  return { labels, centroids, inertia: inertiaOf(rows, centroids, labels), nIter };
}

function squaredShift(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}

function inertiaOf(rows: Rows, { values }: Centroids, labels: Int32Array): number {
  let inertia = 0;
  for (let row = 0; row < rows.count; row++) {
    inertia += squaredDistance(rows, row, values, labels[row]);
  }
  return inertia;
}
