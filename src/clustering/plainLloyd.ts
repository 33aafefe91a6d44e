import type { Pace } from "../running/pace";
import { type Centroids, centroidsOf } from "./centroids";
import type { Iteration, Run, Settings } from "./lloyd";
import { type Rows, squaredDistance } from "./rows";

/**
 * Lloyd's algorithm as the textbooks have it: every distance in float64, every mean from all rows. It
 * ends as scikit-learn's does, when labels repeat or centroids stand still, with labels that fit its
 * centroids. The fast engine (bounds/) must come to the same result.
 * @param start centres, shape [k, width]
 * @param onIteration told of each iteration
 * @see Lloyd, Least squares quantization in PCM (1982), https://doi.org/10.1109/TIT.1982.1056489
 */
export async function plainLloyd(
  rows: Rows,
  start: Float64Array,
  { maxIter, tolerance }: Settings,
  pace: Pace,
  onIteration: (iteration: Iteration) => void,
): Promise<Run> {
  let centroids = centroidsOf(start, rows.width);
  let labels: Int32Array = new Int32Array(rows.count).fill(-1);
  let [nIter, changed, shift] = [0, true, Number.POSITIVE_INFINITY];
  while (changed && shift > tolerance && nIter < maxIter) {
    const before = labels;
    labels = await assign(rows, centroids, pace);
    const means = meansOf(rows, labels, centroids);
    changed = labels.some((label, row) => label !== before[row]);
    shift = means.reduce((sum, value, j) => sum + (value - centroids.values[j]) ** 2, 0);
    centroids = centroidsOf(means, rows.width);
    nIter++;
    const inertia = () => inertiaOf(rows, labels, centroids);
    onIteration({ number: nIter, active: 1, inertia });
  }
  if (shift > 0) labels = await assign(rows, centroids, pace);
  return { labels, centroids, inertia: inertiaOf(rows, labels, centroids), nIter };
}

/** The nearest centroid of each row, of equally near ones the first. */
async function assign(rows: Rows, { values, count }: Centroids, pace: Pace): Promise<Int32Array> {
  const labels = new Int32Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    let least = Number.POSITIVE_INFINITY;
    for (let cluster = 0; cluster < count; cluster++) {
      const distance = squaredDistance(rows, row, values, cluster);
      if (distance < least) [least, labels[row]] = [distance, cluster];
    }
    await pace.step();
  }
  return labels;
}

/** The mean of the rows of each cluster; a cluster without any takes the row farthest from its centroid. */
function meansOf(rows: Rows, labels: Int32Array, { values, count }: Centroids): Float64Array {
  const { width } = rows;
  const members = Array.from({ length: count }, (): number[] => []);
  labels.forEach((label, row) => {
    members[label].push(row);
  });
  const distances = Float64Array.from(labels, (label, row) =>
    squaredDistance(rows, row, values, label),
  );
  const empty = members.flatMap((own, cluster) => (own.length === 0 ? [cluster] : []));
  const farthest = [...distances.keys()].sort((a, b) => distances[b] - distances[a] || a - b);
  empty.forEach((cluster, i) => {
    const from = members[labels[farthest[i]]];
    from.splice(from.indexOf(farthest[i]), 1);
    members[cluster] = [farthest[i]];
  });
  // A cluster that lost its only row so waits where the largest is, as in scikit-learn.
  const largest = members.reduce((best, own) => (own.length > best.length ? own : best));
  const means = new Float64Array(count * width);
  members.forEach((own, cluster) => {
    const of = own.length > 0 ? own : largest;
    for (let j = 0; j < width; j++) {
      const sum = of.reduce((total, row) => total + rows.data[row * width + j], 0);
      means[cluster * width + j] = sum / of.length;
    }
  });
  return means;
}

/** Sum of squared distances of the rows to the centroids of their clusters. */
function inertiaOf(rows: Rows, labels: Int32Array, { values }: Centroids): number {
  return labels.reduce((sum, label, row) => sum + squaredDistance(rows, row, values, label), 0);
}
