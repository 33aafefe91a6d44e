import { checkInteger, checkLabels, checkPositions } from "../data/checks";
import type { Samples } from "../data/samples";
import { pieces, type SparseMatrix } from "./sparse";

/** What spreading labels along a graph came to. */
export interface Spread {
  /** The likeliest class of each sample; -1 where no label reaches. */
  readonly labels: Int32Array;
  /** How much speaks for each class, shape [nSamples, nClasses]. */
  readonly scores: Samples<Float64Array>;
  /** By how much the likeliest class leads the next, from 0; larger is more certain. */
  readonly margins: Float64Array;
}

/**
 * Labels from scores.
 * @param scores shape [nSamples, nClasses]
 * @param reached whether any label reaches a sample
 */
export function spreadOf(
  scores: Samples<Float64Array>,
  reached: (sample: number) => boolean,
): Spread {
  const [nSamples, nClasses] = scores.shape;
  const labels = new Int32Array(nSamples).fill(-1);
  const margins = new Float64Array(nSamples);
  for (let i = 0; i < nSamples; i++) {
    if (!reached(i)) continue;
    const row = scores.data.subarray(i * nClasses, (i + 1) * nClasses);
    let [first, second] = [0, -1];
    for (let c = 1; c < nClasses; c++) {
      if (row[c] > row[first]) [first, second] = [c, first];
      else if (second < 0 || row[c] > row[second]) second = c;
    }
    labels[i] = first;
    margins[i] = row[first] - row[second];
  }
  return { labels, scores, margins };
}

/**
 * The samples whose labels are the most certain.
 * @param spread from Poisson learning or label spreading
 * @param share how many of all samples, above 0, at most 1; those without a label are never among them;
 *   at least one
 * @returns their indices, ascending
 * @throws RangeError for another share
 */
export function mostCertain({ labels, margins }: Spread, share: number): Int32Array {
  if (!(share > 0 && share <= 1)) {
    throw new RangeError(`share=${share} must be above 0, at most 1; 1 keeps every label`);
  }
  const order = Int32Array.from(labels, (_, i) => i).filter((i) => labels[i] >= 0);
  order.sort((a, b) => margins[b] - margins[a] || a - b);
  return order.slice(0, Math.max(1, Math.round(share * labels.length))).sort();
}

/**
 * Which samples a label can reach along the graph's edges.
 * @param graph symmetric
 * @param labelled the samples with a label
 * @returns for each sample its piece of the graph, or -1 where that holds no label
 */
export function labelledPieces(graph: SparseMatrix, labelled: ArrayLike<number>): Int32Array {
  const piece = pieces(graph);
  const reached = new Set(Array.from(labelled, (sample) => piece[sample]));
  return piece.map((one) => (reached.has(one) ? one : -1));
}

/** Samples that hang together, and that no label reaches. */
export interface UnlabelledPiece {
  /** The first of them. */
  readonly first: number;
  readonly nSamples: number;
}

/**
 * The pieces of a graph that hold no labelled sample.
 * @param graph symmetric
 * @param labelled the samples with a label
 * @returns the largest first
 */
export function unlabelledPieces(
  graph: SparseMatrix,
  labelled: ArrayLike<number>,
): UnlabelledPiece[] {
  const piece = pieces(graph);
  const reached = new Set(Array.from(labelled, (sample) => piece[sample]));
  const found = new Map<number, UnlabelledPiece>();
  piece.forEach((one, i) => {
    if (reached.has(one)) return;
    const { first, nSamples } = found.get(one) ?? { first: i, nSamples: 0 };
    found.set(one, { first, nSamples: nSamples + 1 });
  });
  return [...found.values()].sort((a, b) => b.nSamples - a.nSamples);
}

/**
 * Refuses labels that do not fit a graph.
 * @param size samples of the graph
 * @param labelled the samples with a label, each from 0 to size - 1, at least one
 * @param y their labels, from 0 to nClasses - 1
 * @throws RangeError naming what does not fit
 */
export function checkGiven(
  size: number,
  labelled: ArrayLike<number>,
  y: ArrayLike<number>,
  nClasses: number,
): void {
  checkInteger("nClasses", nClasses, 2, "give at least 2 classes");
  if (labelled.length < 1 || labelled.length !== y.length) {
    throw new RangeError(
      `${y.length} labels for ${labelled.length} labelled samples; give one label for each, at least one in all`,
    );
  }
  checkPositions("labelled", labelled, ["nSamples", size], "name samples of the graph");
  checkLabels("y", y, nClasses);
}
