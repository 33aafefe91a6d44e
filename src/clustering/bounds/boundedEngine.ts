import { release } from "../../numeric/memory";
import { Assignment } from "./assignment";
import type { Begin, Engine } from "../engine";
import type { Pace } from "../../running/pace";
import { BLOCK_ROWS, Gathered } from "./products";
import { principalDirections, reduce } from "./reducedRows";
import type { Rows } from "../rows";

/**
 * The engine of this project: of each iteration it computes only what the bounds do not rule out, by
 * matrix products of TensorFlow, and decides in float64 where those are too close.
 */
export const tfjsEngine: Engine = { learn: principalDirections, prepare };

async function prepare(rows: Rows, directions: Float32Array, pace: Pace): Promise<Begin> {
  const reduced = await reduce(rows, directions, pace);
  const wholeRows = new Gathered(rows, BLOCK_ROWS);
  const list = new Int32Array(Math.min(rows.count, BLOCK_ROWS));
  return (k, labels) => {
    const assignment = new Assignment(rows, reduced, k);
    const rounded = new Float32Array(k * rows.width);
    return async (centroids, onLabel) => {
      const reducedCentroids = assignment.advance(centroids);
      rounded.set(centroids.values);
      let examined = 0;
      for (let start = 0; start < rows.count; ) {
        const open = list.subarray(0, assignment.open(labels, start, list));
        if (open.length === 0) break;
        const near = reduced.multiply(open, reducedCentroids);
        const places = undecided(assignment, labels, open, near, k);
        if (places.length > 0) {
          const active = places.map((place) => open[place]);
          const products = wholeRows.multiply(active, rounded);
          for (let i = 0; i < active.length; i++) {
            const label = assignment.nearest(active[i], near, places[i] * k, products, i * k);
            if (label !== labels[active[i]]) onLabel(active[i], label);
          }
          release(products);
        }
        release(near);
        examined += open.length;
        start = open[open.length - 1] + 1;
        await pace.step();
      }
      return examined;
    };
  };
}

/** The places of those open rows whose labels reduced vectors do not prove. */
function undecided(
  assignment: Assignment,
  labels: Int32Array,
  open: Int32Array,
  near: Float32Array,
  k: number,
): Int32Array {
  const places = new Int32Array(open.length);
  let count = 0;
  for (let place = 0; place < open.length; place++) {
    const row = open[place];
    if (!assignment.stands(row, labels[row], near, place * k)) places[count++] = place;
  }
  return places.subarray(0, count);
}
