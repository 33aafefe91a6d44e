import { Pulse } from "../running/pulse";
import type { Watch } from "../running/watch";
import { degrees, multiplySparse, type SparseMatrix } from "./sparse";
import { checkGiven, labelledPieces, noScores, type Spread, spreadOf } from "./spreading";

/** How closely to solve. */
export interface PoissonOptions {
  /** How far |L u - b| may stay from 0, as a share of |b|; default 1e-5. */
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
 * @param watch reports classes done; an interrupt throws
 * @throws RangeError for labels that do not fit
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
  const piece = labelledPieces(graph, labelled);
  const laplacian = new Laplacian(graph);
  const scores = noScores(graph.size, nClasses);
  const pulse = new Pulse(watch);
  for (let c = 0; c < nClasses; c++) {
    const beat = () =>
      pulse.beat(
        () => ({
          fraction: c / nClasses,
          message: `Poisson learning of class ${c + 1} of ${nClasses}`,
        }),
        () => `Poisson learning stopped after ${c} of ${nClasses} classes; nothing is kept.`,
      );
    await beat();
    const source = sourceOf(piece, labelled, y, c);
    const potential = await laplacian.solve(source, tolerance, mostSteps, beat);
    for (let i = 0; i < graph.size; i++) scores.data[i * nClasses + c] = potential[i];
  }
  markAgreeing(piece, labelled, y, nClasses, scores.data);
  return spreadOf(scores, (sample) => piece[sample] >= 0);
}

/** What a class feeds in at each sample: as much in all as any other, and in each piece it sums to 0. */
function sourceOf(
  piece: Int32Array,
  labelled: ArrayLike<number>,
  y: ArrayLike<number>,
  label: number,
): Float64Array {
  const shares = new Map<number, { labels: number; ofClass: number }>();
  for (let i = 0; i < labelled.length; i++) {
    const share = shares.get(piece[labelled[i]]) ?? { labels: 0, ofClass: 0 };
    share.labels++;
    if (y[i] === label) share.ofClass++;
    shares.set(piece[labelled[i]], share);
  }
  const all = [...shares.values()].reduce((sum, { ofClass }) => sum + ofClass, 0);
  const source = new Float64Array(piece.length);
  if (all === 0) return source;
  for (let i = 0; i < labelled.length; i++) {
    const { labels, ofClass } = shares.get(piece[labelled[i]]) as {
      labels: number;
      ofClass: number;
    };
    source[labelled[i]] += ((y[i] === label ? 1 : 0) - ofClass / labels) / all;
  }
  return source;
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

/** L = D - W, the graph's Laplacian: how much flows out of each sample. */
class Laplacian {
  readonly #degrees: Float64Array;

  constructor(readonly graph: SparseMatrix) {
    this.#degrees = degrees(graph);
  }

  /**
   * Solves L u = source by conjugate gradients, each number divided by its degree to settle sooner.
   * @see https://doi.org/10.1137/1.9780898718003 Saad (2003), algorithm 9.1
   */
  async solve(
    source: Float64Array,
    tolerance: number,
    mostSteps: number,
    beat: () => Promise<void>,
  ): Promise<Float64Array> {
    const size = source.length;
    const solution = new Float64Array(size);
    const rest = source.slice();
    const goal = tolerance * Math.sqrt(dot(source, source));
    if (goal === 0) return solution;
    const direction = this.#divided(rest);
    const flow = new Float64Array(size);
    let descent = dot(rest, direction);
    for (let step = 0; step < mostSteps; step++) {
      await beat();
      this.#multiply(direction, flow);
      const length = descent / dot(direction, flow);
      for (let i = 0; i < size; i++) {
        solution[i] += length * direction[i];
        rest[i] -= length * flow[i];
      }
      if (Math.sqrt(dot(rest, rest)) <= goal) return solution;
      const divided = this.#divided(rest);
      const before = descent;
      descent = dot(rest, divided);
      for (let i = 0; i < size; i++) direction[i] = divided[i] + (descent / before) * direction[i];
    }
    throw new Error(
      `Poisson learning did not settle in mostSteps=${mostSteps}; allow more steps or a larger tolerance than ${tolerance}`,
    );
  }

  #multiply(vector: Float64Array, target: Float64Array): void {
    multiplySparse(this.graph, vector, target);
    for (let i = 0; i < target.length; i++) target[i] = this.#degrees[i] * vector[i] - target[i];
  }

  #divided(vector: Float64Array): Float64Array {
    return vector.map((value, i) => value / this.#degrees[i]);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
