import { checkInteger } from "../data/checks";
import { samplesOf } from "../data/samples";
import { checkTolerance } from "../numeric/tolerance";
import { Pulse } from "../running/pulse";
import { settled } from "../running/settling";
import type { Watch } from "../running/watch";
import { solveLaplacian } from "./laplacian";
import type { SparseMatrix } from "./sparse";
import { checkGiven, labelledPieces, type Spread, spreadOf } from "./spreading";

/** How closely to solve. */
export interface PoissonOptions {
  /** How far |L u - b| may stay from 0, as a share of |b|: above 0, below 1; default 1e-5. */
  readonly tolerance?: number;
  /** Steps after which to give up, an integer from 1; default 2000. */
  readonly mostSteps?: number;
}

/**
 * Poisson learning: each label is a source of its class at its sample, less the mean of all labels, and
 * what it feeds flows along the graph's edges until all is balanced, L u = b. A sample takes the class that
 * is highest there. With few labels this does better than spreading that holds labels fixed,
 * which is flat but for spikes at the labels. All classes feed in equally much, those with many labels
 * less at each: else such a class would win all of a region that few edges join to the rest. The mean is
 * taken within each piece of the graph, and a piece whose labels agree takes their class; one without a
 * label stays unlabelled (-1, all scores 0).
 * @param graph symmetric, from `neighbourGraph`
 * @param labelled the samples with a label, such as the representatives
 * @param y the label of each of these, from 0 to nClasses - 1
 * @param nClasses how many classes there are, at least 2
 * @param options how closely to solve
 * @param watch reports steps; an interrupt throws
 * @throws RangeError for labels or options that do not fit
 * @throws Error when it does not settle in mostSteps
 * @throws Interrupted when stopped
 * @see https://proceedings.mlr.press/v119/calder20a.html Calder, Cook, Thorpe and Slepčev (2020), equations 2.3 and 2.4, with classes of equal share
 */
export async function poissonLearning(
  graph: SparseMatrix,
  labelled: ArrayLike<number>,
  y: ArrayLike<number>,
  nClasses: number,
  { tolerance = 1e-5, mostSteps = 2000 }: PoissonOptions = {},
  watch: Watch = {},
): Promise<Spread> {
  checkGiven(graph.size, labelled, y, nClasses);
  checkTolerance(tolerance);
  checkInteger("mostSteps", mostSteps, 1, "leave it out for the default");
  const piece = labelledPieces(graph, labelled);
  const sources = sourcesOf(piece, labelled, y, nClasses);
  const pulse = new Pulse(watch);
  const potentials = await solveLaplacian(graph, sources, nClasses, {
    tolerance,
    mostSteps,
    onStep: (step, residual) =>
      pulse.beat(
        () => ({
          fraction: settled(residual, tolerance),
          message: `Poisson learning, step ${step}: the flow is off by ${residual.toExponential(1)}`,
        }),
        () => `Poisson learning stopped after ${step} steps; nothing of it is kept.`,
      ),
  });
  markAgreeing(piece, labelled, y, nClasses, potentials);
  const scores = samplesOf(potentials, [graph.size, nClasses]);
  return spreadOf(scores, (sample) => piece[sample] >= 0);
}

/**
 * What each class feeds in at each labelled sample, less what its piece's labels feed in on average: all
 * classes as much in sum, and 0 in each piece. Shape [nSamples, nClasses].
 */
function sourcesOf(
  piece: Int32Array,
  labelled: ArrayLike<number>,
  y: ArrayLike<number>,
  nClasses: number,
): Float64Array {
  const ofClass = new Float64Array(nClasses);
  const inPiece = new Map<number, { nLabels: number; ofClass: Float64Array }>();
  for (let i = 0; i < labelled.length; i++) {
    const own = piece[labelled[i]];
    const counts = inPiece.get(own) ?? { nLabels: 0, ofClass: new Float64Array(nClasses) };
    inPiece.set(own, counts);
    counts.nLabels++;
    counts.ofClass[y[i]]++;
    ofClass[y[i]]++;
  }
  const sources = new Float64Array(piece.length * nClasses);
  for (let i = 0; i < labelled.length; i++) {
    const counts = inPiece.get(piece[labelled[i]]);
    for (let c = 0; counts && c < nClasses; c++) {
      const fed = (y[i] === c ? 1 : 0) - counts.ofClass[c] / counts.nLabels;
      if (ofClass[c] > 0) sources[labelled[i] * nClasses + c] += fed / ofClass[c];
    }
  }
  return sources;
}

/** Where all labels of a piece agree nothing flows: their class gets 1. */
function markAgreeing(
  piece: Int32Array,
  labelled: ArrayLike<number>,
  y: ArrayLike<number>,
  nClasses: number,
  scores: Float64Array,
): void {
  const classes = new Map<number, Set<number>>();
  for (let i = 0; i < labelled.length; i++) {
    const own = piece[labelled[i]];
    classes.set(own, (classes.get(own) ?? new Set()).add(y[i]));
  }
  piece.forEach((own, i) => {
    const labels = classes.get(own);
    if (labels?.size !== 1) return;
    for (const label of labels) scores[i * nClasses + label] = 1;
  });
}
