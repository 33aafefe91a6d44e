import assert from "node:assert/strict";
import { test } from "node:test";
import { countLabelled, NO_LABEL } from "../src/labels/handLabels";
import { ladder, nearestCentroidResult } from "../src/labels/ladder";

// Eight images in four clusters, two each; somebody was unsure of clusters 1 and 3.
const yTrue = Uint8Array.of(0, 0, 1, 1, 0, 1, 1, 1);
const LABELLING = {
  yTrue,
  yPropagated: Int32Array.of(0, 0, NO_LABEL, NO_LABEL, 1, 1, NO_LABEL, NO_LABEL),
  representatives: Int32Array.of(1, 2, 5, 6),
  yRepresentatives: [0, NO_LABEL, 1, NO_LABEL],
  kept: Int32Array.of(1, 5),
};

test("every rung but the ceiling costs as many labels as were given", () => {
  const rungs = ladder(LABELLING, true).map(({ name, images, y, labelAccuracy }) => {
    return [name, [...images], [...Array.from(y)], labelAccuracy];
  });
  assert.deepEqual(rungs, [
    ["the first 2 images", [0, 1], [0, 0], 1],
    ["2 representatives", [1, 5], [0, 1], 1],
    ["their labels spread to the closest", [1, 5], [0, 1], 1],
    ["their labels spread to all", [0, 1, 4, 5], [0, 0, 1, 1], 0.75],
    ["all true labels", [0, 1, 2, 3, 4, 5, 6, 7], [...yTrue], 1],
  ]);
});

test("one label is spoken of as one", () => {
  const yPropagated = LABELLING.yPropagated.map((label) => (label === 1 ? NO_LABEL : label));
  const yRepresentatives = [0, NO_LABEL, NO_LABEL, NO_LABEL];
  const one = { ...LABELLING, yPropagated, yRepresentatives, kept: Int32Array.of(1) };
  const names = ladder(one, false).map(({ name }) => name);
  assert.deepEqual(names.slice(0, 2), ["the first image", "1 representative"]);
});

test("the nearest centroid's label rests on the labels given, and is wrong where there is none", () => {
  const { yRepresentatives } = LABELLING;
  const { nImages, heldOut } = nearestCentroidResult(
    Int32Array.of(0, 1, 2, 3),
    yRepresentatives,
    Uint8Array.of(0, 0, 1, 1),
  );
  assert.deepEqual([nImages, countLabelled(yRepresentatives)], [2, 2]);
  assert.deepEqual(heldOut, { accuracy: 0.5, nImages: 4 });
});
