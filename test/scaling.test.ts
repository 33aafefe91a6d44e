import assert from "node:assert/strict";
import { test } from "node:test";
import { samplesOf } from "../src/data/samples";
import { MinMaxScaler } from "../src/data/scaling";
import { scaledMnist } from "./data/mnist";
import reference from "./reference/scikit-learn.json";

test("the digits scale to scikit-learn's sums, with constant columns at 0", async () => {
  const { XTrain } = await scaledMnist();
  const sum = XTrain.data.reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(sum / reference.scale.sum - 1) < 1e-7, `sum ${sum}`);
  const row0 = XTrain.data.subarray(0, 784).reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(row0 - reference.scale.row0_sum) < 1e-4);
  const largest = new Float32Array(784);
  XTrain.data.forEach((value, i) => {
    if (value > largest[i % 784]) largest[i % 784] = value;
  });
  assert.equal(largest.filter((value) => value === 0).length, reference.scale.constant_columns);
  assert.ok(largest.every((value) => value === 0 || value === 1));
});

test("a scaler keeps to the ranges that it was fitted on", () => {
  const scaler = new MinMaxScaler().fit(samplesOf(Uint8Array.of(0, 7, 10, 7), [2, 2]));
  const scaled = scaler.transform(samplesOf(Uint8Array.of(5, 7, 20, 9), [2, 2]));
  assert.deepEqual([...scaled.data], [0.5, 0, 2, 2]);
});

test("what cannot be scaled is refused by name", () => {
  const scaler = new MinMaxScaler();
  assert.throws(() => scaler.fit(samplesOf(new Float32Array(0), [0, 2])), /nSamples=0/);
  const broken = samplesOf(Float32Array.of(1, 2, 3, Number.NaN), [2, 2]);
  assert.throws(() => scaler.fit(broken), /value=NaN at row 1, column 1/);
  const fitted = new MinMaxScaler().fit(samplesOf(Float32Array.of(1, 2), [1, 2]));
  assert.throws(() => fitted.transform(broken), /value=NaN at row 1, column 1/);
  assert.throws(() => scaler.transform(broken), /nColumns=2 must equal the 0 columns fitted on/);
});
