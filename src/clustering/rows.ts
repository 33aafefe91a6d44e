import { nFeatures, type Samples, type Values } from "../samples";
import { shared } from "../shared";
import type { Pace } from "./pace";

/** Largest |x|^2 whose products still fit in float32 many times over. */
const LARGEST_SQUARE = 1e30;

/** Samples as k-means reads them: rows of numbers in whatever type they came, never copied as a whole. */
export interface Rows {
  readonly data: Values;
  readonly count: number;
  readonly width: number;
  /** |x|^2 of each row, in float64, once measured. */
  readonly squaredNorms: Float64Array;
}

/** Rows from one to before another. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Samples as rows that are not measured yet.
 * @param X shape [nSamples, ...]
 */
export function unmeasured(X: Samples): Rows {
  const count = X.shape[0];
  return { data: X.data, count, width: nFeatures(X), squaredNorms: shared(Float64Array, count) };
}

/**
 * Measures rows.
 * @throws RangeError naming the first value that is NaN, infinite or too large
 */
export async function measure(rows: Rows, pace: Pace): Promise<void> {
  const { data, count, width, squaredNorms } = rows;
  for (let row = 0; row < count; row++) {
    squaredNorms[row] = dot(data, row * width, data, row * width, width);
    if (!(squaredNorms[row] <= LARGEST_SQUARE)) throw notUsable(data, row, width);
    if (row % 1024 === 0) await pace.step();
  }
}

/**
 * Reads samples as rows.
 * @param X shape [nSamples, ...]; all values finite
 * @throws RangeError naming the first value that is NaN, infinite or too large
 */
export async function rowsOf(X: Samples, pace: Pace): Promise<Rows> {
  const rows = unmeasured(X);
  await measure(rows, pace);
  return rows;
}

/** Some of the rows, without a copy. */
export function rowsBetween({ data, width, squaredNorms }: Rows, { start, end }: Range): Rows {
  return {
    data: data.subarray(start * width, end * width),
    count: end - start,
    width,
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

/** The mean over all columns of their variances, as scikit-learn scales `tol`. */
export async function meanVariance({ data, count, width }: Rows, pace: Pace): Promise<number> {
  // Seen from the first row, so that values far from zero keep their digits.
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
  return (squares - dot(sums, 0, sums, 0, width) / count) / count / width;
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

function notUsable(data: Values, row: number, width: number): RangeError {
  const values = Array.from(data.subarray(row * width, (row + 1) * width));
  const column = values.findIndex((value) => !Number.isFinite(value));
  if (column >= 0) {
    return new RangeError(
      `value=${values[column]} at row ${row}, column ${column} must be a finite number; repair or drop that sample`,
    );
  }
  return new RangeError(
    `row ${row} has the length ${Math.hypot(...values)}, which must be at most ${Math.sqrt(LARGEST_SQUARE)}; scale the samples`,
  );
}
