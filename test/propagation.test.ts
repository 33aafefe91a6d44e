import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { samplesOf } from "../src/data/samples";
import { NO_LABEL } from "../src/labels/handLabels";
import {
  closestToCentroid,
  distanceToOwnCentroid,
  labelAccuracy,
  labelledOf,
  propagate,
  propagationsByPercentile,
  representatives,
} from "../src/labels/propagation";
import { clusterPurities, extremeClusters, purestAndMostMixed } from "../src/labels/purity";
import { percentile } from "../src/numeric/percentile";
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

test("NumPy's percentiles of what is not finite", () => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const cases: [number[], number, number][] = [
    [[1, nan, 3], 0, nan],
    [[1, nan, 3], 50, nan],
    [[1, 2, inf], 25, 1.5],
    [[1, 2, inf], 50, nan],
    [[1, inf], 40, inf],
    [[-inf, 1], 50, -inf],
  ];
  for (const [values, percent, result] of cases) {
    assert.equal(percentile(Float64Array.from(values), percent), result);
  }
});

test("a cluster without a label is left out everywhere", () => {
  const clusters = Int32Array.of(0, 1, 2, 1, 0);
  const yPropagated = propagate(clusters, [7, NO_LABEL, 3], 10);
  assert.deepEqual([...yPropagated], [7, NO_LABEL, 3, NO_LABEL, 7]);
  const distances = Float32Array.of(1, 1, 1, 2, 2);
  const closest = closestToCentroid(distances, clusters, 100);
  assert.deepEqual([...labelledOf(closest, yPropagated)], [0, 2, 4]);
  const yTrue = [7, 1, 3, 1, 8];
  const [all] = propagationsByPercentile([100], distances, clusters, yPropagated, yTrue);
  assert.deepEqual([all.nImages, all.labelAccuracy], [3, 2 / 3]);
  assert.equal(labelAccuracy(yPropagated, yTrue), 2 / 5);
  const purities = clusterPurities(clusters, yPropagated, yTrue);
  assert.deepEqual(purities, [0.5, Number.NaN, 1]);
  assert.deepEqual(purestAndMostMixed(purities), [2, 0]);
});

test("a cluster without a label is neither pure nor mixed; of equally pure ones one is shown", () => {
  const clusters = Int32Array.of(0, 0, 1, 1);
  const purities = clusterPurities(clusters, [NO_LABEL, NO_LABEL, 1, 0], [0, 0, 1, 1]);
  assert.deepEqual(purities, [Number.NaN, 0.5]);
  const [one, ...others] = extremeClusters(purities);
  assert.deepEqual([one.cluster, others], [1, []]);
  assert.match(one.name, /all are equally pure/);
  assert.deepEqual(extremeClusters([0.5, Number.NaN, 1, 0.7]), [
    { cluster: 2, name: "the purest" },
    { cluster: 0, name: "the most mixed" },
  ]);
});

/** Asserts that each call throws a RangeError that begins with its text. */
function refusedBy(cases: [() => unknown, string][]): void {
  for (const [call, text] of cases) {
    assert.throws(call, (error: Error) => {
      assert.equal(error.name, "RangeError");
      assert.equal(error.message.slice(0, text.length), text);
      return true;
    });
  }
}

test("what cannot be propagated is refused by name", () => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const remedy = "; label one representative for each cluster";
  refusedBy([
    [
      () => propagate(clusterLabels, [7]),
      `clusterLabels[4]=1 must be an integer from 0 to k-1=0${remedy}`,
    ],
    [() => propagate([0, -1], [7]), "clusterLabels[1]=-1 must be an integer from 0 to k-1=0"],
    [() => propagate([nan], [7]), "clusterLabels[0]=NaN must be"],
    [() => propagate([2e9], [7]), "clusterLabels[0]=2000000000 must be"],
    [
      () => propagate(clusterLabels, [7, 2, 2]),
      `yRepresentativeDigits.length=3 must equal nClusters=2${remedy}, NO_LABEL where it has none`,
    ],
    ...[-2, 300, 0.5, nan].map((label): [() => unknown, string] => [
      () => propagate(clusterLabels, [7, label]),
      `yRepresentativeDigits[1]=${label} must be an integer from 0 to nClasses-1=255`,
    ]),
    [
      () => propagate(clusterLabels, Uint8Array.of(7, -1), 10),
      "yRepresentativeDigits[1]=255 must be an integer from 0 to nClasses-1=9",
    ],
    [() => representatives(samplesOf(new Float32Array(0), [0, 2])), "nImages=0 must be at least 1"],
    [() => representatives(samplesOf(Float32Array.of(1, nan), [1, 2])), "XDigitsDist.data[1]=NaN"],
    [
      () => representatives(samplesOf(Float32Array.of(1, 2), [2])),
      "XDigitsDist.shape=[2] must be [nImages, k]",
    ],
    [
      () => distanceToOwnCentroid(XDigitsDist, clusterLabels.subarray(1)),
      "clusterLabels.length=5 must equal nImages=6",
    ],
    [
      () => distanceToOwnCentroid(XDigitsDist, Int32Array.of(0, 0, 0, 2, 1, 1)),
      "clusterLabels[3]=2 must be an integer from 0 to k-1=1",
    ],
    ...[-1, 100.5, nan].map((percent): [() => unknown, string] => [
      () => closestToCentroid(Float32Array.of(1), Int32Array.of(0), percent),
      `percentileClosest=${percent} must lie from 0 to 100`,
    ]),
    [
      () => closestToCentroid(Float32Array.of(1, 2), Int32Array.of(0, 2e9), 50),
      "clusterLabels[1]=2000000000 must be an integer from 0 to mostClusters-1=1048575",
    ],
    [() => closestToCentroid(Float32Array.of(1), [0.5], 50), "clusterLabels[0]=0.5 must be"],
    [() => closestToCentroid(Float32Array.of(1), [], 50), "clusterLabels.length=0 must equal"],
    ...[nan, inf, -1].map((distance): [() => unknown, string] => [
      () => closestToCentroid(Float32Array.of(1, distance), [0, 0], 50),
      `XClusterDist[1]=${distance} must be a finite distance from 0`,
    ]),
  ]);
  assert.equal(closestToCentroid(new Float32Array(0), [], 50).length, 0);
  assert.equal(propagate([], []).length, 0);
});

test("accuracy is counted of labels that belong together", () => {
  const { NaN: nan } = Number;
  refusedBy([
    [() => labelAccuracy([], []), "nImages=0 must be at least 1"],
    [() => labelAccuracy([1], [1, 2]), "yPropagated.length=1 must equal nImages=2"],
    [() => labelAccuracy([1, 2, 3], [1, 2]), "yPropagated.length=3 must equal nImages=2"],
    [
      () => labelAccuracy([1, 2], [1, 2], [0, 2]),
      "indices[1]=2 must be an integer from 0 to nImages-1=1",
    ],
    [() => labelAccuracy([1], [1], [-1]), "indices[0]=-1 must be"],
    [() => labelAccuracy([nan], [1]), "yPropagated[0]=NaN must be"],
    [() => labelAccuracy([1], [0.5]), "yTrue[0]=0.5 must be"],
  ]);
});
