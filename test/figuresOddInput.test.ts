import assert from "node:assert/strict";
import { test } from "node:test";
import { samplesOf } from "../src/data/samples";
import { accuracyBySeed } from "../src/figures/accuracyBySeed";
import { accuracyCurves } from "../src/figures/accuracyCurves";
import { clusterMembers } from "../src/figures/clusterMembers";
import { confusionMatrix } from "../src/figures/confusionMatrix";
import { distanceDistribution } from "../src/figures/distanceDistribution";
import type { Figure } from "../src/figures/figure";
import { imageGrid } from "../src/figures/imageGrid";
import { misclassifiedDigits } from "../src/figures/misclassifiedDigits";
import { propagatedAccuracyByPercentile } from "../src/figures/propagatedAccuracyByPercentile";
import { representativesGrid } from "../src/figures/representativesGrid";
import { spaceScatter } from "../src/figures/spaceScatter";
import { stepsWaterfall } from "../src/figures/stepsWaterfall";
import { labelNextTable } from "../src/trustTables";
import { countedImages, HISTORY, pictureOf, pixel, TEXTS, type Trace } from "./data/pictures";

test("an accuracy axis holds what it shows, whatever range was wished for", () => {
  const range = (accuracy: number[], yRange?: [number, number]) =>
    accuracyCurves({ ...HISTORY, accuracy }, { yRange }).layout.yaxis?.range;
  assert.deepEqual(range([0.6, 0.9], [0.5, 1]), [0.18, 1]);
  assert.deepEqual(range([0.3, 0.9], [1, 0]), [0, 1]);
  assert.deepEqual(range([Number.NaN, 0.9], [0, 0.5]), [0, 0.92]);
  assert.deepEqual(range([Number.NaN], [0, 0.5]), [0, 0.5]);
  assert.match(
    accuracyCurves({ ...HISTORY, accuracy: [Number.NaN, 0.5] }).caption,
    /goes from – to 50\.0 %/,
  );
  for (const yRange of [
    [Number.NaN, 1],
    [0, Number.POSITIVE_INFINITY],
    [1, 1],
  ] as const) {
    assert.throws(
      () => accuracyCurves(HISTORY, { yRange }),
      /^RangeError: yRange=\[.* two different/,
    );
  }
});

test("no percentile, or one that is none", () => {
  assert.match(propagatedAccuracyByPercentile([], 50).caption, /^No percentile/);
  const one = { percentileClosest: 10, nImages: 0, labelAccuracy: Number.NaN };
  assert.match(
    propagatedAccuracyByPercentile([one], 50).caption,
    /^– of the labels .*\(0 images\)\.$/,
  );
  assert.throws(() => propagatedAccuracyByPercentile([one], 101), /percentileClosest=101 must/);
});

test("labels that are no class, and lists that do not belong together, are refused by name", () => {
  const names = ["a", "b"];
  const images = countedImages(2);
  const cases: [() => Figure, RegExp][] = [
    [
      () => confusionMatrix([0, 2], [0, 0], names),
      /^yTrue\[1\]=2 must be .* nClasses-1=1; correct/,
    ],
    [() => confusionMatrix([0], Uint8Array.of(-1), names), /^yPredicted\[0\]=255 must be/],
    [() => confusionMatrix([0], [0.5], names), /^yPredicted\[0\]=0.5 must be/],
    [
      () => representativesGrid(images, [0], [0, 1], names),
      /^yRepresentativeDigits.length=1 must equal k=2/,
    ],
    [
      () => representativesGrid(images, [0, 300], [0], names),
      /^yRepresentativeDigits\[1\]=300 must/,
    ],
    [
      () => representativesGrid(images, [0, 1], [0, 2], names),
      /^clusterLabels\[1\]=2 must be .* k-1=1/,
    ],
    [
      () => misclassifiedDigits(images, [0], [0, 1], names),
      /^yTrue\.length=1 must equal nImages=2/,
    ],
    [() => misclassifiedDigits(images, [0, 1], [0], names), /^yPredicted\.length=1 must equal/],
    [() => misclassifiedDigits(images, [0, Number.NaN], [0, 0], names), /^yTrue\[1\]=NaN must/],
    [() => misclassifiedDigits(images, [0, 1], [0, 5], names), /^yPredicted\[1\]=5 must/],
    [() => misclassifiedDigits(images, [0, 1], [0, 1], names, { most: 0 }), /^most=0 must/],
  ];
  for (const [build, message] of cases) assert.throws(build, { name: "RangeError", message });
});

test("classes of one name stay apart, and a name is drawn as it stands", () => {
  const names = ["shirt", "<b>&", "shirt"];
  const [{ x, y, z }] = confusionMatrix([0, 1, 2], [0, 1, 2], names).data as Trace[];
  assert.equal(new Set(x).size, 3);
  assert.deepEqual(
    x.map((name: string) => name.replaceAll("\u200b", "")),
    ["shirt", "&lt;b&gt;&amp;", "shirt"],
  );
  assert.deepEqual([y, z.length], [x, 3]);
  const grid = representativesGrid(countedImages(1), [1], [0], names);
  assert.equal((grid.data[2] as Trace).text[0], "&lt;b&gt;&amp;");
  const wrong = misclassifiedDigits(countedImages(1), [1], [0], names);
  assert.equal((wrong.data[2] as Trace).text[0], "&lt;b&gt;&amp;<br>→ shirt");
});

test("300 classes: no number in the cells, no gap that hides them, a caption of bounded length", () => {
  const names = Array.from({ length: 300 }, (_, i) => `class ${i}`);
  const [{ texttemplate, xgap }] = confusionMatrix([0], [299], names).data as Trace[];
  assert.deepEqual([texttemplate, xgap], ["", 0]);
  const { caption } = representativesGrid(countedImages(1), [7], [0], names);
  assert.match(caption, /No image stands for: class 0, class 1, .* and 279 more\.$/);
});

test("no images at all, and pixels that are no number", () => {
  const none = countedImages(0);
  assert.match(representativesGrid(none, [], [], ["a"]).caption, /^The images nearest the 0 cent/);
  assert.match(misclassifiedDigits(none, [], [], []).caption, /^0 of 0/);
  assert.match(confusionMatrix([], [], []).caption, /^0 of 0/);
  const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 103];
  const png = pictureOf(imageGrid(samplesOf(Float32Array.from(values), [1, 2, 2]), TEXTS));
  assert.deepEqual(pixel(png, 0, 0)[1], 0, "a hole");
  assert.deepEqual(
    [pixel(png, 1, 0), pixel(png, 0, 1), pixel(png, 1, 1)],
    [
      [0, 255],
      [255, 255],
      [0, 255],
    ],
  );
});

test("figures of spaces, seeds, steps and clusters refuse what they cannot show", () => {
  const points = samplesOf(Float32Array.of(1, 2, 3, 4), [2, 2]);
  const members = { clusterLabels: Int32Array.of(0, 0), XClusterDist: Float32Array.of(1, 2) };
  const clusters = [{ cluster: 0, name: "the purest" }];
  const shown = (kept: number, distance = 1) =>
    clusterMembers(
      points,
      [1, 2],
      { ...members, XClusterDist: Float32Array.of(distance, 2), kept: Int32Array.of(kept) },
      clusters,
    );
  const cases: [() => Figure, RegExp][] = [
    [() => spaceScatter(points, [0], [0], ["a"]), /^labels\.length=1 must equal nImages=2/],
    [() => spaceScatter(points, [0, 3], [0], ["a"]), /^labels\[1\]=3 must be .* nClasses-1=0/],
    [() => spaceScatter(points, [0, 0], [9], ["a"]), /^representatives\[0\]=9 must be/],
    [
      () => accuracyBySeed([1, 2], [{ name: "x", accuracies: [0.5] }]),
      /^accuracies\.length=1 must equal nSeeds=2/,
    ],
    [() => accuracyBySeed([], []), /^seeds\.length=0 must be/],
    [
      () => stepsWaterfall([{ name: "a", accuracy: Number.NaN }], "x"),
      /^steps\[0\]\.accuracy=NaN must lie from 0 to 1/,
    ],
    [() => shown(7), /^kept\[0\]=7 must be/],
    [() => shown(0, Number.NaN), /^XClusterDist\[0\]=NaN must be/],
    [
      () => distanceDistribution(Float32Array.of(1, 2), [0, 0], 150, Int32Array.of(0)),
      /^percentileClosest=150 must/,
    ],
    [
      () => misclassifiedDigits(countedImages(1), [0], [1], ["a", "b"], { sureness: [Number.NaN] }),
      /^sureness\[0\]=NaN must be a finite number/,
    ],
  ];
  for (const [build, message] of cases) assert.throws(build, { name: "RangeError", message });
  const nan = accuracyBySeed([1, 2], [{ name: "<b>", accuracies: [0.5, Number.NaN] }]);
  assert.equal(nan.caption, "<b>: mean –, lowest –.");
  assert.equal(nan.data[0].name, "&lt;b&gt;");
});

test("no trial has no deviation", () => {
  assert.ok(
    (labelNextTable([]).values as number[][]).every(([, , deviation]) => Number.isNaN(deviation)),
  );
});
