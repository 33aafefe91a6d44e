import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { KMeans } from "../src/clustering/kmeans";
import { type Samples, samplesOf, take, type Values } from "../src/data/samples";

interface Case {
  readonly X: Samples;
  readonly init: Samples;
  readonly maxIter: number;
}

/** Few values, so that rows repeat and lie equally far from two centroids; now and then a far one. */
const value = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(100, 1e6) },
);
const types = [Uint8Array, Float32Array, Float64Array];

/** Samples, wide enough at times for reduced vectors, with rows of them or far points as start centres. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    count: fc.integer({ min: 1, max: 40 }),
    width: fc.constantFrom(1, 2, 3, 50, 64),
    Type: fc.constantFrom(...types),
    maxIter: fc.constantFrom(1, 2, 300),
    constant: fc.boolean(),
    far: fc.boolean(),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .chain(({ count, width, Type, maxIter, constant, far, share }) =>
    fc.array(value, { minLength: count * width, maxLength: count * width }).map((values) => {
      const data: Values = Type.from(values);
      if (constant) for (let i = 0; i < data.length; i += width) data[i] = 7;
      const X = samplesOf(data, [count, width]);
      const distinct = distinctRows(X);
      const k = Math.max(1, Math.round(share * distinct.length));
      const centres = Float64Array.from(take(X, distinct.slice(0, k)).data);
      if (far) centres.fill(-50, 0, width);
      return { X, init: samplesOf(centres, [k, width]), maxIter };
    }),
  );

function distinctRows({ data, shape: [count, width] }: Samples): number[] {
  const seen = new Map<string, number>();
  for (let i = count - 1; i >= 0; i--) seen.set(data.slice(i * width, (i + 1) * width).join(), i);
  return [...seen.values()];
}

/** Lloyd's algorithm by the book: every distance in float64, every mean from all rows. */
function naive({ X, init, maxIter }: Case) {
  const [count, width] = X.shape;
  const k = init.shape[0];
  const row = (i: number) => Array.from(X.data.subarray(i * width, (i + 1) * width));
  const rows = Array.from({ length: count }, (_, i) => row(i));
  let centres = Array.from({ length: k }, (_, c) =>
    Array.from(init.data.subarray(c * width, (c + 1) * width)),
  );
  const squared = (a: number[], b: number[]) => a.reduce((sum, x, j) => sum + (x - b[j]) ** 2, 0);
  const assign = () =>
    rows.map((x) => {
      const distances = centres.map((centre) => squared(x, centre));
      return distances.indexOf(Math.min(...distances));
    });
  let labels: number[] = [];
  let nIter = 0;
  let strict = false;
  let shift = Number.POSITIVE_INFINITY;
  while (nIter < maxIter && !strict && shift > 0) {
    const previous = labels;
    labels = assign();
    strict = labels.join() === previous.join();
    const means = meansOf(rows, labels, centres, squared);
    shift = means.reduce((sum, mean, c) => sum + squared(mean, centres[c]), 0);
    centres = means;
    nIter++;
  }
  labels = assign();
  const inertia = rows.reduce((sum, x, i) => sum + squared(x, centres[labels[i]]), 0);
  return { labels, centres: centres.flat(), inertia, nIter };
}

/** Empty clusters take the rows farthest from their centres out of the clusters those are in. */
function meansOf(
  rows: number[][],
  labels: number[],
  centres: number[][],
  squared: (a: number[], b: number[]) => number,
): number[][] {
  const members = centres.map((_, c) => rows.filter((_, i) => labels[i] === c));
  const distances = rows.map((x, i) => squared(x, centres[labels[i]]));
  const farthest = [...rows.keys()].sort((a, b) => distances[b] - distances[a] || a - b);
  const empty = [...members.keys()].filter((c) => members[c].length === 0);
  empty.forEach((c, i) => {
    const own = members[labels[farthest[i]]];
    own.splice(own.indexOf(rows[farthest[i]]), 1);
    members[c] = [rows[farthest[i]]];
  });
  const largest = members.reduce((best, own) => (own.length > best.length ? own : best));
  return members.map((own) => {
    const of = own.length > 0 ? own : largest;
    return of[0].map((_, j) => of.reduce((sum, x) => sum + x[j], 0) / of.length);
  });
}

for (const [engine, numRuns] of [
  ["tfjs", 400],
  ["ml-kmeans", 100],
] as const) {
  test(`${engine}: labels, centroids and iterations are those of the naive algorithm`, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (example) => {
        const { X, init, maxIter } = example;
        const nClusters = init.shape[0];
        const model = await new KMeans({ nClusters, init, maxIter, tol: 0, engine }).fit(X);
        const expected = naive(example);
        assert.deepEqual([...model.labels], expected.labels);
        assert.deepEqual([...model.clusterCenters.data], expected.centres);
        assert.equal(model.nIter, expected.nIter);
        assert.ok(Math.abs(model.inertia - expected.inertia) <= 1e-9 * (1 + expected.inertia));
      }),
      { numRuns, seed: 42 },
    );
  });
}

test("starts of its own never name a duplicate twice: k = n distinct rows leave no inertia", async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.integer({ min: 0, max: 99 }), async ({ X }, randomState) => {
      const nClusters = distinctRows(X).length;
      const model = await new KMeans({ nClusters, randomState }).fit(X);
      assert.equal(model.inertia, 0);
      assert.equal(new Set(model.labels).size, nClusters);
    }),
    { numRuns: 100, seed: 42 },
  );
});
