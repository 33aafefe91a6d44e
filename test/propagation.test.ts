import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { percentile } from "../src/percentile";
import {
  closestToCentroid,
  distanceToOwnCentroid,
  labelAccuracy,
  propagate,
  representatives,
} from "../src/propagation";
import { samplesOf } from "../src/samples";
import reference from "./reference/scikit-learn.json";

test("percentiles are NumPy's", () => {
  for (const { values, q, result } of reference.percentile) {
    assert.equal(percentile(Float64Array.from(values), q), result);
  }
  assert.throws(() => percentile(Float64Array.of(1), 101), /percent=101 must lie from 0 to 100/);
  assert.throws(() => percentile(Float64Array.of(1), Number.NaN), /percent=NaN/);
  assert.throws(() => percentile(Float64Array.of(), 50), /nValues=0/);
});

// Six images around two centroids; the first four belong to cluster 0.
const XDigitsDist = samplesOf(Float32Array.of(1, 9, 0.5, 9, 2, 9, 3, 9, 9, 4, 9, 2), [6, 2]);
const clusterLabels = Int32Array.of(0, 0, 0, 0, 1, 1);

test("representatives, propagation and the closest half, by hand", () => {
  assert.deepEqual([...representatives(XDigitsDist)], [1, 5]);
  const yPropagated = propagate(clusterLabels, Uint8Array.of(7, 3));
  assert.deepEqual([...yPropagated], [7, 7, 7, 7, 3, 3]);
  const XClusterDist = distanceToOwnCentroid(XDigitsDist, clusterLabels);
  assert.deepEqual([...XClusterDist], [1, 0.5, 2, 3, 4, 2]);
  const kept = closestToCentroid(XClusterDist, clusterLabels, 50);
  assert.deepEqual([...kept], [0, 1, 5]);
  assert.equal(labelAccuracy(yPropagated, Uint8Array.of(7, 1, 7, 7, 3, 3)), 5 / 6);
  assert.equal(labelAccuracy(yPropagated, Uint8Array.of(7, 1, 7, 7, 3, 3), kept), 2 / 3);
});

test("a higher percentile keeps more, 100 keeps all, 0 the nearest of each cluster", () => {
  const images = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 4 }), fc.float({ min: 0, max: 100, noNaN: true })),
    { minLength: 1, maxLength: 60 },
  );
  const percents = fc.tuple(
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.double({ min: 0, max: 100, noNaN: true }),
  );
  fc.assert(
    fc.property(images, percents, (rows, pair) => {
      const clusters = Int32Array.from(rows, ([cluster]) => cluster);
      const distances = Float32Array.from(rows, ([, distance]) => distance);
      const [fewer, more] = [...pair]
        .sort((a, b) => a - b)
        .map((percent) => new Set(closestToCentroid(distances, clusters, percent)));
      assert.ok([...fewer].every((image) => more.has(image)));
      assert.equal(closestToCentroid(distances, clusters, 100).length, rows.length);
      const nearest = new Map<number, number>();
      for (const [cluster, distance] of rows)
        nearest.set(cluster, Math.min(distance, nearest.get(cluster) ?? Number.POSITIVE_INFINITY));
      for (const image of closestToCentroid(distances, clusters, 0))
        assert.equal(distances[image], nearest.get(clusters[image]));
    }),
  );
});

test("what cannot be propagated is refused by name", () => {
  assert.throws(() => propagate(clusterLabels, Uint8Array.of(7)), /cluster=1 must be below k=1/);
  for (const percent of [-1, 100.5, Number.NaN]) {
    assert.throws(
      () => closestToCentroid(Float32Array.of(1), Int32Array.of(0), percent),
      new RegExp(`percentileClosest=${percent} must lie from 0 to 100`),
    );
  }
  assert.throws(() => labelAccuracy(Uint8Array.of(), Uint8Array.of()), /nImages=0/);
});
