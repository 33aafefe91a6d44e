import { checkInteger } from "../data/checks";
import { nFeatures, type Samples, samplesOf } from "../data/samples";
import type { Block } from "../numeric/blocks";
import { leadingEigenvectors } from "../numeric/leadingEigenvectors";
import { alignedFloats, release } from "../numeric/memory";
import { multiply } from "../numeric/products";
import { Pulse } from "../running/pulse";
import type { Watch } from "../running/watch";

/** Rows of one product. */
const BLOCK_ROWS = 2048;
/** Components computed besides the wanted ones, so that these settle sooner. */
const EXTRA = 24;

/**
 * Principal component analysis, with the names and results of scikit-learn's PCA: the directions in which
 * samples differ most, as few numbers in place of many.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.decomposition.PCA.html
 */
export class PrincipalComponents {
  /** The directions, each of length 1, shape [nComponents, nFeatures]; its largest number is positive. */
  components: Samples<Float64Array> = samplesOf(new Float64Array(0), [0, 0]);
  /** The mean of the fitted samples, one number a feature. */
  mean: Float64Array = new Float64Array(0);
  /** The variance of the fitted samples along each direction, the largest first. */
  explainedVariance: Float64Array = new Float64Array(0);
  readonly #nComponents: number;

  /**
   * @param options.nComponents how many directions, an integer from 1
   * @throws RangeError for another number
   */
  constructor({ nComponents }: { nComponents: number }) {
    checkInteger("nComponents", nComponents, 1, "give how many directions to keep");
    this.#nComponents = nComponents;
  }

  /**
   * Finds the directions.
   * @param X shape [nSamples, ...], at least 2 samples, all finite
   * @param watch reports samples and rounds done; an interrupt throws
   * @throws RangeError when nComponents exceeds the samples or the features, or a value is not finite
   * @throws Interrupted when stopped; what was fitted before stays
   */
  async fit(X: Samples, watch: Watch = {}): Promise<this> {
    const most = Math.min(X.shape[0], nFeatures(X));
    if (X.shape[0] < 2 || this.#nComponents > most) {
      throw new RangeError(
        `nComponents=${this.#nComponents} must be at most min(nSamples, nFeatures)=${most}, of 2 samples or more; keep fewer components`,
      );
    }
    const pulse = new Pulse(watch);
    const mean = await meanOf(X, pulse);
    const covariance = await covarianceOf(X, mean, pulse);
    const width = mean.length;
    const { values, vectors } = await leadingEigenvectors(
      (data, target, count) => multiplyDense(covariance, data, target, count),
      width,
      {
        nVectors: this.#nComponents,
        lowest: 0,
        nExtra: EXTRA,
        onStep: (round) => beat(pulse, 0.5 + Math.min(0.49, round / 50), `round ${round}`),
      },
    );
    const components = new Float64Array(this.#nComponents * width);
    for (let i = 0; i < this.#nComponents; i++) components.set(direction(vectors, i), i * width);
    this.components = samplesOf(components, [this.#nComponents, width]);
    return Object.assign(this, {
      mean,
      explainedVariance: values.map((value) => Math.max(0, value)),
    });
  }

  /**
   * Where samples lie along the directions, counted from the mean.
   * @param X shape [nSamples, ...] with the features fitted on
   * @param watch as in `fit`
   * @returns shape [nSamples, nComponents]
   * @throws RangeError for another number of features, or before `fit`
   * @throws Interrupted when stopped
   */
  async transform(X: Samples, watch: Watch = {}): Promise<Samples<Float32Array>> {
    const [nSamples, width] = [X.shape[0], nFeatures(X)];
    if (width !== this.mean.length) {
      throw new RangeError(
        `nFeatures=${width} must equal the ${this.mean.length} features fitted on; call fit first, on samples of the same kind`,
      );
    }
    const nComponents = this.components.shape[0];
    const coordinates = alignedFloats(nSamples * nComponents, true);
    const directions = new Float32Array(this.components.data);
    const pulse = new Pulse(watch);
    for (let start = 0; start < nSamples; start += BLOCK_ROWS) {
      await beat(pulse, start / nSamples, `coordinates of ${start} of ${nSamples} samples`);
      const block = centred(X, this.mean, start);
      const product = multiply(block, directions, width);
      const end = Math.min(nSamples, start + BLOCK_ROWS);
      coordinates.set(product.subarray(0, (end - start) * nComponents), start * nComponents);
      release(product);
    }
    return samplesOf(coordinates, [nSamples, nComponents]);
  }

  /** `fit`, then `transform` of the same samples. */
  async fitTransform(X: Samples, watch: Watch = {}): Promise<Samples<Float32Array>> {
    return (await this.fit(X, watch)).transform(X, watch);
  }
}

async function meanOf(X: Samples, pulse: Pulse): Promise<Float64Array> {
  const [nSamples, width] = [X.shape[0], nFeatures(X)];
  const mean = new Float64Array(width);
  for (let i = 0; i < nSamples; i++) {
    await beat(pulse, (0.1 * i) / nSamples, `mean of ${i} of ${nSamples} samples`);
    for (let j = 0, at = i * width; j < width; j++, at++) mean[j] += X.data[at];
  }
  const at = mean.findIndex((sum) => !Number.isFinite(sum));
  if (at >= 0) {
    throw new RangeError(
      `feature ${at} has a value that is not a finite number; repair or drop that sample`,
    );
  }
  return mean.map((sum) => sum / nSamples);
}

/** Products in blocks of 32-bit floats, their sum in 64 bits. */
async function covarianceOf(X: Samples, mean: Float64Array, pulse: Pulse): Promise<Float64Array> {
  const [nSamples, width] = [X.shape[0], mean.length];
  const covariance = new Float64Array(width * width);
  for (let start = 0; start < nSamples; start += BLOCK_ROWS) {
    await beat(pulse, 0.1 + (0.4 * start) / nSamples, `covariance of ${start} of ${nSamples}`);
    const block = centred(X, mean, start);
    const products = multiply(block, block, width, "columns");
    for (let i = 0; i < products.length; i++) covariance[i] += products[i];
    release(products);
  }
  return covariance.map((sum) => sum / (nSamples - 1));
}

/** A block of samples less their mean, filled up with zeros: products have few shapes. */
function centred(X: Samples, mean: Float64Array, start: number): Float32Array {
  const width = mean.length;
  const nSamples = X.shape[0];
  const block = new Float32Array(BLOCK_ROWS * width);
  const count = Math.min(BLOCK_ROWS, nSamples - start);
  for (let i = 0, from = start * width; i < count * width; from += width) {
    for (let j = 0; j < width; j++, i++) block[i] = X.data[from + j] - mean[j];
  }
  return block;
}

/** The sums of four vectors stay in the processor while a row of the matrix goes by. */
function multiplyDense(
  matrix: Float64Array,
  data: Float64Array,
  target: Float64Array,
  count: number,
): void {
  const size = target.length / count;
  for (let row = 0; row < size; row++) {
    const start = row * size;
    for (let first = 0; first < count; first += 4) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let column = 0, from = first; column < size; column++, from += count) {
        const value = matrix[start + column];
        a += value * data[from];
        b += value * data[from + 1];
        c += value * data[from + 2];
        d += value * data[from + 3];
      }
      // Beyond the last vector stand numbers of the next row, which set nothing.
      target.set([a, b, c, d].slice(0, count - first), row * count + first);
    }
  }
}

/** A column. Its sign is arbitrary: like scikit-learn, the one that makes its largest number positive. */
function direction({ data, size, count }: Block, column: number): Float64Array {
  const vector = Float64Array.from({ length: size }, (_, row) => data[row * count + column]);
  const largest = vector.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  return largest < 0 ? vector.map((value) => -value) : vector;
}

function beat(pulse: Pulse, fraction: number, done: string): Promise<void> {
  return pulse.beat(
    () => ({ fraction, message: `principal components: ${done}` }),
    () => "The principal components were stopped; nothing of them is kept.",
  );
}
