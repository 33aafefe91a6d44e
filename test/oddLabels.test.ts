import assert from "node:assert/strict";
import { test } from "node:test";
import { namedPictures } from "../src/cnn/namedPictures";
import { imageHashes } from "../src/data/imageHash";
import { samplesOf } from "../src/data/samples";
import { together } from "../src/graph/vote";
import { ladder, nearestCentroidResult } from "../src/labels/ladder";
import { labelledOf } from "../src/labels/propagation";
import { clusterPurities, extremeClusters } from "../src/labels/purity";
import * as quality from "../src/labels/quality";
import { labelNext, nearestMembers, spreadWithinClusters } from "../src/labels/suggestions";

const indices = (...values: number[]) => Int32Array.from(values);
const probabilities = samplesOf(Float32Array.of(0.9, 0.1, 0.2, 0.8), [2, 2]);
const points = samplesOf(Float32Array.of(1, 2), [2, 1]);
const LABELLING = {
  yTrue: Uint8Array.of(0, 1),
  yPropagated: indices(0, 1),
  representatives: indices(0, 1),
  yRepresentatives: [0, 1],
  kept: indices(0),
};
const rungs = (changed: Partial<typeof LABELLING>) => ladder({ ...LABELLING, ...changed }, false);

test("labels, indices and counts that do not fit are refused by name", () => {
  const cases: [() => unknown, RegExp][] = [
    [() => labelledOf(indices(0, 5), [1, 2]), /^indices\[1\]=5 must be .* nImages-1=1/],
    // Without a check, the first image of class 2 is the second image of class 0.
    [() => quality.selfConfidence(probabilities, [2, 1]), /^y\[0\]=2 must be .* nClasses-1=1/],
    [() => quality.selfConfidence(probabilities, [0]), /^y\.length=1 must equal nImages=2/],
    [() => quality.mostSuspicious(Float32Array.of(0.5, Number.NaN), 1), /^confidence\[1\]=NaN/],
    [() => quality.mostSuspicious(Float32Array.of(0.5), -1), /^count=-1 must be/],
    [() => quality.spotCheckImages(5, -2), /^count=-2 must be an integer from 0/],
    [() => quality.spotCheckImages(2.5, 1), /^nImages=2.5 must be/],
    [() => quality.spotCheck([0, 1], [0]), /^yGiven\.length=1 must equal yTold\.length=2/],
    [() => quality.spotCheck([0, Number.NaN], [0, 1]), /^yTold\[1\]=NaN must be/],
    [() => quality.spotCheckByClass([0, 5], [0, 1], 2), /^yTold\[1\]=5 must be .* nClasses-1=1/],
    [() => quality.countWrong(["a"], ["a"], [1]), /^indices\[0\]=1 must be/],
    [() => quality.countWrong(["a", "b"], ["a"], [0]), /^truth\.length=1 must equal/],
    [() => quality.classWarnings([300], ["a", "b"]), /^y\[0\]=300 must be/],
    [() => clusterPurities(indices(0), [Number.NaN], [0]), /^yPropagated\[0\]=NaN must be/],
    [() => extremeClusters([Number.NaN]), /^purities hold no number; label/],
    [
      () => nearestCentroidResult(indices(0, 7), [0, 1], Uint8Array.of(0, 1)),
      /^clusters\[1\]=7 must be .* k-1=1/,
    ],
    [() => rungs({ kept: indices(9) }), /^kept\[0\]=9 must be .* nImages-1=1/],
    [() => rungs({ representatives: indices(0, 9) }), /^representatives\[1\]=9 must be/],
    [() => rungs({ yRepresentatives: [0] }), /^yRepresentatives\.length=1 must equal k=2/],
    [() => rungs({ yPropagated: indices(0) }), /^yPropagated\.length=1 must equal nImages=2/],
    [
      () => labelNext(points, probabilities, indices(0, 0), [5, 0], [], 1),
      /^yPropagated\[0\]=5 must be .* nClasses-1=1/,
    ],
    [
      () => labelNext(points, probabilities, indices(0), [0, 0], [], 1),
      /^clusterLabels\.length=1 must/,
    ],
    [() => labelNext(points, probabilities, indices(0, 0), [0, 0], [], 0.5), /^count=0.5 must/],
    [() => spreadWithinClusters(points, indices(0, 0), indices(-2, 0)), /^yHand\[0\]=-2 must/],
    [() => nearestMembers([1, 2], indices(0, 5), 1), /^clusterLabels\[1\]=5 must be .* k-1=0/],
    [() => nearestMembers([Number.NaN], indices(0), 1), /^XClusterDist\[0\]=NaN must be/],
    [() => together([]), /^opinions\.length=0 must be an integer from 1/],
    [
      () => namedPictures(["a", "b"], Float32Array.of(0.1, 0.9), ["x", "y"]),
      /^probabilities\.length=2 must equal nPictures \* nClasses=4/,
    ],
    [
      () => imageHashes(samplesOf(new Uint8Array(4), [1, 4]), [28, 28]),
      /^shape=\[1,28,28\] holds 784 values, but data has 4/,
    ],
  ];
  for (const [run, message] of cases) assert.throws(run, { name: "RangeError", message });
});
