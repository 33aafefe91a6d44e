import { Bounds } from "./bounds";
import type { Engine } from "./lloyd";
import { nearestOf } from "./nearest";
import { prefixOf } from "./prefix";
import { BLOCK_ROWS, Block, multiply } from "./products";

/**
 * The engine of this project: of each iteration it computes only the rows whose bounds do not rule
 * out a change, by matrix products of TensorFlow, and decides in float64 where those are too close.
 */
export const tfjsEngine: Engine = async (rows, pace) => {
  const prefix = await prefixOf(rows, pace);
  const block = new Block(rows, BLOCK_ROWS);
  const active = new Int32Array(2 * BLOCK_ROWS);
  return (k, labels) => {
    const bounds = new Bounds(rows, prefix, k);
    return async (centroids, onLabel) => {
      bounds.advance(centroids, labels);
      let [waiting, examined] = [0, 0];
      const examine = async (count: number) => {
        const indices = active.subarray(0, count);
        const products = multiply(block.gather(indices), centroids.rounded, rows.width);
        for (let i = 0; i < count; i++) {
          const label = nearestOf(rows, indices[i], centroids, products, i * k);
          bounds.measure(indices[i], label, centroids, products, i * k);
          onLabel(indices[i], label);
        }
        active.copyWithin(0, count, waiting);
        waiting -= count;
        examined += count;
        await pace.step();
      };
      for (let start = 0; start < rows.count; start += BLOCK_ROWS) {
        const end = Math.min(start + BLOCK_ROWS, rows.count);
        waiting = bounds.collect(labels, start, end, active, waiting);
        if (waiting >= BLOCK_ROWS) await examine(BLOCK_ROWS);
      }
      if (waiting > 0) await examine(waiting);
      return examined;
    };
  };
};
