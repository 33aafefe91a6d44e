import assert from "node:assert/strict";

/** Asserts that numbers lie near the first of the others, as many as are expected. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
) {
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    assert.ok(difference <= tolerance, `[${i}]: ${actual[i]}, expected ${expected[i]}`);
  }
}
