import { kmeans } from "ml-kmeans";
import type { Pace } from "../running/pace";
import type { Centroids } from "./centroids";
import type { Assigner, Engine } from "./engine";
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
  prepare: async (rows, _learnt, pace) => new MlKmeansAssigner(rows, pace),
};

class MlKmeansAssigner implements Assigner {
  readonly #rows: Rows;
  readonly #pace: Pace;

  constructor(rows: Rows, pace: Pace) {
    this.#rows = rows;
    this.#pace = pace;
  }

  /** Nothing is remembered from iteration to iteration. */
  begin(): void {}

  async assign(
    { values, count: k, width }: Centroids,
    onLabel: (row: number, label: number) => void,
  ): Promise<number> {
    const { data, count } = this.#rows;
    // The library wants at least k rows, so the last chunk takes what is left over.
    const size = Math.max(k, Math.ceil(CHUNK / (k * width)));
    const nChunks = Math.max(1, Math.floor(count / size));
    const initialization = arraysOf(values, width, 0, k);
    for (let chunk = 0; chunk < nChunks; chunk++) {
      const start = chunk * size;
      const end = chunk === nChunks - 1 ? count : start + size;
      const rows = arraysOf(data, width, start, end);
      kmeans(rows, k, { initialization, maxIterations: 1 }).clusters.forEach((label, i) => {
        onLabel(start + i, label);
      });
      await this.#pace.step();
    }
    return count;
  }
}

/** Plain arrays: ml-kmeans reads them twice as fast as typed ones. */
function arraysOf(values: Rows["data"], width: number, start: number, end: number): number[][] {
  return Array.from({ length: end - start }, (_, i) =>
    Array.from(values.subarray((start + i) * width, (start + i + 1) * width)),
  );
}
