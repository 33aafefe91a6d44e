import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { loadImages } from "../src/data/loading";
import { samplesOf } from "../src/data/samples";
import { trainTestSplit } from "../src/data/splitting";
import { RandomState } from "../src/numeric/random";
import reference from "./reference/scikit-learn.json";
import splits from "./reference/splits.json";

const { split } = reference;

test("the digits split into scikit-learn's rows, in its order", async () => {
  const mnist = await loadImages();
  const { XTrain, XTest, yTrain, yTest } = trainTestSplit(mnist.data, mnist.target);
  assert.deepEqual(XTrain.shape, [split.n_train, 784]);
  assert.deepEqual(XTest.shape, [split.n_test, 784]);
  assert.deepEqual([...yTrain.subarray(0, 20)], split.y_train_first20);
  const counts = new Array(10).fill(0);
  for (const label of yTrain) counts[label]++;
  assert.deepEqual(counts, split.y_train_counts);
  split.train_first10.forEach((row, i) => {
    const [ours, theirs] = [
      XTrain.data.subarray(i * 784, (i + 1) * 784),
      mnist.data.data.subarray(row * 784, (row + 1) * 784),
    ];
    assert.deepEqual(ours, theirs);
  });
  assert.equal(yTest.length, split.n_test);
});

test("all 70,000 row numbers hash to scikit-learn's", () => {
  const order = new RandomState(split.random_state).permutation(split.n_train + split.n_test);
  const sha256 = (rows: Int32Array) => createHash("sha256").update(rows).digest("hex");
  assert.equal(sha256(order.slice(0, split.n_test)), split.test_int32le_sha256);
  assert.equal(sha256(order.slice(split.n_test)), split.train_int32le_sha256);
});

test("other seeds and sizes split as scikit-learn does", () => {
  const X = samplesOf(
    Float32Array.from({ length: 11 }, (_, i) => i),
    [11, 1],
  );
  const y = Uint8Array.from({ length: 11 }, (_, i) => i);
  for (const { random_state, test_size, train, test } of splits) {
    const parts = trainTestSplit(X, y, { randomState: random_state, testSize: test_size });
    assert.deepEqual([...parts.XTrain.data], train);
    assert.deepEqual([...parts.yTest], test);
    assert.deepEqual([...parts.testRows], test);
  }
});

test("a split that would leave a part empty or mix up labels is refused", () => {
  const X = samplesOf(new Uint8Array(4), [4, 1]);
  assert.throws(() => trainTestSplit(X, new Uint8Array(3)), /y.length=3 must equal nSamples=4/);
  for (const testSize of [0, 1, -0.5, Number.NaN]) {
    assert.throws(
      () => trainTestSplit(X, new Uint8Array(4), { testSize }),
      /testSize=.* must lie between 0 and 1/,
    );
  }
  assert.throws(
    () => trainTestSplit(X, new Uint8Array(4), { testSize: 0.9 }),
    /leaves no training samples/,
  );
});
