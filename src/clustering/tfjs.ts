import { Assignment, NONE } from "./assignment";
import type { Centroids } from "./centroids";
import type { Engine } from "./lloyd";
import type { Pace } from "./pace";
import { BLOCK_ROWS, Block, multiply } from "./products";
import { reductionOf } from "./reduction";
import type { Rows } from "./rows";

/** Rows that the gate is asked about at a time. */
const GATE_ROWS = 4 * BLOCK_ROWS;

/**
 * The engine of this project: of each iteration it computes only what the bounds do not rule out, by
 * matrix products of TensorFlow, and decides in float64 where those are too close.
 */
export const tfjsEngine: Engine = async (rows, pace) => {
  const reduced = await reductionOf(rows, pace);
  const { data, width } = reduced;
  const block = new Block(rows, BLOCK_ROWS);
  const open = new Int32Array(Math.min(rows.count, GATE_ROWS));
  const active = new Int32Array(open.length);
  return (k, labels) => {
    const assignment = new Assignment(rows, reduced, k);
    return async (centroids, onLabel) => {
      const reducedCentroids = assignment.advance(centroids);
      /** @param near reduced closenesses of the open rows, of which the active ones are places */
      const examine = (near: Float32Array, places: Int32Array) => {
        const whole = block.gather(places.map((place) => open[place]));
        const products = multiply(whole, centroids.rounded, rows.width);
        for (let i = 0; i < places.length; i++) {
          const row = open[places[i]];
          const label = assignment.nearest(row, near, places[i] * k, products, i * k);
          if (label !== labels[row]) onLabel(row, label);
        }
      };
      let examined = 0;
      for (let start = 0; start < rows.count; start += GATE_ROWS) {
        const end = Math.min(start + GATE_ROWS, rows.count);
        const nOpen = assignment.open(labels, start, end, open);
        if (nOpen === 0) continue;
        const vectors = data.subarray(start * width, end * width);
        const chosen = open.subarray(0, nOpen).map((row) => row - start);
        const near = multiply(vectors, reducedCentroids, width, chosen);
        let nActive = 0;
        for (let i = 0; i < nOpen; i++) {
          if (!assignment.stands(open[i], labels[open[i]], near, i * k)) active[nActive++] = i;
        }
        await pace.step();
        for (let first = 0; first < nActive; first += BLOCK_ROWS) {
          examine(near, active.subarray(first, Math.min(nActive, first + BLOCK_ROWS)));
          await pace.step();
        }
        examined += nOpen;
      }
      return examined;
    };
  };
};

/** The nearest centroid of each row, of equally near ones the first, as in scikit-learn. */
export async function predict(rows: Rows, centroids: Centroids, pace: Pace): Promise<Int32Array> {
  const labels = new Int32Array(rows.count).fill(NONE);
  const nearest = (await tfjsEngine(rows, pace))(centroids.count, labels);
  await nearest(centroids, (row, label) => {
    labels[row] = label;
  });
  return labels;
}
