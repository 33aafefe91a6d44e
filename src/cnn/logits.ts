import type { Labels } from "./checking";

/** What some images scored: sums, so that batches add up. */
export interface Score {
  loss: number;
  correct: number;
}

/**
 * Probabilities from logits: each row's softmax.
 * @param logits nClasses numbers an image, image after image
 * @param nClasses the length of a row
 */
export function softmax(logits: Float32Array, nClasses: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += nClasses) {
    const row = logits.subarray(start, start + nClasses);
    const logNormalizer = logSumExp(row);
    for (let c = 0; c < nClasses; c++) probabilities[start + c] = Math.exp(row[c] - logNormalizer);
  }
  return probabilities;
}

/**
 * The class with the largest logit of each image; of equal ones the first, like NumPy's `argmax`.
 * @param logits nClasses numbers an image, image after image
 * @param nClasses the length of a row
 */
export function argmax(logits: Float32Array, nClasses: number): Int32Array {
  const labels = new Int32Array(logits.length / nClasses);
  for (let i = 0; i < labels.length; i++) {
    const start = i * nClasses;
    let best = start;
    for (let at = start + 1; at < start + nClasses; at++) if (logits[at] > logits[best]) best = at;
    labels[i] = best - start;
  }
  return labels;
}

/**
 * Softmax cross-entropy and correct predictions, summed over images: Keras'
 * `SparseCategoricalCrossentropy(from_logits=True)` and its accuracy, before they are averaged.
 * @param logits nClasses numbers an image, image after image
 * @param y the class of each image
 * @param labelSmoothing the share of a label that is spread evenly over all classes; default 0
 */
export function score(logits: Float32Array, y: Labels, labelSmoothing = 0): Score {
  const nClasses = logits.length / y.length;
  const predicted = argmax(logits, nClasses);
  const sum: Score = { loss: 0, correct: 0 };
  for (let i = 0; i < y.length; i++) {
    const row = logits.subarray(i * nClasses, (i + 1) * nClasses);
    const mean = labelSmoothing > 0 ? row.reduce((a, b) => a + b, 0) / nClasses : 0;
    sum.loss += logSumExp(row) - (1 - labelSmoothing) * row[y[i]] - labelSmoothing * mean;
    if (predicted[i] === y[i]) sum.correct++;
  }
  return sum;
}

/**
 * The gradient of the mean softmax cross-entropy for the logits: (softmax - one-hot) / nImages,
 * where one-hot is smoothed.
 * @param logits nClasses numbers an image, image after image
 * @param y the class of each image
 * @param labelSmoothing as in `score`
 */
export function lossGradient(logits: Float32Array, y: Labels, labelSmoothing = 0): Float32Array {
  const nClasses = logits.length / y.length;
  const gradient = softmax(logits, nClasses);
  for (let i = 0; i < y.length; i++) gradient[i * nClasses + y[i]] -= 1 - labelSmoothing;
  return gradient.map((value) => (value - labelSmoothing / nClasses) / y.length);
}

/** log(sum(exp(row))), with the largest logit taken out so that nothing overflows. */
function logSumExp(row: Float32Array): number {
  let largest = row[0];
  for (const logit of row) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of row) sum += Math.exp(logit - largest);
  return largest + Math.log(sum);
}
