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
 * @param shape number of samples first; its product must be data.length
 * @throws RangeError when the shape does not hold exactly the values given
 */
export function samplesOf<V extends Values>(data: V, shape: readonly number[]): Samples<V> {
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
  const width = nFeatures(samples);
  const nSamples = samples.shape[0];
  const data = emptyLike(samples.data, indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (!(Number.isInteger(index) && index >= 0 && index < nSamples)) {
      throw new RangeError(
        `index=${index} must be an integer from 0 to nSamples-1=${nSamples - 1}`,
      );
    }
    data.set(samples.data.subarray(index * width, (index + 1) * width), i * width);
  }
  return { data, shape: [indices.length, ...samples.shape.slice(1)] };
}

/**
 * The first samples, as a view without a copy, like NumPy's `X[:count]`.
 * @param samples any samples
 * @param count from 0; more than there are gives all
 */
export function head<V extends Values>(samples: Samples<V>, count: number): Samples<V> {
  const kept = Math.min(count, samples.shape[0]);
  const data = samples.data.subarray(0, kept * nFeatures(samples)) as V;
  return { data, shape: [kept, ...samples.shape.slice(1)] };
}

/**
 * The largest difference between two values at the same place.
 * @param a any samples
 * @param b samples of the same shape
 * @throws RangeError when they hold another number of values
 */
export function largestDifference(a: Samples, b: Samples): number {
  if (a.data.length !== b.data.length) {
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
 * @param labels one label a sample
 * @param indices each from 0 to labels.length - 1; may repeat
 */
export function takeLabels(labels: Uint8Array, indices: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(indices, (index) => labels[index]);
}

function emptyLike<V extends Values>(like: V, length: number): V {
  return new (like.constructor as new (length: number) => V)(length);
}
