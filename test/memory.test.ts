import assert from "node:assert/strict";
import { test } from "node:test";
import { KMeans } from "../src/clustering/kmeans";
import { head, samplesOf } from "../src/data/samples";
import { alignedFloats, isAligned, isShared, release } from "../src/numeric/memory";
import { scaledMnist } from "./data/mnist";

test("aligned floats are zeros of any number, known as aligned where a view begins at 64 bytes", () => {
  for (const forAll of [false, true]) {
    const floats = alignedFloats(300_000, forAll);
    assert.equal(floats.length, 300_000);
    assert.equal(isShared(floats), forAll);
    assert.ok(floats.every((value) => value === 0));
    assert.ok(isAligned(floats) && isAligned(floats.subarray(16)));
    assert.ok(!isAligned(floats.subarray(1)));
    assert.ok(!isAligned(new Uint8Array(floats.buffer)));
    assert.equal(alignedFloats(0, forAll).length, 0);
  }
  assert.ok(!isAligned(new Float32Array(16)));
});

test("small arrays are ordinary, and where no aligned memory is to be had large ones too", () => {
  assert.ok(!isAligned(alignedFloats(784)));
  assert.ok(isShared(alignedFloats(784, true)));
  const kept = [alignedFloats(2 ** 18)];
  while (isAligned(kept[kept.length - 1])) {
    assert.ok(kept.length < 10 ** 6, "addresses run out");
    kept.push(alignedFloats(2 ** 18));
  }
  assert.equal(kept[kept.length - 1].length, 2 ** 18);
  assert.ok(isShared(alignedFloats(2 ** 18, true)));
});

test("released values are none, and their memory is free at once", () => {
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 100; i++) {
    const values = new Float32Array(2 ** 20);
    release(values);
    assert.equal(values.length, 0);
  }
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 23);
});

test("k-means finds the same in aligned samples, which it reads in place, as in copies", async () => {
  const inPlace = head((await scaledMnist()).XTrain, 3000);
  assert.ok(isAligned(inPlace.data));
  const copy = samplesOf(inPlace.data.slice(), inPlace.shape);
  assert.ok(!isAligned(copy.data));
  const [a, b] = await Promise.all(
    [inPlace, copy].map((X) => new KMeans({ nClusters: 20, randomState: 3 }).fit(X)),
  );
  assert.deepEqual(a.labels, b.labels);
  assert.deepEqual(a.clusterCenters, b.clusterCenters);
});
