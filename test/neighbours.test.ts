import assert from "node:assert/strict";
import { test } from "node:test";
import { head, type Samples, samplesOf } from "../src/data/samples";
import { nearestNeighbours } from "../src/graph/neighbours";
import { RandomState } from "../src/numeric/random";

const N = 700;
const WIDTH = 20;
const K = 10;

/** Samples by a rule, given random numbers from -1 to 1. */
function samplesBy(value: (uniform: number, sample: number) => number): Samples<Float64Array> {
  const random = new RandomState(3);
  const data = Float64Array.from({ length: N * WIDTH }, (_, at) =>
    value(2 * random.randomSample() - 1, Math.floor(at / WIDTH)),
  );
  return samplesOf(data, [N, WIDTH]);
}

/** All neighbours in plain loops; of equally near ones the first comes first. */
function compared(X: Samples, queries: Samples): number[] {
  return Array.from({ length: queries.shape[0] }, (_, i) => {
    const squares = Float64Array.from({ length: N }, (_, j) => {
      let square = 0;
      for (let d = 0; d < WIDTH; d++) {
        square += (X.data[j * WIDTH + d] - queries.data[i * WIDTH + d]) ** 2;
      }
      return square;
    });
    const others = [...squares.keys()].filter((j) => queries !== X || j !== i);
    return others.sort((a, b) => squares[a] - squares[b] || a - b).slice(0, K);
  }).flat();
}

// Products in 32 bits alone put the wrong samples first in each of these.
for (const [name, value] of [
  ["in groups far apart", (uniform, sample) => (sample % 2 ? 1000 : -1000) + 0.1 * uniform],
  ["beside one that is far away", (uniform, sample) => (sample === 7 ? 1e6 : uniform)],
  ["too large for products in 32 bits", (uniform) => 1e25 * uniform],
  ["too small for them", (uniform) => 1e-25 * uniform],
  ["on a grid, many equally near", (uniform) => Math.round(0.55 * uniform)],
] satisfies [string, (uniform: number, sample: number) => number][]) {
  test(`neighbours are exact among samples ${name}`, async () => {
    const X = samplesBy(value);
    assert.deepEqual([...(await nearestNeighbours(X, K)).indices], compared(X, X));
    const queries = head(X, 40);
    assert.deepEqual([...(await nearestNeighbours(X, K, queries)).indices], compared(X, queries));
  });
}
