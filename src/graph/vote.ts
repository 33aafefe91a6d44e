import { checkInteger } from "../data/checks";
import { type Samples, samplesOf } from "../data/samples";
import type { Neighbours } from "./neighbours";
import { similarities } from "./sparse";

/** What neighbours make of samples. */
export interface Vote {
  /** The class with the most votes; -1 where no neighbour has a label. */
  readonly labels: Int32Array;
  /** The share of the votes that each class got, shape [nSamples, nClasses]. */
  readonly probabilities: Samples<Float32Array>;
}

/**
 * Labels for new samples without a network: their nearest neighbours among labelled samples vote, the
 * nearer ones with more weight, as in `neighbourGraph`.
 * @param neighbours of the new samples among the labelled ones, from `nearestNeighbours`
 * @param yNeighbours the label of each of the labelled samples, from 0 to nClasses - 1; -1 does not vote
 * @param nClasses how many classes there are
 * @throws RangeError for a label outside
 */
export function vote(
  neighbours: Neighbours,
  yNeighbours: ArrayLike<number>,
  nClasses: number,
): Vote {
  const { nSamples, nNeighbours, indices } = neighbours;
  const weights = similarities(neighbours);
  const shares = new Float32Array(nSamples * nClasses);
  const labels = new Int32Array(nSamples).fill(-1);
  for (let i = 0; i < nSamples; i++) {
    const row = shares.subarray(i * nClasses, (i + 1) * nClasses);
    let sum = 0;
    for (let at = i * nNeighbours; at < (i + 1) * nNeighbours; at++) {
      const label = labelOf(yNeighbours, indices[at], nClasses);
      if (label < 0) continue;
      row[label] += weights[at];
      sum += weights[at];
    }
    if (sum === 0) continue;
    for (let c = 0; c < nClasses; c++) row[c] /= sum;
    labels[i] = row.indexOf(Math.max(...row));
  }
  return { labels, probabilities: samplesOf(shares, [nSamples, nClasses]) };
}

/** No probability counts as less: an opinion that is certain could not be outvoted. */
const LEAST_PROBABILITY = 0.01;

/**
 * Several opinions as one: for each sample the class whose probabilities have the largest product.
 * Opinions that err in different ways mend each other's errors.
 * @param opinions each with probabilities, shape [nSamples, nClasses]
 * @returns the class of each sample
 * @throws RangeError when the shapes differ, or there is no opinion
 * @see https://doi.org/10.1162/089976602760128018 Hinton (2002), products of experts
 */
export function together(
  opinions: readonly { readonly probabilities: Samples<Float32Array> }[],
): Int32Array {
  checkInteger("opinions.length", opinions.length, 1, "give at least one opinion");
  const { shape } = opinions[0].probabilities;
  const [nSamples, nClasses] = shape;
  const scores = new Float64Array(nSamples * nClasses);
  for (const { probabilities } of opinions) {
    if (probabilities.shape.join() !== shape.join()) {
      throw new RangeError(
        `probabilities.shape=[${probabilities.shape}] must be [${shape}] as the first opinion's; give opinions on the same samples`,
      );
    }
    for (let i = 0; i < scores.length; i++) {
      scores[i] += Math.log(Math.max(probabilities.data[i], LEAST_PROBABILITY));
    }
  }
  return Int32Array.from({ length: nSamples }, (_, i) => {
    const row = scores.subarray(i * nClasses, (i + 1) * nClasses);
    return row.indexOf(Math.max(...row));
  });
}

function labelOf(y: ArrayLike<number>, index: number, nClasses: number): number {
  const label = y[index];
  if (Number.isInteger(label) && label >= -1 && label < nClasses) return label;
  throw new RangeError(
    `yNeighbours[${index}]=${label} must be an integer from -1 to nClasses-1=${nClasses - 1}; give each labelled sample a class`,
  );
}
