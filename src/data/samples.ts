import { checkInteger, checkLabels, checkPositions } from "./checks";

/** The number types that samples come in: bytes as they lie in a file, or scaled values. */
export type Values = Uint8Array | Float32Array | Float64Array;

/**
 * Samples along the first axis, in one flat array, row after row: what NumPy would call an array
 * of shape [nSamples, ...]. A typed array is garbage-collected, so re-running a cell leaks nothing.
 */
export interface Samples<V extends Values = Values> {
  readonly data: V;
  /** The number of samples, then the shape of one: [52500, 784] or [52500, 28, 28, 1]. */
  readonly shape: readonly number[];
}

/** The number of values in one sample: the product of all axes but the first. */
export function nFeatures(samples: Samples): number {
  return samples.shape.slice(1).reduce((product, length) => product * length, 1);
}

/**
 * Values with a shape.
 * @param data the values, sample after sample
 * @param shape number of samples first, each length an integer from 0; its product must be data.length
 * @throws RangeError when a length is no such integer, or the shape does not hold exactly the values given
 */
export function samplesOf<V extends Values>(data: V, shape: readonly number[]): Samples<V> {
  shape.forEach((length, axis) => {
    checkInteger(`shape[${axis}]`, length, 0, "give the length of each axis");
  });
  const size = shape.reduce((product, length) => product * length, 1);
  if (shape.length < 1 || size !== data.length) {
    throw new RangeError(
      `shape=[${shape}] holds ${size} values, but data has ${data.length}; give a shape whose product is ${data.length}`,
    );
  }
  return { data, shape };
}

/**
 * The same values under another shape, without a copy, like NumPy's `reshape`.
 * @param samples any samples
 * @param shape the new shape; its product must stay the same
 * @throws RangeError when it does not
 */
export function reshape<V extends Values>(
  samples: Samples<V>,
  shape: readonly number[],
): Samples<V> {
  return samplesOf(samples.data, shape);
}

/**
 * Copies of the samples at some indices, in that order, like NumPy's `X[indices]`.
 * @param samples any samples
 * @param indices each from 0 to nSamples - 1; may repeat
 * @throws RangeError when an index lies outside
 */
export function take<V extends Values>(
  samples: Samples<V>,
  indices: ArrayLike<number>,
): Samples<V> {
  const { data: from, shape } = samplesOf(samples.data, samples.shape);
  checkIndices(indices, shape[0]);
  const width = nFeatures(samples);
  const data = emptyLike(from, indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    data.set(from.subarray(indices[i] * width, (indices[i] + 1) * width), i * width);
  }
  return { data, shape: [indices.length, ...shape.slice(1)] };
}

/**
 * The first samples, as a view without a copy, like NumPy's `X[:count]`.
 * @param samples any samples
 * @param count an integer from 0; more than there are gives all
 * @throws RangeError when it is no such integer
 */
export function head<V extends Values>(samples: Samples<V>, count: number): Samples<V> {
  const { data, shape } = samplesOf(samples.data, samples.shape);
  checkInteger("count", count, 0, "say how many of the first samples to take");
  const kept = Math.min(count, shape[0]);
  const view = data.subarray(0, kept * nFeatures(samples)) as V;
  return { data: view, shape: [kept, ...shape.slice(1)] };
}

/**
 * How many distinct samples there are: as many clusters as k-means can make of them at most.
 * @param samples any samples; each is compared as text, so better some thousands than a million
 */
export function countDistinct(samples: Samples): number {
  const { data, shape } = samplesOf(samples.data, samples.shape);
  const width = nFeatures(samples);
  const texts = Array.from({ length: shape[0] }, (_, i) =>
    data.subarray(i * width, (i + 1) * width).join(),
  );
  return new Set(texts).size;
}

/**
 * The largest difference between two values at the same place.
 * @param a any samples
 * @param b samples of the same shape
 * @throws RangeError when their shapes differ
 */
export function largestDifference(a: Samples, b: Samples): number {
  if (a.shape.join() !== b.shape.join() || a.data.length !== b.data.length) {
    throw new RangeError(`shape=[${b.shape}] must be [${a.shape}]; compare samples of one shape`);
  }
  let largest = 0;
  for (let i = 0; i < a.data.length; i++) {
    largest = Math.max(largest, Math.abs(a.data[i] - b.data[i]));
  }
  return largest;
}

/**
 * The labels at some indices, in that order, like NumPy's `y[indices]`.
 * @param labels one label a sample; those taken are from 0 to 255
 * @param indices each from 0 to labels.length - 1; may repeat
 * @throws RangeError when an index lies outside, or a label is none
 */
export function takeLabels(labels: ArrayLike<number>, indices: ArrayLike<number>): Uint8Array {
  checkIndices(indices, labels.length);
  const taken = Array.from(indices, (index) => labels[index]);
  checkLabels("labelsTaken", taken);
  return Uint8Array.from(taken);
}

function checkIndices(indices: ArrayLike<number>, nSamples: number): void {
  checkPositions("indices", indices, ["nSamples", nSamples], "take samples that there are");
}

function emptyLike<V extends Values>(like: V, length: number): V {
  return new (like.constructor as new (length: number) => V)(length);
}
