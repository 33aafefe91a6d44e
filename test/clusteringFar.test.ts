import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { KMeans } from "../src/clustering/kmeans";
import { originOf } from "../src/clustering/origin";
import { rowsAt, rowsOf } from "../src/clustering/rows";
import { kMeansPlusPlus } from "../src/clustering/seeding";
import { Workers } from "../src/clustering/threads/workers";
import type { Samples } from "../src/data/samples";
import { RandomState } from "../src/numeric/random";
import { Pace } from "../src/running/pace";
import { bursts, city, problem } from "./data/farSamples";
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
