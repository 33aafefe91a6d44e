import { shared } from "../numeric/memory";
import { type Centroids, centroidsOf } from "./centroids";
import { emptySums } from "./clusterSums";
import { Clusters } from "./clusters";
import type { Rows } from "./rows";
import type { Workers } from "./threads/workers";

/** When Lloyd's iterations end. */
export interface Settings {
  readonly maxIter: number;
  /** The centroids stand still once the sum of their squared steps is at most this. */
  readonly tolerance: number;
}

/** How far a start is. */
export interface Iteration {
  readonly number: number;
  /** Share of the rows examined in the iteration before. */
  readonly active: number;
  /** Sum of squared distances so far, roughly; costs a little to know. */
  readonly inertia: () => number;
}

/** What Lloyd's iterations came to from one start. */
export interface Run {
  readonly labels: Int32Array;
  readonly centroids: Centroids;
  /** Sum of squared distances of the rows to the centroids of their clusters. */
  readonly inertia: number;
  readonly nIter: number;
}

/**
 * Lloyd's iterations from one start, with scikit-learn's rules of ending: labels that repeat, or
 * centroids that stand still; then the labels are taken anew, so that they fit the centroids.
 * @param workers works on the rows, prepared for it
 * @param start centres, shape [k, width]
 * @param onIteration told of each iteration
 */
export async function lloyd(
  rows: Rows,
  workers: Workers,
  start: Float64Array,
  { maxIter, tolerance }: Settings,
  onIteration: (iteration: Iteration) => void,
): Promise<Run> {
  const labels = shared(Int32Array, rows.count);
  let centroids = centroidsOf(start, rows.width);
  const k = centroids.count;
  const clusters = new Clusters(rows, labels, k);
  const sums = workers.ranges.map(() => emptySums(k, rows.width));
  await workers.ask("begin", ({ start, end }, partition) => [
    labels.subarray(start, end),
    sums[partition],
  ]);
  let [nIter, moves, examined, shift] = [0, 0, 0, 0];
  const assign = async () => {
    const shares = await workers.ask("assign", () => [centroids.values]);
    moves = shares.reduce((sum, share) => sum + share.moves, 0);
    examined = shares.reduce((sum, share) => sum + share.examined, 0);
    clusters.update(sums);
  };
  do {
    await assign();
    const means = clusters.means(centroids.values);
    shift = squaredShift(centroids.values, means);
    centroids = centroidsOf(means, rows.width);
    nIter++;
    const inertia = () => clusters.inertia(centroids);
    onIteration({ number: nIter, active: examined / rows.count, inertia });
  } while (moves > 0 && shift > tolerance && nIter < maxIter);
  // Even where no row moved, an empty cluster may have.
  if (shift > 0) await assign();
  const { values } = centroids;
  const shares = await workers.ask("inertia", ({ start, end }) => [
    values,
    labels.subarray(start, end),
  ]);
  return { labels, centroids, inertia: shares.reduce((sum, share) => sum + share, 0), nIter };
}

function squaredShift(before: Float64Array, after: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < before.length; j++) sum += (before[j] - after[j]) ** 2;
  return sum;
}
