import { kmeans } from "ml-kmeans";
import type { Engine, Nearest } from "./engine";
import type { Pace } from "../running/pace";
import type { Rows } from "./rows";

/** Multiplications that ml-kmeans does in some 50 ms, between two breaths. */
const CHUNK = 5e7;

/**
 * The library ml-kmeans: one step of it, chunk by chunk, as it cannot be stopped within a step. It
 * computes every distance in float64.
 * @see https://github.com/mljs/kmeans
 */
export const mlKmeansEngine: Engine = {
  learn: () => new Float32Array(0),
  prepare: async (rows, _learnt, pace) => (k) => nearestOf(rows, k, pace),
};

function nearestOf(rows: Rows, k: number, pace: Pace): Nearest {
  // The library wants at least k rows, so the last chunk takes what is left over.
  const size = Math.max(k, Math.ceil(CHUNK / (k * rows.width)));
  const nChunks = Math.max(1, Math.floor(rows.count / size));
  return async ({ values, width }, onLabel) => {
    const initialization = arraysOf(values, width, 0, k);
    for (let chunk = 0; chunk < nChunks; chunk++) {
      const start = chunk * size;
      const end = chunk === nChunks - 1 ? rows.count : start + size;
      const data = arraysOf(rows.data, width, start, end);
      kmeans(data, k, { initialization, maxIterations: 1 }).clusters.forEach((label, i) => {
        onLabel(start + i, label);
      });
      await pace.step();
    }
    return rows.count;
  };
}

/** Plain arrays: ml-kmeans reads them twice as fast as typed ones. */
function arraysOf(values: Rows["data"], width: number, start: number, end: number): number[][] {
  return Array.from({ length: end - start }, (_, i) =>
    Array.from(values.subarray((start + i) * width, (start + i + 1) * width)),
  );
}
