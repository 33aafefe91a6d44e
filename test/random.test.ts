import assert from "node:assert/strict";
import { test } from "node:test";
import { RandomState } from "../src/numeric/random";
import reference from "./reference/scikit-learn.json";

test("the stream is NumPy's, draw for draw", () => {
  const { seed, first5_uint32, random_sample5, permutation10 } = reference.mt19937;
  const bits = new RandomState(seed);
  assert.deepEqual(
    first5_uint32.map(() => bits.uint32()),
    first5_uint32,
  );
  const samples = new RandomState(seed);
  assert.deepEqual(
    random_sample5.map(() => samples.randomSample()),
    random_sample5,
  );
  assert.deepEqual([...new RandomState(seed).permutation(10)], permutation10);
});

test("a seed that NumPy would refuse is refused", () => {
  for (const seed of [-1, 1.5, 2 ** 32, Number.NaN]) {
    assert.throws(() => new RandomState(seed), new RegExp(`seed=${seed} must be an integer`));
  }
});
