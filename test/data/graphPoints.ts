import { samplesOf } from "../../src/data/samples";
import { RandomState } from "../../src/numeric/random";

/** Samples and features of `points`. */
export const [N, WIDTH] = [240, 5];

/** The points of graph.py. */
export function points() {
  const random = new RandomState(3);
  const shift = [1, -1, 0.5, 0, 0];
  const data = Float64Array.from(
    { length: N * WIDTH },
    (_, at) => random.randomSample() + 0.55 * (Math.floor(at / WIDTH) % 3) * shift[at % WIDTH],
  );
  return samplesOf(data, [N, WIDTH]);
}

/** Two clouds far apart: a graph of two pieces. */
export function twoClouds() {
  const random = new RandomState(1);
  const data = Float64Array.from(
    { length: 80 },
    (_, at) => random.randomSample() + (at < 40 ? 0 : 100),
  );
  return samplesOf(data, [40, 2]);
}
