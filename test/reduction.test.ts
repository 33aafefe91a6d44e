import assert from "node:assert/strict";
import { test } from "node:test";
import { Drift } from "../src/clustering/bounds/drift";
import { gatheredRows } from "../src/clustering/bounds/gathered";
import { principalDirections } from "../src/clustering/bounds/principalDirections";
import { BLOCK_ROWS } from "../src/clustering/bounds/products";
import { reduceRows } from "../src/clustering/bounds/reducedRows";
import { centroidsOf } from "../src/clustering/centroids";
import { dot, rowsAt, rowsOf } from "../src/clustering/rows";
import { head } from "../src/data/samples";
import { multiply } from "../src/numeric/products";
import { RandomState } from "../src/numeric/random";
import { Pace } from "../src/running/pace";
import { scaledMnist } from "./data/mnist";

test("reduced closenesses are never too little and mostly hardly too much, wherever centroids go", async () => {
  const rows = await rowsOf(head((await scaledMnist()).XTrain, 1000), new Pace());
  const { projection, width, data } = await reduceRows(rows, principalDirections(rows), new Pace());
  const k = 20;
  const drift = new Drift(projection, k);
  const random = new RandomState(1);
  const values = rowsAt(rows, [...random.permutation(rows.count).subarray(0, k)]);
  let tooMuch = 0;
  for (let iteration = 0; iteration < 5; iteration++) {
    const moved = values.map((value) => value + 0.1 * iteration * random.randomSample());
    const centroids = centroidsOf(moved, rows.width);
    drift.advance(centroids);
    assert.ok(drift.normBound >= centroids.maxNorm);
    const near = multiply(data.subarray(0, rows.count * width), drift.reduced, width);
    for (let i = 0; i < near.length; i++) {
      const [row, cluster] = [Math.floor(i / k), i % k];
      const at = [row * rows.width, cluster * rows.width] as const;
      const product = dot(rows.data, at[0], moved, at[1], rows.width);
      const more = near[i] - (product - centroids.halfSquares[cluster]);
      assert.ok(more >= -0.02, `row ${row}, cluster ${cluster}: ${-more} too little`);
      tooMuch += more / near.length / 5;
    }
  }
  assert.ok(tooMuch < 10, `on average ${tooMuch} too much`);
});

test("the drift of centroids is at least the way they went, by the longest and by their own", async () => {
  const rows = await rowsOf(head((await scaledMnist()).XTrain, 300), new Pace());
  const drift = new Drift(
    (await reduceRows(rows, principalDirections(rows), new Pace())).projection,
    2,
  );
  const values = rowsAt(rows, [0, 1]);
  drift.advance(centroidsOf(values, rows.width));
  const before = [...drift.residualsPlusDrift];
  const moved = values.map((value, j) => (j === 5 ? value + 3 : value));
  drift.advance(centroidsOf(moved, rows.width));
  assert.deepEqual([...drift.drifts], [3, 0]);
  assert.equal(drift.maxDrift, 3);
  assert.ok(drift.residualsPlusDrift[0] > before[0] && drift.residualsPlusDrift[0] < before[0] + 6);
  drift.advance(centroidsOf(values, rows.width));
  assert.deepEqual([...drift.drifts], [6, 0]);
});

test("products of chosen rows are theirs, in one of few shapes, whole and reduced", async () => {
  const rows = await rowsOf(head((await scaledMnist()).XTrain, 500), new Pace());
  const reduced = await reduceRows(rows, principalDirections(rows), new Pace());
  const { width } = reduced;
  const centroids = Float32Array.from(rows.data.subarray(0, 2 * rows.width));
  const reducedCentroids = reduced.data.slice(0, 2 * width);
  const whole = gatheredRows(rows, BLOCK_ROWS);
  for (const count of [1, 63, 65, 130]) {
    const indices = Int32Array.from({ length: count }, (_, i) => 499 - 3 * i);
    const products = whole.multiply(indices, centroids);
    const near = reduced.chosen.multiply(indices, reducedCentroids);
    for (const length of [products.length, near.length]) {
      assert.equal(length, 2 * 64 * Math.ceil(count / 64));
    }
    indices.forEach((row, i) => {
      for (const c of [0, 1]) {
        const exact = dot(rows.data, row * rows.width, centroids, c * rows.width, rows.width);
        assert.ok(Math.abs(products[2 * i + c] - exact) < 1e-3);
        const reducedExact = dot(reduced.data, row * width, reducedCentroids, c * width, width);
        assert.ok(Math.abs(near[2 * i + c] - reducedExact) < 1e-3);
      }
    });
  }
});
