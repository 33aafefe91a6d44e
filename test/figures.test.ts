import assert from "node:assert/strict";
import { test } from "node:test";
import { loadImages } from "../src/data/loading";
import { head, reshape, samplesOf } from "../src/data/samples";
import { accuracyCurves } from "../src/figures/accuracyCurves";
import { centroidsGrid } from "../src/figures/centroidsGrid";
import { clusterMembers } from "../src/figures/clusterMembers";
import { confusionMatrix } from "../src/figures/confusionMatrix";
import { distanceDistribution } from "../src/figures/distanceDistribution";
import { imageGrid } from "../src/figures/imageGrid";
import { misclassifiedDigits } from "../src/figures/misclassifiedDigits";
import { propagatedAccuracyByPercentile } from "../src/figures/propagatedAccuracyByPercentile";
import { representativesGrid } from "../src/figures/representativesGrid";
import { template } from "../src/figures/template";
import { NO_LABEL } from "../src/labels/handLabels";
import { closestToCentroid } from "../src/labels/propagation";
import { countedImages, HISTORY, pictureOf, pixel, TEXTS, type Trace } from "./data/pictures";
import { contrast } from "./support/contrast";

test("an image grid shows every image for any number of them, photos as they are", () => {
  for (const nImages of [0, 9, 10, 11, 37, 500]) {
    const figure = imageGrid(countedImages(nImages), TEXTS);
    const png = pictureOf(figure);
    const rows = Math.max(1, Math.ceil(nImages / 10));
    assert.deepEqual([png.width, png.height], [10 * 4, rows * 5], `${nImages} images`);
    for (let i = 0; i < nImages; i++) {
      const [left, top] = [(i % 10) * 4, Math.floor(i / 10) * 5];
      assert.deepEqual(pixel(png, left, top), [(i * 12) % 256, 255], `image ${i}`);
      assert.deepEqual(pixel(png, left + 2, top + 3), [(i * 12 + 11) % 256, 255]);
      assert.equal(pixel(png, left + 3, top)[1], 0, "the gap is transparent");
    }
    assert.equal((figure.data[1] as Trace).text.length, nImages);
  }
});

test("drawings, on black ground, are ink on paper, be they of bytes or of floats", () => {
  const drawing = Uint8Array.of(0, 0, 0, 0, 200, 0, 0, 255, 9, 0, 0, 0);
  const scaled = Float32Array.from(drawing, (value) => value / 255);
  for (const data of [drawing, scaled]) {
    const png = pictureOf(imageGrid(samplesOf(data, [1, 4, 3]), { ...TEXTS, columns: 1 }));
    const at = [
      [0, 0],
      [1, 1],
      [1, 2],
      [2, 2],
    ].map(([x, y]) => pixel(png, x, y)[0]);
    assert.deepEqual(at, [255, 55, 0, 246]);
  }
});

test("bytes and floats from 0 to 1, with a channel axis or without, give one picture", () => {
  const bytes = countedImages(3);
  const floats = samplesOf(
    Float32Array.from(bytes.data, (value) => value / 255),
    [3, 4, 3, 1],
  );
  assert.deepEqual(imageGrid(floats, TEXTS), imageGrid(bytes, TEXTS));
});

test("captions and what the pointer reads lie at their images", () => {
  const captions = ["a", "b", "c"];
  const figure = imageGrid(countedImages(3), { ...TEXTS, captions, hover: captions, columns: 2 });
  const [, hover, below] = figure.data as Trace[];
  assert.deepEqual([hover.x, hover.y, hover.text], [[1.5, 5.5, 1.5], [2, 2, 7], captions]);
  assert.deepEqual([below.x, below.text], [[1.5, 5.5, 1.5], captions]);
  const rows = [0, 0, 5];
  below.y.forEach((y: number, i: number) => {
    assert.ok(
      y >= rows[i] + 4 && y < rows[i] + 5,
      `caption ${i} stands in the gap below its image`,
    );
  });
});

test("an image grid refuses rows of pixels, and texts of another number", () => {
  const rows = reshape(countedImages(2), [2, 12]);
  assert.throws(() => imageGrid(rows, TEXTS), /shape=\[2,12\] must be \[nImages, height, width\]/);
  assert.throws(
    () => imageGrid(countedImages(2), { ...TEXTS, captions: ["a"] }),
    /captions\.length=1 must equal nImages=2/,
  );
  assert.throws(
    () => imageGrid(countedImages(2), { ...TEXTS, columns: 0 }),
    /columns=0 must be an integer from 1/,
  );
});

test("a grid of 50 real digits takes under 25 kB", async () => {
  const { data } = await loadImages();
  const figure = imageGrid(reshape(head(data, 50), [50, 28, 28]), TEXTS);
  assert.ok(JSON.stringify(figure).length < 25_000);
});

test("representatives carry label, cluster and size, and the caption names what is missing", () => {
  const figure = representativesGrid(
    countedImages(2),
    Uint8Array.of(2, 0),
    Int32Array.of(0, 1, 1, 1, 0),
    ["zero", "one", "two"],
  );
  const [, hover, below] = figure.data as Trace[];
  assert.deepEqual(hover.text, [
    "cluster 0<br>label two<br>2 images",
    "cluster 1<br>label zero<br>3 images",
  ]);
  assert.deepEqual(below.text, ["two", "zero"]);
  assert.match(figure.caption, /2 centroids.*from 2 to 3 images\. No image stands for: one\.$/);
});

test("what is said of representatives: clusters of one size, labels that nobody gave, a gap among the classes", () => {
  const caption = (labels: number[], clusters: number[], names: string[]) =>
    representativesGrid(countedImages(labels.length), labels, clusters, names).caption;
  const said = caption([1, 2, NO_LABEL], [0, 1, 2], ["unnamed 0", "a", "b"]);
  assert.match(
    said,
    /Each of their clusters holds 1 image\. 1 is unsure: its cluster is left out\./,
  );
  assert.match(said, /All 2 classes are among them\.$/);
  const two = caption([1, NO_LABEL, NO_LABEL], [0, 1, 1, 2], ["unnamed 0", "a", "b"]);
  assert.match(two, /from 1 to 2 images\. 2 are unsure: .*\. No image stands for: b\.$/);
});

test("accuracy curves have the original's axes and whole epochs", () => {
  const figure = accuracyCurves(HISTORY, { yRange: [0.1, 1] });
  const traces = figure.data as Trace[];
  assert.deepEqual(
    traces.map(({ name, x, y }) => [name, x, y]),
    [
      ["accuracy", [1, 2], [0.25, 0.75]],
      ["val_accuracy", [1, 2], [0.3, 0.2]],
    ],
  );
  assert.deepEqual(figure.layout.yaxis?.range, [0.1, 1]);
  assert.equal(figure.layout.xaxis?.dtick, 1);
  assert.match(figure.caption, /2 epochs .* rises from 25.0 % to 75.0 %.* falls from 30.0 % to 20/);
});

test("accuracy curves do without validation, and without any epoch", () => {
  assert.equal(accuracyCurves({ ...HISTORY, valAccuracy: [] }).data.length, 1);
  const empty = { ...HISTORY, accuracy: [], valAccuracy: [] };
  assert.match(accuracyCurves(empty).caption, /no epoch is complete/);
  assert.match(accuracyCurves({ ...empty, nEpochs: 0 }).caption, /the network was not trained/);
});

test("the distance distribution counts every image once, kept or left out", () => {
  const distances = Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40);
  const clusters = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
  const kept = closestToCentroid(distances, clusters, 50);
  const figure = distanceDistribution(distances, clusters, 50, kept);
  const sums = (figure.data as Trace[]).map(({ y }) => y.reduce((a: number, b: number) => a + b));
  assert.deepEqual(sums, [4, 4]);
  assert.match(figure.caption, /4 of 8 images keep.*between 2.0 and 20.0, their median is 11.0/);
  assert.equal(figure.layout.shapes?.[0].x0, 11);
  const all = Int32Array.of(0, 1, 2);
  const still = distanceDistribution(new Float32Array(3), new Int32Array(3), 100, all);
  assert.match(still.caption, /3 of 3 images keep/);
  const two = Int32Array.of(0, 1);
  const small = distanceDistribution(Float32Array.of(1e-6, 3e-6), [0, 0], 100, two);
  assert.match(small.caption, /The cut-off distance is 0\.0000030\.$/);
  assert.match((small.data[0] as Trace).hovertemplate, /%\{x:\.7f\}/);
  const none = distanceDistribution(new Float32Array(0), [], 50, new Int32Array(0));
  assert.match(none.caption, /^0 of 0 images keep/);
  assert.throws(
    () => distanceDistribution(Float32Array.of(1, Number.NaN), [0, 0], 50, two),
    /NaN must be/,
  );
  assert.throws(
    () => distanceDistribution(Float32Array.of(1), [0], 50, two),
    /kept\[1\]=1 must be an integer from 0 to nImages-1=0/,
  );
});

test("images of a cluster without a label count as left out, and so does its cut-off", () => {
  const distances = Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40);
  const clusters = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
  const figure = distanceDistribution(distances, clusters, 0, Int32Array.of(0));
  const sums = (figure.data as Trace[]).map(({ name, y }) => [
    name,
    y.reduce((a: number, b: number) => a + b),
  ]);
  assert.deepEqual(sums, [
    ["kept", 1],
    ["left out", 7],
  ]);
  assert.equal(
    figure.caption,
    "1 of 8 images keep their propagated label: in each cluster that has a label the nearest image. The cut-off distance is 1.0.",
  );
});

test("accuracy by percentile plots per cent and describes both ends", () => {
  const ends = [
    { percentileClosest: 10, nImages: 1000, labelAccuracy: 0.95 },
    { percentileClosest: 100, nImages: 10000, labelAccuracy: 0.805 },
  ];
  const figure = propagatedAccuracyByPercentile(ends, 50);
  assert.deepEqual((figure.data[0] as Trace).y, [95, 80.5]);
  assert.match(figure.caption, /95.0 % .* nearest 10 % \(1,000 images\), 80.5 % .* 100 % \(10,000/);
  const nearest = { percentileClosest: 0, nImages: 1, labelAccuracy: 1 };
  assert.equal(
    propagatedAccuracyByPercentile([nearest], 0).caption,
    "100.0 % of the labels are correct on the nearest image of each cluster (1 image).",
  );
});

test("a confusion matrix counts pairs, true class by row", () => {
  const figure = confusionMatrix([0, 0, 0, 1, 1], [0, 1, 1, 1, 1], ["a", "b", "c"]);
  const [{ z, text }] = figure.data as Trace[];
  assert.deepEqual(text, [
    ["1", "2", ""],
    ["", "2", ""],
    ["", "", ""],
  ]);
  assert.deepEqual(z, [
    [33.33, 66.67, 0],
    [0, 100, 0],
    [null, null, null],
  ]);
  assert.match(figure.caption, /^3 of 5 images .* 2 times: a taken for b\.$/);
  assert.match(
    confusionMatrix([0, 1], [1, 1], ["a", "b"]).caption,
    /^1 of 2 images .* No error is made twice; one is: a taken for b\.$/,
  );
  assert.match(
    confusionMatrix([1], [1], ["a", "b"]).caption,
    /^1 of 1 images get their true class/,
  );
  assert.throws(
    () => confusionMatrix([0], [], ["a"]),
    /yPredicted\.length=0 must equal yTrue\.length=1/,
  );
});

test("a gap among the classes has no row in a confusion matrix, unless an image was taken for it", () => {
  const matrix = (yPredicted: number[]) =>
    confusionMatrix([1, 2], yPredicted, ["unnamed 0", "a", "b"]).data[0] as Trace;
  const { x, y, z } = matrix([1, 2]);
  const whole = [
    [100, 0],
    [0, 100],
  ];
  assert.deepEqual([x, y, z], [["a", "b"], ["a", "b"], whole]);
  assert.deepEqual(matrix([0, 2]).x, ["unnamed 0", "a", "b"]);
});

test("misclassified images stand above their true and their predicted class", () => {
  const classNames = ["0", "1"];
  const wrong = misclassifiedDigits(countedImages(4), [0, 1, 0, 1], [0, 0, 1, 0], classNames, {
    most: 2,
  });
  assert.deepEqual((wrong.data[2] as Trace).text, ["1 → 0", "0 → 1"]);
  assert.equal((wrong.data[1] as Trace).text[1], "image 2<br>true 0<br>predicted 1");
  assert.match(wrong.caption, /^3 of 4 images got a wrong class; the first 2/);
  const surest = misclassifiedDigits(countedImages(4), [0, 1, 0, 1], [0, 0, 1, 0], classNames, {
    most: 2,
    sureness: [1, 0.2, 0.9, 0.7],
    title: "Wrong",
  });
  assert.deepEqual((surest.data[2] as Trace).text, ["0 → 1", "1 → 0"]);
  assert.equal((surest.data[1] as Trace).text[1], "image 3<br>true 1<br>predicted 0");
  assert.match(surest.caption, /the surest 2 are shown/);
  assert.deepEqual(surest.layout.title, { text: "Wrong" });
  const none = misclassifiedDigits(countedImages(1), [0], [0], classNames);
  assert.equal(none.caption, "0 of 1 image got a wrong class.");
  const one = misclassifiedDigits(countedImages(2), [0, 1], [0, 0], classNames, {
    sureness: [1, 1],
  });
  assert.match(one.caption, /^1 of 2 images got a wrong class; the surest is shown, below it its/);
});

test("every chart names its axes and takes the project's template", () => {
  const charts = [
    accuracyCurves(HISTORY),
    distanceDistribution(Float32Array.of(1), Int32Array.of(0), 50, Int32Array.of(0)),
    propagatedAccuracyByPercentile([{ percentileClosest: 1, nImages: 1, labelAccuracy: 1 }], 1),
    confusionMatrix([0], [0], ["a"]),
  ];
  for (const { layout } of charts) {
    assert.equal(layout.template, template);
    const titles = [layout.title, layout.xaxis?.title, layout.yaxis?.title] as { text: string }[];
    for (const { text } of titles) assert.ok(text.length > 3);
  }
});

test("every colour of a curve stands out by 3:1 on a light and on a dark page", () => {
  for (const color of template.layout?.colorway ?? []) {
    for (const page of ["#ffffff", "#111111"]) {
      assert.ok(contrast(color as string, page) >= 3, `${color} on ${page}`);
    }
  }
});

test("each centroid is drawn as the mean of its images, beside its representative", () => {
  const images = samplesOf(Uint8Array.of(0, 100, 200, 100, 50, 50), [3, 2]);
  const nearest = samplesOf(Uint8Array.of(200, 100, 50, 50), [2, 1, 2]);
  const figure = centroidsGrid(images, [0, 0, 1], nearest);
  const png = pictureOf(figure);
  const rows = [0, 1, 2, 3].map((i) => [pixel(png, 3 * i, 0)[0], pixel(png, 3 * i + 1, 0)[0]]);
  const means = [
    [100, 100],
    [200, 100],
    [50, 50],
    [50, 50],
  ];
  assert.deepEqual(rows, means);
  assert.deepEqual((figure.data[2] as Trace).text, ["0: mean", "nearest", "1: mean", "nearest"]);
  const many = samplesOf(new Uint8Array(60), [30, 1, 2]);
  const labels = Array.from({ length: 30 }, (_, i) => i);
  const shown = centroidsGrid(samplesOf(many.data, [30, 2]), labels, many);
  assert.match(shown.caption, /^The first 20 of 30 clusters/);
});

test("a cluster's members stand from the nearest to the farthest, kept or left out", () => {
  const images = samplesOf(
    Uint8Array.from({ length: 24 }, (_, i) => i),
    [12, 2],
  );
  const clusterLabels = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  const XClusterDist = Float32Array.from(clusterLabels, (_, i) => 11 - i);
  const members = { clusterLabels, XClusterDist, kept: Int32Array.of(9, 10, 11) };
  const clusters = [
    { cluster: 0, name: "pure" },
    { cluster: 1, name: "small" },
  ];
  const figure = clusterMembers(images, [1, 2], members, clusters);
  const [, hover, below] = figure.data as Trace[];
  assert.deepEqual(below.text.slice(0, 3), ["kept", "kept", "left out"]);
  assert.equal(hover.text[0], "image 10<br>distance 1.00");
  assert.equal(hover.text[9], "image 0<br>distance 11.00");
  assert.deepEqual(new Set(below.text.slice(10)), new Set(["kept"]));
  assert.equal(
    figure.caption,
    "Row 1: pure, cluster 0 with 11 images, of which 10 from the nearest to the farthest are shown. Row 2: small, cluster 1 with 1 image, shown 10 times.",
  );
  const few = { ...members, clusterLabels: clusterLabels.map((_, i) => (i < 3 ? 0 : 1)) };
  assert.match(
    clusterMembers(images, [1, 2], few, clusters).caption,
    /cluster 0 with 3 images, all shown .*, some more than once\. .* cluster 1 with 9 images, all/,
  );
  assert.throws(() => clusterMembers(images, [1, 2], members, [{ cluster: 5, name: "none" }]), {
    message: /^nImages of cluster 5=0 must be an integer from 1/,
  });
});
