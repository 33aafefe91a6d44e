import assert from "node:assert/strict";
import { test } from "node:test";
import { samplesOf } from "../src/data/samples";
import { accuracyBySeed } from "../src/figures/accuracyBySeed";
import { spaceScatter } from "../src/figures/spaceScatter";
import { stepsWaterfall } from "../src/figures/stepsWaterfall";

test("the waterfall shows each step's score and what it added", () => {
  const steps = [
    { name: "pixels", accuracy: 0.8 },
    { name: "gradients, components", accuracy: 0.95 },
  ];
  const { data, caption } = stepsWaterfall(steps, "Correct labels");
  const [bars] = data as { x: string[]; y: number[]; customdata: string[][] }[];
  assert.deepEqual(bars.x, ["pixels", "gradients,<br>components"]);
  assert.deepEqual(bars.y, [80, 95]);
  assert.deepEqual(bars.customdata, [
    ["pixels", "+80.0"],
    ["gradients, components", "+15.0"],
  ]);
  assert.equal(caption, "Correct labels: 80.0 % by pixels, 95.0 % by gradients, components.");
});

test("a step that was not taken is named", () => {
  const steps: { name: string; accuracy: number }[] = [];
  const taken = { name: "pixels", accuracy: 0.8 };
  assert.throws(
    () => stepsWaterfall(steps, "Correct labels"),
    /^RangeError: steps\[0\]=undefined /,
  );
  steps[0] = taken;
  steps[2] = taken;
  assert.throws(
    () => stepsWaterfall(steps, "Correct labels"),
    /^RangeError: steps\[1\]=undefined /,
  );
});

test("the scatter holds one trace a class and the labelled images, evenly thinned out", () => {
  const points = samplesOf(
    Float32Array.from({ length: 40 }, (_, i) => i),
    [10, 4],
  );
  const labels = Uint8Array.from({ length: 10 }, (_, i) => i % 2);
  const { data, caption } = spaceScatter(points, labels, [3, 8], ["even", "odd"], { most: 5 });
  const traces = data as { name: string; x: number[]; y: number[]; text?: string[] }[];
  assert.deepEqual(
    traces.map(({ name, x }) => [name, x]),
    [
      ["even", [1, 9, 17, 25, 33]],
      ["odd", []],
      ["labelled", [13, 33]],
    ],
  );
  assert.deepEqual(traces[2].y, [14, 34]);
  assert.deepEqual(traces[2].text, ["odd", "even"]);
  assert.match(caption, /^5 of 10 images along coordinates 2 and 3/);
  const flat = samplesOf(new Float32Array(20), [10, 2]);
  const narrow = spaceScatter(flat, labels, [3], ["even", "odd"]);
  assert.match(narrow.caption, /along coordinates 2 and 2/);
  assert.throws(
    () => spaceScatter(flat, labels, [3], ["even", "odd"], { axes: [0, 2] }),
    /axes\[1\]=2 must be an integer from 0 to nCoordinates-1=1/,
  );
});

test("scores by seed tell mean and lowest", () => {
  const { data, caption } = accuracyBySeed([0, 1], [{ name: "vote", accuracies: [0.99, 0.98] }]);
  assert.deepEqual((data[0] as { y: number[] }).y, [99, 98]);
  assert.equal(caption, "vote: mean 98.50 %, lowest 98.00 %.");
});
