import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { KMeans } from "../src/clustering/kmeans";
import { originOf } from "../src/clustering/origin";
import { rowsAt, rowsOf } from "../src/clustering/rows";
import { kMeansPlusPlus } from "../src/clustering/seeding";
import { Workers } from "../src/clustering/threads/workers";
import { type Samples, samplesOf, take } from "../src/data/samples";
import { RandomState } from "../src/numeric/random";
import { Pace } from "../src/running/pace";
import { bursts, city, floats, problem } from "./data/farSamples";
import reference from "./reference/kmeansFar.json";

type Case = (typeof reference.bursts)[number];

const digest = (labels: Int32Array) =>
  createHash("sha256").update(Uint8Array.from(labels)).digest("hex").slice(0, 16);

async function agrees(X: Samples, expected: Case, name: string): Promise<void> {
  const { k, seed, n_init, first_start, labels, n_iter, inertia } = expected;
  const pace = new Pace();
  const rows = await rowsOf(X, pace, await originOf(X, pace));
  const random = new RandomState(seed);
  const [start] = await kMeansPlusPlus(rows, new Workers(rows, pace, 1), k, 1, random, pace);
  assert.deepEqual(start, rowsAt(rows, first_start), `${name}: start`);
  const model = await new KMeans({ nClusters: k, nInit: n_init, randomState: seed }).fit(X);
  assert.equal(digest(model.labels), labels, `${name}: labels`);
  assert.equal(model.nIter, n_iter, name);
  assert.ok(Math.abs(model.inertia / inertia - 1) < 1e-6, `${name}: ${model.inertia} ${inertia}`);
  assert.deepEqual(await model.predict(X), model.labels, name);
}

for (const [name, X] of [
  ["bursts", bursts()],
  ["city", city()],
] as const) {
  test(`${name}: starts, labels and inertia are scikit-learn's with 20 seeds`, async () => {
    for (const expected of reference[name]) await agrees(X, expected, `seed ${expected.seed}`);
  });
}

test("starts, labels and inertia are scikit-learn's up to a million away from zero", async () => {
  for (const expected of reference.problems) {
    await agrees(problem(expected.seed), expected, `problem ${expected.seed}`);
  }
});

/** Samples on a fine grid, moved by amounts that take no digits of float32 away. */
function moved(X: Samples, by: readonly number[], Type: typeof Float32Array | typeof Float64Array) {
  const data = new Type(X.data.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.round(X.data[i] * 8) / 8 + by[i % by.length];
  return samplesOf(data, X.shape);
}

test("a shift of samples and start centres shifts the centroids and changes nothing else", async () => {
  for (const Type of [Float32Array, Float64Array]) {
    for (const by of [[1e6], [2 ** 20, 0, 0], [-(2 ** 20), 3, 2 ** 19]]) {
      for (let seed = 0; seed < 5; seed++) {
        const data = floats(seed, 900);
        const X = samplesOf(data, [300, 3]);
        const zero = moved(X, [0], Type);
        const far = moved(X, by, Type);
        const copy = far.data.slice();
        const init = (samples: Samples) => (seed % 2 ? take(samples, [5, 7, 9, 11]) : "k-means++");
        const fit = (samples: Samples) =>
          new KMeans({ nClusters: 4, randomState: seed, init: init(samples) }).fit(samples);
        const [near, there] = [await fit(zero), await fit(far)];
        assert.deepEqual(there.labels, near.labels);
        assert.equal(there.nIter, near.nIter);
        assert.ok(Math.abs(there.inertia / near.inertia - 1) < 1e-9);
        near.clusterCenters.data.forEach((value, i) => {
          assert.ok(Math.abs(there.clusterCenters.data[i] - by[i % by.length] - value) < 1e-9);
        });
        assert.deepEqual(await there.predict(far), there.labels);
        const [a, b] = [await near.transform(zero), await there.transform(far)];
        a.data.forEach((distance, i) => {
          assert.ok(Math.abs(b.data[i] - distance) < 1e-5);
        });
        assert.deepEqual(far.data, copy, "the caller's samples stay as they are");
      }
    }
  }
});

test("samples of any size are clustered alike: squares that are no float32 are none of their doing", async () => {
  const X = samplesOf(floats(3, 900), [300, 3]);
  const expected = await new KMeans({ nClusters: 6, randomState: 1 }).fit(X);
  for (const scale of [2 ** -90, 2 ** -60, 2 ** 40]) {
    const scaled = samplesOf(
      X.data.map((value) => value * scale),
      X.shape,
    );
    const model = await new KMeans({ nClusters: 6, randomState: 1 }).fit(scaled);
    assert.deepEqual(model.labels, expected.labels);
    assert.ok(Math.abs(model.inertia / scale ** 2 / expected.inertia - 1) < 1e-12);
    const distances = (await model.transform(scaled)).data;
    (await expected.transform(X)).data.forEach((distance, i) => {
      assert.ok(Math.abs(distances[i] / scale - distance) < 1e-4);
    });
  }
});
