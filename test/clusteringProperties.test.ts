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

for (const [engine, numRuns] of [
  ["tfjs", 400],
  ["ml-kmeans", 100],
] as const) {
  test(`${engine}: labels, centroids and iterations are those of plain Lloyd`, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ X, init, maxIter }) => {
        const settings = { nClusters: init.shape[0], init, maxIter, tol: 0 };
        const model = await new KMeans({ ...settings, engine }).fit(X);
        const expected = await new KMeans({ ...settings, engine: "plain" }).fit(X);
        assert.deepEqual(model.labels, expected.labels);
        assert.deepEqual(model.clusterCenters, expected.clusterCenters);
        assert.equal(model.nIter, expected.nIter);
        assert.ok(Math.abs(model.inertia - expected.inertia) <= 1e-9 * (1 + expected.inertia));
      }),
      { numRuns, seed: 42 },
    );
  });
}

test("tfjs: a row near zero goes where float64 distances put it, though the lengths of centroids round", async () => {
  const a = [0.1, 0.7, 0.3, 1e-9, 0.9, 0.55];
  for (let turn = 1; turn < a.length; turn++) {
    const b = [...a.slice(turn).reverse(), ...a.slice(0, turn)];
    for (const near of [0, 1e-12]) {
      const X = samplesOf(
        Float64Array.from([...a.map((value) => value * near), ...a, ...b]),
        [3, 6],
      );
      const init = samplesOf(Float64Array.from([...a, ...b]), [2, 6]);
      const settings = { nClusters: 2, init, tol: 0, maxIter: 1 };
      const model = await new KMeans(settings).fit(X);
      const expected = await new KMeans({ ...settings, engine: "plain" }).fit(X);
      assert.deepEqual(model.labels, expected.labels, `${b} ${near}`);
    }
  }
});

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
