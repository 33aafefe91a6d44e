import assert from "node:assert/strict";
import { test } from "node:test";
import { moreToHalve, wilson } from "../src/numeric/wilson";

// SciPy 1: scipy.stats.binomtest(hits, n).proportion_ci(method="wilson")
const SCIPY = [
  [8, 10, 0.4901624715366418, 0.9433178485456248],
  [0, 40, 0, 0.08762160119728662],
  [40, 40, 0.9123783988027133, 1],
  [30, 40, 0.5980603857923197, 0.858128813609037],
  [1, 1, 0.20654931437723745, 1],
  [14000, 17500, 0.7940080714351033, 0.8058602503102782],
];

test("intervals are SciPy's", () => {
  for (const [hits, n, low, high] of SCIPY) {
    const interval = wilson(hits, n);
    assert.ok(Math.abs(interval.low - low) < 1e-9, `${hits} of ${n}: ${interval.low}`);
    assert.ok(Math.abs(interval.high - high) < 1e-9, `${hits} of ${n}: ${interval.high}`);
  }
});

test("what more it takes to halve the interval is enough, and one fewer is not", () => {
  for (const [hits, n] of [
    [30, 40],
    [40, 40],
    [0, 3],
    [1, 1],
  ]) {
    const width = (size: number) => {
      const { low, high } = wilson((hits / n) * size, size);
      return high - low;
    };
    const more = moreToHalve(hits, n);
    assert.ok(width(n + more) <= width(n) / 2 && width(n + more - 1) > width(n) / 2, `${more}`);
  }
});

test("counts that cannot be are refused", () => {
  assert.throws(() => wilson(1, 0), /n=0 must be a finite number above 0/);
  assert.throws(() => wilson(3, 2), /hits=3 must lie from 0 to n=2/);
  assert.throws(() => wilson(Number.NaN, 2), /hits=NaN/);
});
