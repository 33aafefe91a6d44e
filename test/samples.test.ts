import assert from "node:assert/strict";
import { test } from "node:test";
import { head, largestDifference, nFeatures, reshape, samplesOf, take } from "../src/samples";

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
  assert.throws(() => take(six, [3]), /index=3 must be an integer from 0 to nSamples-1=2/);
  assert.equal(head(six, 2).data.buffer, six.data.buffer);
  assert.deepEqual(head(six, 9).shape, [3, 2]);
});

test("the largest difference is taken without its sign", () => {
  const other = samplesOf(Float32Array.of(1, 2.5, 3, 1, 5, 6), [3, 2]);
  assert.equal(largestDifference(six, other), 3);
  assert.throws(() => largestDifference(six, head(six, 2)), /shape=\[2,2\] must be \[3,2\]/);
});
