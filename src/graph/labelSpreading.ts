import { checkInteger } from "../data/checks";
import { type Samples, samplesOf } from "../data/samples";
import { Pulse } from "../running/pulse";
import type { Watch } from "../running/watch";
import { multiplySparse, normalizedGraph, type SparseMatrix } from "./sparse";
import { checkGiven, labelledPieces, type Spread, spreadOf } from "./spreading";

/** How to spread; the defaults are scikit-learn's. */
export interface LabelSpreadingOptions {
  /** What a sample takes from its neighbours, the rest is its own label: above 0, below 1. Default 0.2. */
  readonly alpha?: number;
  /** Rounds at most, an integer from 1. Default 30. */
  readonly maxIter?: number;
  /** Ends when the scores change by less than this in sum: from 0. Default 0.001. */
  readonly tol?: number;
}

/**
 * Label spreading, as scikit-learn's LabelSpreading does it on a graph of its own: in each round a sample
 * takes a share alpha from its neighbours, weighed by the normalised graph, and the rest from its own label,
 * if it has one. Here for comparison with Poisson learning. Scores are probabilities.
 * @param graph symmetric, from `neighbourGraph`
 * @param labelled the samples with a label
 * @param y the label of each of these, from 0 to nClasses - 1
 * @param nClasses how many classes there are, at least 2
 * @param options how to spread
 * @param watch reports rounds; an interrupt throws
 * @returns label -1 and scores 0 where no label has come yet: a round takes labels one edge farther
 * @throws RangeError for labels or options that do not fit
 * @throws Interrupted when stopped
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.semi_supervised.LabelSpreading.html
 * @see https://papers.nips.cc/paper/2506-learning-with-local-and-global-consistency Zhou et al. (2003)
 */
export async function labelSpreading(
  graph: SparseMatrix,
  labelled: ArrayLike<number>,
  y: ArrayLike<number>,
  nClasses: number,
  { alpha = 0.2, maxIter = 30, tol = 1e-3 }: LabelSpreadingOptions = {},
  watch: Watch = {},
): Promise<Spread> {
  checkGiven(graph.size, labelled, y, nClasses);
  if (!(alpha > 0 && alpha < 1)) {
    throw new RangeError(`alpha=${alpha} must lie between 0 and 1; scikit-learn takes 0.2`);
  }
  checkInteger("maxIter", maxIter, 1, "scikit-learn takes 30");
  if (!(tol >= 0))
    throw new RangeError(`tol=${tol} must be a number from 0; scikit-learn takes 0.001`);
  const normalized = normalizedGraph(graph);
  const own = Array.from({ length: nClasses }, () => new Float64Array(graph.size));
  for (let i = 0; i < labelled.length; i++) own[y[i]][labelled[i]] = 1;
  let current = own.map((column) => column.slice());
  const pulse = new Pulse(watch);
  for (
    let round = 0, change = Number.POSITIVE_INFINITY;
    round < maxIter && change >= tol;
    round++
  ) {
    await pulse.beat(
      () => ({ fraction: round / maxIter, message: `label spreading, round ${round + 1}` }),
      () => "Label spreading was stopped; nothing of it is kept.",
    );
    const next = current.map((column, c) => {
      const target = new Float64Array(graph.size);
      multiplySparse(normalized, column, target);
      return target.map((value, i) => alpha * value + (1 - alpha) * own[c][i]);
    });
    change = next.reduce((sum, column, c) => sum + distance(column, current[c]), 0);
    current = next;
  }
  const scores = probabilitiesOf(current, graph.size);
  const piece = labelledPieces(graph, labelled);
  const hasScores = (sample: number) =>
    scores.data.subarray(sample * nClasses, (sample + 1) * nClasses).some((score) => score > 0);
  return spreadOf(scores, (sample) => piece[sample] >= 0 && hasScores(sample));
}

/** Each sample's scores as shares of their sum; zeros where no label has come. */
function probabilitiesOf(columns: readonly Float64Array[], size: number): Samples<Float64Array> {
  const scores = samplesOf(new Float64Array(size * columns.length), [size, columns.length]);
  for (let i = 0; i < size; i++) {
    const sum = columns.reduce((total, column) => total + column[i], 0);
    if (sum === 0) continue;
    columns.forEach((column, c) => {
      scores.data[i * columns.length + c] = column[i] / sum;
    });
  }
  return scores;
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
  return sum;
}
