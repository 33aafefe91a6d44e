import * as tf from "@tensorflow/tfjs-node";
import { nFeatures, type Samples } from "../data/samples";
import { alignedFloats, release } from "../numeric/memory";
import { Pulse } from "../running/pulse";
import type { Watch } from "../running/watch";
import { Nearest } from "./nearest";

/** The nearest neighbours of some samples, nearest first. */
export interface Neighbours {
  readonly nSamples: number;
  /** How many neighbours each sample has. */
  readonly nNeighbours: number;
  /** Which samples they are, shape [nSamples, nNeighbours]. */
  readonly indices: Int32Array;
  /** How far away, Euclidean, shape [nSamples, nNeighbours]. */
  readonly distances: Float32Array;
}

/** Rows and columns of one table of products: they fit in the processor's cache together. */
const QUERIES = 512;
const CANDIDATES = 4096;
/** Neighbours kept besides, as rounding may swap those that are nearly as far. */
const SPARE = 6;

/**
 * The nearest neighbours of samples among themselves, or of others among them: every pair is compared, by
 * matrix products in 32 bits, and the nearest few once more in 64. A sample is no neighbour of its own;
 * of equally near ones the first comes first.
 * @param X samples to find neighbours among, shape [nSamples, ...], all finite
 * @param nNeighbours how many, from 1 to nSamples - 1, or to nSamples for other queries
 * @param queries whose neighbours, shape [nQueries, ...] with the same features; default: those of X
 * @param watch reports samples done; an interrupt throws
 * @throws RangeError for nNeighbours out of bounds, other features, or a value that is not finite
 * @throws Interrupted when stopped
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.neighbors.NearestNeighbors.html `kneighbors`
 */
export async function nearestNeighbours(
  X: Samples,
  nNeighbours: number,
  queries: Samples = X,
  watch: Watch = {},
): Promise<Neighbours> {
  checkArguments(X, nNeighbours, queries);
  const mean = meanOf(X);
  const among = new Tables(X, mean, CANDIDATES, (square) => -square / 2);
  const asked = new Tables(queries, mean, QUERIES, () => 1);
  const nQueries = queries.shape[0];
  const indices = new Int32Array(nQueries * nNeighbours);
  const distances = new Float32Array(nQueries * nNeighbours);
  const capacity = Math.min(nNeighbours + SPARE, X.shape[0]);
  const pulse = new Pulse(watch);
  for (let start = 0; start < nQueries; start += QUERIES) {
    const count = Math.min(QUERIES, nQueries - start);
    const nearest = new Nearest(count, capacity, queries === X ? start : undefined);
    const rows = asked.block(start);
    for (let from = 0; from < X.shape[0]; from += CANDIDATES) {
      await pulse.beat(
        () => ({
          fraction: (start + (count * from) / X.shape[0]) / nQueries,
          message: `neighbours of ${start} of ${nQueries} samples`,
        }),
        () => `The search for neighbours stopped after ${start} samples; nothing is kept.`,
      );
      const closeness = multiply(rows, among.block(from), among.width);
      nearest.offer(closeness, CANDIDATES, from, Math.min(CANDIDATES, X.shape[0] - from));
      release(closeness);
    }
    for (let i = 0; i < count; i++) {
      const found = exactly(X, queries, start + i, nearest.of(i)).slice(0, nNeighbours);
      found.forEach(({ index, distance }, j) => {
        indices[(start + i) * nNeighbours + j] = index;
        distances[(start + i) * nNeighbours + j] = distance;
      });
    }
  }
  return { nSamples: nQueries, nNeighbours, indices, distances };
}

/**
 * Samples in tables of equal height, counted from a mean, with one number more: 1 with a query and
 * -|y|^2 / 2 with a candidate, so that their product x y - |y|^2 / 2 grows as y comes nearer to x.
 */
class Tables {
  readonly width: number;
  /** The tables made so far: all candidates meet each block of queries. */
  readonly #made = new Map<number, Float32Array>();

  constructor(
    readonly X: Samples,
    readonly mean: Float64Array,
    readonly height: number,
    readonly last: (square: number) => number,
  ) {
    this.width = mean.length + 1;
  }

  /** The table that begins with a sample, made once. */
  block(start: number): Float32Array {
    const table = this.#made.get(start) ?? this.#filled(start);
    this.#made.set(start, table);
    return table;
  }

  /** Below the last sample a table holds zeros. */
  #filled(start: number): Float32Array {
    const { X, mean, height, width, last } = this;
    const table = alignedFloats(height * width);
    const count = Math.min(height, X.shape[0] - start);
    for (let i = 0; i < count; i++) {
      const from = (start + i) * mean.length;
      let square = 0;
      for (let j = 0; j < mean.length; j++) {
        const value = X.data[from + j] - mean[j];
        table[i * width + j] = value;
        square += value * value;
      }
      table[i * width + mean.length] = last(square);
    }
    return table;
  }
}

function multiply(a: Float32Array, b: Float32Array, width: number): Float32Array {
  let products: Float32Array = new Float32Array(0);
  tf.tidy(() => {
    const [left, right] = [a, b].map((values) =>
      tf.tensor2d(values, [values.length / width, width]),
    );
    products = tf.matMul(left, right, false, true).dataSync<"float32">();
  });
  return products;
}

interface Found {
  readonly index: number;
  readonly distance: number;
}

/** Candidates with their exact distance from a query, nearest first. */
function exactly(X: Samples, queries: Samples, query: number, candidates: Int32Array): Found[] {
  const width = nFeatures(X);
  const found = Array.from(candidates, (index) => {
    let square = 0;
    for (let j = 0; j < width; j++) {
      square += (X.data[index * width + j] - queries.data[query * width + j]) ** 2;
    }
    return { index, distance: Math.sqrt(square) };
  });
  return found.sort((a, b) => a.distance - b.distance || a.index - b.index);
}

function meanOf(X: Samples): Float64Array {
  const width = nFeatures(X);
  const mean = new Float64Array(width);
  for (let i = 0, j = 0; i < X.data.length; i++) {
    mean[j] += X.data[i] / X.shape[0];
    if (++j === width) j = 0;
  }
  return mean;
}

function checkArguments(X: Samples, nNeighbours: number, queries: Samples): void {
  const most = X.shape[0] - (queries === X ? 1 : 0);
  if (!(Number.isInteger(nNeighbours) && nNeighbours >= 1 && nNeighbours <= most)) {
    throw new RangeError(
      `nNeighbours=${nNeighbours} must be an integer from 1 to ${most}, the other samples; ask for fewer neighbours or give more samples`,
    );
  }
  if (nFeatures(queries) !== nFeatures(X)) {
    throw new RangeError(
      `queries have ${nFeatures(queries)} features, but X has ${nFeatures(X)}; give samples of the same kind`,
    );
  }
  for (const samples of new Set([X, queries])) {
    const at = samples.data.findIndex((value: number) => !Number.isFinite(value));
    if (at < 0) continue;
    throw new RangeError(
      `value=${samples.data[at]} of sample ${Math.floor(at / nFeatures(X))} must be a finite number; repair or drop that sample`,
    );
  }
}
