import { type Samples, samplesOf } from "../data/samples";
import type { Block } from "../numeric/blocks";
import { leadingEigenvectors } from "../numeric/leadingEigenvectors";
import { alignedFloats } from "../numeric/memory";
import { Pulse } from "../running/pulse";
import { settled } from "../running/settling";
import type { Watch } from "../running/watch";
import { breadthFirst, reordered } from "./ordering";
import { multiplySparse, normalizedGraph, type SparseMatrix } from "./sparse";

/** A graph's samples as points. */
export interface SpectralSpace {
  /** Coordinates, each row of length 1, shape [nSamples, nVectors]. */
  readonly points: Samples<Float32Array>;
  /** The eigenvalue of each coordinate, the largest first; 1 is the largest there can be. */
  readonly eigenvalues: Float64Array;
}

/** How many coordinates. */
export interface SpectralOptions {
  /** Coordinates of a point, an integer from 1 to nSamples; default 35. */
  readonly nVectors?: number;
  /** How far an eigenvector may be off, as a share of its length: above 0, below 1; default 1e-4. */
  readonly tolerance?: number;
  /** Seeds the search for eigenvectors, an integer from 0 to 2^32 - 1; default 0. */
  readonly seed?: number;
}

/** Eigenvectors computed besides the wanted ones, so that these settle sooner, at least. */
const EXTRA = 8;
/** How many vectors go through the graph at a time: an odd one costs as much as these. */
const TOGETHER = 4;

/**
 * Spectral space: the leading eigenvectors of the normalised graph are the slowest ways in which a
 * quantity can vary along its edges, so samples that many short paths join get nearly the same
 * coordinates, however long the way between them. Each row then gets length 1. Clusters that wind
 * through the original space become compact here, and k-means finds them.
 * @param graph symmetric, from `neighbourGraph`
 * @param options how many coordinates
 * @param watch reports rounds; an interrupt throws
 * @throws RangeError for nVectors, tolerance or seed out of bounds
 * @throws Interrupted when stopped
 * @see https://papers.nips.cc/paper/2092-on-spectral-clustering-analysis-and-an-algorithm Ng, Jordan and Weiss (2001)
 */
export async function spectralSpace(
  graph: SparseMatrix,
  { nVectors = 35, tolerance = 1e-4, seed = 0 }: SpectralOptions = {},
  watch: Watch = {},
): Promise<SpectralSpace> {
  const order = breadthFirst(graph);
  const normalized = normalizedGraph(reordered(graph, order));
  const pulse = new Pulse(watch);
  const { values, vectors } = await leadingEigenvectors(
    (data, target, count) => multiplySparse(normalized, data, target, count),
    graph.size,
    {
      nVectors,
      lowest: -1,
      nExtra: Math.ceil((nVectors + EXTRA) / TOGETHER) * TOGETHER - nVectors,
      tolerance,
      seed,
      onStep: (round, residual) =>
        pulse.beat(
          () => ({ fraction: settled(residual, tolerance), message: progress(round, residual) }),
          () => "The search for eigenvectors was stopped; nothing of it is kept.",
        ),
    },
  );
  return { points: unitRows(vectors, order), eigenvalues: values };
}

/** Rows of length 1, each where its sample stood before the graph was reordered. */
function unitRows({ data, size, count }: Block, order: Int32Array): Samples<Float32Array> {
  const points = alignedFloats(data.length, true);
  order.forEach((sample, row) => {
    const coordinates = data.subarray(row * count, (row + 1) * count);
    const length = Math.hypot(...coordinates);
    const to = sample * count;
    for (let c = 0; c < count; c++) points[to + c] = length > 0 ? coordinates[c] / length : 0;
  });
  return samplesOf(points, [size, count]);
}

function progress(round: number, residual: number): string {
  const off = Number.isFinite(residual)
    ? `, eigenvectors are off by ${residual.toExponential(1)}`
    : "";
  return `round ${round}${off}`;
}
