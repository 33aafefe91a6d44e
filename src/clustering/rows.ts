import { availableParallelism } from "node:os";
import { nFeatures, type Samples, type Values } from "../data/samples";
import { isShared, shared, sharedRoomFor } from "../numeric/memory";
import type { Pace } from "../running/pace";

/** Fewer numbers than these are done before another thread is ready. */
const NUMBERS_A_THREAD = 2 ** 23;
/** Largest |x|^2 whose products still fit in float32 many times over. */
const LARGEST_SQUARE = 1e30;

/**
 * Samples as k-means reads them: rows of numbers in whatever type they came, and where they lie, unless
 * they are seen from another point than zero.
 */
export interface Rows {
  readonly data: Values;
  readonly count: number;
  readonly width: number;
  /** The point that was subtracted from each row. */
  readonly origin: Float64Array;
  /** |x|^2 of each row, in float64, once measured. */
  readonly squaredNorms: Float64Array;
}

/** Rows from one to before another. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Samples as rows that are neither filled in nor measured yet.
 * @param X shape [nSamples, ...]
 * @param origin subtracted from each; if it is zero, the samples are copied only for other threads
 * @param forThreads whether other threads are to see them, where that is worth their while
 */
export function unmeasured(X: Samples, origin: Float64Array, forThreads = false): Rows {
  const [count] = X.shape;
  const width = nFeatures(X);
  const inPlace = origin.every((value) => value === 0);
  const seen = isShared(X.data) || !forThreads || threadsFor({ count, width }) === 1;
  const data = inPlace && seen ? X.data : sharedRoomFor(X.data);
  return { data, count, width, origin, squaredNorms: shared(Float64Array, count) };
}

/** How many threads are worth their while for so many rows of such a width. */
export function threadsFor({ count, width }: Pick<Rows, "count" | "width">): number {
  const worthwhile = Math.floor((count * width) / NUMBERS_A_THREAD);
  return Math.max(1, Math.min(availableParallelism(), worthwhile));
}

/**
 * Fills rows in and measures them.
 * @param X the samples that they are
 * @throws RangeError naming the first value that is NaN, infinite or too large
 */
export async function measure(rows: Rows, X: Samples, pace: Pace): Promise<void> {
  const { data, count, width, origin, squaredNorms } = rows;
  for (let row = 0; row < count; row++) {
    const start = row * width;
    if (data !== X.data)
      for (let j = 0; j < width; j++) data[start + j] = X.data[start + j] - origin[j];
    squaredNorms[row] = dot(data, start, data, start, width);
    if (!(squaredNorms[row] <= LARGEST_SQUARE)) throw notUsable(X.data, row, origin);
    if (row % 1024 === 0) await pace.step();
  }
}

/**
 * Reads samples as rows.
 * @param X shape [nSamples, ...]; all values finite
 * @param origin subtracted from each
 * @throws RangeError naming the first value that is NaN, infinite or too large
 */
export async function rowsOf(
  X: Samples,
  pace: Pace,
  origin: Float64Array = new Float64Array(nFeatures(X)),
): Promise<Rows> {
  const rows = unmeasured(X, origin);
  await measure(rows, X, pace);
  return rows;
}

/** Some of the rows, without a copy. */
export function rowsBetween(rows: Rows, { start, end }: Range): Rows {
  const { data, width, origin, squaredNorms } = rows;
  return {
    data: data.subarray(start * width, end * width),
    count: end - start,
    width,
    origin,
    squaredNorms: squaredNorms.subarray(start, end),
  };
}

/** Copies of some rows, in float64. */
export function rowsAt({ data, width }: Rows, indices: readonly number[]): Float64Array {
  const copies = new Float64Array(indices.length * width);
  indices.forEach((row, i) => {
    copies.set(data.subarray(row * width, (row + 1) * width), i * width);
  });
  return copies;
}

/** The scalar product of `length` values of a, from `i` on, with as many of b, from `j` on. */
export function dot(a: Values, i: number, b: Values, j: number, length: number): number {
  // Two sums at a time, because each addition waits for the one before it.
  let even = 0;
  let odd = 0;
  let at = 0;
  for (; at + 1 < length; at += 2) {
    even += a[i + at] * b[j + at];
    odd += a[i + at + 1] * b[j + at + 1];
  }
  return at < length ? even + odd + a[i + at] * b[j + at] : even + odd;
}

/** The mean of vectors, one after the other, and their mean squared distance from it. */
export async function momentsOf(
  { data, count, width }: Pick<Rows, "data" | "count" | "width">,
  pace: Pace,
): Promise<{ mean: Float64Array; variance: number }> {
  // Seen from the first vector, so that values far from zero keep their digits.
  const sums = new Float64Array(width);
  let squares = 0;
  for (let row = 0; row < count; row++) {
    for (let j = 0, at = row * width; j < width; j++, at++) {
      const difference = data[at] - data[j];
      sums[j] += difference;
      squares += difference * difference;
    }
    if (row % 1024 === 0) await pace.step();
  }
  const mean = sums.map((sum, j) => data[j] + sum / count);
  const variance = Math.max(0, squares - dot(sums, 0, sums, 0, width) / count) / count;
  return { mean, variance };
}

/** |x - c|^2 between one row and one centroid, in float64. */
export function squaredDistance(
  { data, width }: Rows,
  row: number,
  centroids: Float64Array,
  cluster: number,
): number {
  const shift = (cluster - row) * width;
  let sum = 0;
  for (let j = row * width; j < (row + 1) * width; j++) {
    const difference = data[j] - centroids[j + shift];
    sum += difference * difference;
  }
  return sum;
}

function notUsable(data: Values, row: number, origin: Float64Array): RangeError {
  const start = row * origin.length;
  const values = Array.from(origin, (_, j) => data[start + j]);
  const column = values.findIndex((value) => !Number.isFinite(value));
  if (column >= 0) {
    return new RangeError(
      `value=${values[column]} at row ${row}, column ${column} must be a finite number; repair or drop that sample`,
    );
  }
  const distance = values.reduce((sum, value, j) => Math.hypot(sum, value - origin[j]), 0);
  const from = origin.every((value) => value === 0) ? "zero" : "where most samples lie";
  return new RangeError(
    `row ${row} is ${distance} away from ${from}, which must be at most ${Math.sqrt(LARGEST_SQUARE)}; scale the samples`,
  );
}
