import { nFeatures, type Samples, type Values } from "../samples";

/** Samples as k-means reads them: rows of numbers in whatever type they came, never copied as a whole. */
export interface Rows {
  readonly data: Values;
  readonly count: number;
  readonly width: number;
  /** |x|^2 of each row, in float64. */
  readonly squaredNorms: Float64Array;
}

/**
 * Reads samples as rows.
 * @param X shape [nSamples, ...]; all values finite
 * @throws RangeError naming the first value that is NaN or infinite
 */
export function rowsOf(X: Samples): Rows {
  const { data } = X;
  const [count, width] = [X.shape[0], nFeatures(X)];
  const squaredNorms = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const norm = squaredNorm(data, i * width, width);
    if (!Number.isFinite(norm)) throw notFinite(data, i, width);
    squaredNorms[i] = norm;
  }
  return { data, count, width, squaredNorms };
}

/** |x|^2 of `width` values from `offset`, in float64. */
export function squaredNorm(values: Values, offset: number, width: number): number {
  let sum = 0;
  for (let j = offset; j < offset + width; j++) sum += values[j] * values[j];
  return sum;
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

function notFinite(data: Values, row: number, width: number): RangeError {
  const values = data.subarray(row * width, (row + 1) * width);
  const column = values.findIndex((value) => !Number.isFinite(value * value));
  return new RangeError(
    `value=${values[column]} at row ${row}, column ${column} must be a finite number with a finite square; repair or drop that sample`,
  );
}
