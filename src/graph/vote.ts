import { type Samples, samplesOf } from "../samples";
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

function labelOf(y: ArrayLike<number>, index: number, nClasses: number): number {
  const label = y[index];
  if (label >= -1 && label < nClasses) return label;
  throw new RangeError(
    `yNeighbours[${index}]=${label} must be from -1 to nClasses-1=${nClasses - 1}; give each labelled sample a class`,
  );
}
