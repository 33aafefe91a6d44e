import { kmeans } from "ml-kmeans";
import type { Centroids } from "./centroids";
import type { OnLabel } from "./lloyd";
import type { Pace } from "./pace";
import type { Rows } from "./rows";

/** Multiplications that ml-kmeans does in some 50 ms, between two breaths. */
const CHUNK = 5e7;

/**
 * Finds the nearest centroid of each row by one step of ml-kmeans, chunk by chunk, as the library
 * itself cannot be stopped within a step. It computes every distance in float64.
 * @see https://github.com/mljs/kmeans
 */
export async function nearestByMlKmeans(
  rows: Rows,
  { values, count, width }: Centroids,
  pace: Pace,
  onLabel: OnLabel,
): Promise<void> {
  const initialization = arraysOf(values, width, 0, count);
  // The library wants at least k rows, so the last chunk takes what is left over.
  const size = Math.max(count, Math.ceil(CHUNK / (count * width)));
  const nChunks = Math.max(1, Math.floor(rows.count / size));
  for (let chunk = 0; chunk < nChunks; chunk++) {
    const start = chunk * size;
    const end = chunk === nChunks - 1 ? rows.count : start + size;
    const data = arraysOf(rows.data, width, start, end);
    kmeans(data, count, { initialization, maxIterations: 1 }).clusters.forEach((label, i) => {
      onLabel(start + i, label);
    });
    await pace.step();
  }
}

/** Plain arrays: ml-kmeans reads them twice as fast as typed ones. */
function arraysOf(values: Rows["data"], width: number, start: number, end: number): number[][] {
  return Array.from({ length: end - start }, (_, i) =>
    Array.from(values.subarray((start + i) * width, (start + i + 1) * width)),
  );
}
