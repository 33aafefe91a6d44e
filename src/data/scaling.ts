import { alignedFloats } from "../numeric/memory";
import { nFeatures, type Samples, samplesOf } from "./samples";

/** Below this a column's range counts as zero, as in scikit-learn: ten times the precision of a double. */
const SMALLEST_RANGE = 10 * Number.EPSILON;

/**
 * Scales each column to [0, 1] by the smallest and largest value that it had when fitted, with the
 * arithmetic of scikit-learn's MinMaxScaler; the result is kept as 32-bit floats. A column that was
 * constant becomes 0.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.MinMaxScaler.html
 */
export class MinMaxScaler {
  /** By how much each column is multiplied, then shifted; empty before `fit`. */
  #scale = new Float64Array(0);
  #shift = new Float64Array(0);

  /**
   * Learns each column's range.
   * @param X shape [nSamples, nColumns], at least one sample, all finite
   * @throws RangeError for no samples, or for a value that is not finite (naming its row and column)
   */
  fit(X: Samples): this {
    const columns = nFeatures(X);
    if (X.shape[0] < 1)
      throw new RangeError("nSamples=0 must be at least 1; give samples to fit on");
    const min = Float64Array.from(X.data.subarray(0, columns));
    const max = min.slice();
    for (let i = 0; i < X.data.length; i++) {
      const value = X.data[i];
      const column = i % columns;
      if (!Number.isFinite(value)) throw notFinite(value, Math.floor(i / columns), column);
      if (value < min[column]) min[column] = value;
      else if (value > max[column]) max[column] = value;
    }
    this.#scale = max.map((top, column) => 1 / safeRange(top - min[column]));
    this.#shift = min.map((bottom, column) => -bottom * this.#scale[column]);
    return this;
  }

  /**
   * Scales samples by the ranges learnt; values outside those fall outside [0, 1].
   * @param X shape [nSamples, nColumns], with the columns fitted on
   * @returns the same shape, as 32-bit floats
   * @throws RangeError before `fit`, when the number of columns differs, or for a value that is not finite
   */
  transform(X: Samples): Samples<Float32Array> {
    const columns = nFeatures(X);
    if (columns !== this.#scale.length) {
      throw new RangeError(
        `nColumns=${columns} must equal the ${this.#scale.length} columns fitted on; call fit first, on the same columns`,
      );
    }
    const data = alignedFloats(X.data.length, true);
    for (let i = 0; i < data.length; i++) {
      const column = i % columns;
      const value = X.data[i];
      if (!Number.isFinite(value)) throw notFinite(value, Math.floor(i / columns), column);
      data[i] = value * this.#scale[column] + this.#shift[column];
    }
    return samplesOf(data, X.shape);
  }

  /** `fit`, then `transform` of the same samples. */
  fitTransform(X: Samples): Samples<Float32Array> {
    return this.fit(X).transform(X);
  }
}

function safeRange(range: number): number {
  return range < SMALLEST_RANGE ? 1 : range;
}

function notFinite(value: number, row: number, column: number): RangeError {
  return new RangeError(
    `value=${value} at row ${row}, column ${column} must be a finite number; repair or drop that sample`,
  );
}
