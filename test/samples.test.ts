import assert from "node:assert/strict";
import { test } from "node:test";
import {
  head,
  largestDifference,
  nFeatures,
  reshape,
  type Samples,
  samplesOf,
  take,
  takeLabels,
} from "../src/data/samples";

const six = samplesOf(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);

test("samples know their width and take a new shape without a copy", () => {
  assert.equal(nFeatures(six), 2);
  const images = reshape(six, [3, 2, 1]);
  assert.deepEqual(images.shape, [3, 2, 1]);
  assert.equal(images.data, six.data);
  assert.throws(() => reshape(six, [4, 2]), /shape=\[4,2\] holds 8 values, but data has 6/);
});

test("take copies samples in the order asked, head is a view of the first", () => {
  assert.deepEqual(take(six, [2, 0, 2]), samplesOf(Float32Array.of(5, 6, 1, 2, 5, 6), [3, 2]));
  assert.throws(() => take(six, [3]), /indices\[0\]=3 must be an integer from 0 to nSamples-1=2/);
  assert.equal(head(six, 2).data.buffer, six.data.buffer);
  assert.deepEqual(head(six, 9).shape, [3, 2]);
});

test("the largest difference is taken without its sign", () => {
  const other = samplesOf(Float32Array.of(1, 2.5, 3, 1, 5, 6), [3, 2]);
  assert.equal(largestDifference(six, other), 3);
  assert.throws(() => largestDifference(six, head(six, 2)), /shape=\[2,2\] must be \[3,2\]/);
});

test("lengths that are none are refused, and data that do not fill their shape", () => {
  const shapes: [number[], RegExp][] = [
    [[-3, -2], /^shape\[0\]=-3 must be an integer from 0/],
    [[1.5, 4], /^shape\[0\]=1.5 must be an integer from 0/],
    [[3, Number.NaN], /^shape\[1\]=NaN must be/],
    [[Number.POSITIVE_INFINITY, 0], /^shape\[0\]=Infinity must be/],
    [[], /^shape=\[\] holds 1 values, but data has 6/],
    [[0, 0], /^shape=\[0,0\] holds 0 values, but data has 6/],
  ];
  for (const [shape, message] of shapes) {
    assert.throws(() => samplesOf(six.data, shape), { name: "RangeError", message });
    assert.throws(() => reshape(six, shape), { message });
  }
  for (const count of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    const message = new RegExp(`^count=${count} must be an integer from 0`);
    assert.throws(() => head(six, count), { name: "RangeError", message });
  }
  for (const length of [5, 7]) {
    const other: Samples = { data: new Float32Array(length), shape: [3, 2] };
    const message = new RegExp(`holds 6 values, but data has ${length}`);
    assert.throws(() => head(other, 1), { message });
    assert.throws(() => take(other, [0]), { message });
  }
  assert.deepEqual(take(samplesOf(new Uint8Array(0), [0, 2]), []).shape, [0, 2]);
});

test("labels are taken at indices that there are, and are labels", () => {
  assert.deepEqual(takeLabels([7, 0, 3], [2, 0]), Uint8Array.of(3, 7));
  for (const index of [3, -1, 0.5, Number.NaN]) {
    const message = new RegExp(
      `^indices\\[1\\]=${index} must be an integer from 0 to nSamples-1=2`,
    );
    assert.throws(() => takeLabels(Uint8Array.of(1, 2, 3), [0, index]), { message });
    assert.throws(() => take(six, [0, index]), { message });
  }
  for (const label of [-1, 256, 0.5, Number.NaN]) {
    const message = new RegExp(
      `^labelsTaken\\[1\\]=${label} must be an integer from 0 to nClasses-1=255`,
    );
    assert.throws(() => takeLabels([1, label, label], [0, 2]), { message });
  }
});
