import { RandomState } from "../numeric/random";
import { type Samples, take, takeLabels } from "./samples";

/** Both halves of a split: samples and labels to fit on, and those held out. */
export interface TrainTest<X extends Samples, Y extends Uint8Array | undefined> {
  readonly XTrain: X;
  readonly XTest: X;
  readonly yTrain: Y;
  readonly yTest: Y;
  /** The positions of the held-out samples among all. */
  readonly testRows: Int32Array;
}

/**
 * Splits samples and their labels at random: the very rows, in the very order, of scikit-learn's
 * `train_test_split(X, y, random_state=..., test_size=...)`.
 * @param X samples, shape [nSamples, ...]
 * @param y one label a sample; undefined where nobody knows them, as both parts' labels then are
 * @param options.randomState the seed, an integer from 0 to 2^32 - 1; default 42, as in the original
 * @param options.testSize the held-out share, between 0 and 1; default 0.25, as in scikit-learn
 * @throws RangeError when the counts differ, or when a part would be empty
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html
 */
export function trainTestSplit<X extends Samples, Y extends Uint8Array | undefined>(
  X: X,
  y: Y,
  { randomState = 42, testSize = 0.25 }: { randomState?: number; testSize?: number } = {},
): TrainTest<X, Y> {
  const nSamples = X.shape[0];
  if (y && y.length !== nSamples) {
    throw new RangeError(
      `y.length=${y.length} must equal nSamples=${nSamples}; give one label a sample`,
    );
  }
  if (!(testSize > 0 && testSize < 1)) {
    throw new RangeError(`testSize=${testSize} must lie between 0 and 1; 0.25 holds out a quarter`);
  }
  const nTest = Math.ceil(testSize * nSamples);
  if (nTest >= nSamples) {
    throw new RangeError(
      `testSize=${testSize} leaves no training samples of nSamples=${nSamples}; give more samples or a smaller share`,
    );
  }
  const order = new RandomState(randomState).permutation(nSamples);
  const [test, train] = [order.subarray(0, nTest), order.subarray(nTest)];
  return {
    XTrain: take(X, train) as X,
    XTest: take(X, test) as X,
    yTrain: (y && takeLabels(y, train)) as Y,
    yTest: (y && takeLabels(y, test)) as Y,
    testRows: test,
  };
}
