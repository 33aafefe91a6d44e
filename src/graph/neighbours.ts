import { availableParallelism } from "node:os";
import { join } from "node:path";
import { nFeatures, type Samples, samplesOf } from "../data/samples";
import { seenByAll, shared } from "../numeric/memory";
import { Pulse } from "../running/pulse";
import { doBlocks } from "../running/threads/blockWork";
import type { Watch } from "../running/watch";
import { begin, candidateTables, QUERIES } from "./neighbourBlocks";

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

/** What neighbours are searched in blocks with, on all cores up to so many: a thread takes 60 MB. */
const SEARCH = { file: join(__dirname, "neighbourBlocks.ts"), begin };
const MOST_THREADS = 8;
/** With fewer multiplications than these the search is over before another thread is ready. */
const LONG = 2 ** 34;

/**
 * The nearest neighbours of samples among themselves, or of others among them: every pair is compared, by
 * matrix products in 32 bits, the nearest few once more in 64, and all of them where rounding could have
 * hidden a nearer one. A sample is no neighbour of its own; of equally near ones the first comes first.
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
  const [nSamples] = X.shape;
  const [nQueries] = queries.shape;
  const mean = meanOf(X);
  const amongThemselves = queries === X;
  const seen = forAll(X);
  const search = {
    X: seen,
    queries: amongThemselves ? seen : forAll(queries),
    amongThemselves,
    nNeighbours,
    mean,
    tables: candidateTables(X, mean),
    indices: shared(Int32Array, nQueries * nNeighbours),
    distances: shared(Float32Array, nQueries * nNeighbours),
  };
  const pulse = new Pulse(watch);
  const isLong = nQueries * nSamples * mean.length > LONG;
  const nThreads = isLong ? Math.min(MOST_THREADS, availableParallelism()) : 1;
  await doBlocks(SEARCH, search, Math.ceil(nQueries / QUERIES), nThreads, (nBegun) => {
    const start = nBegun * QUERIES;
    return pulse.beat(
      () => ({
        fraction: start / nQueries,
        message: `neighbours of ${start} of ${nQueries} samples`,
      }),
      () => `The search for neighbours stopped after ${start} samples; nothing is kept.`,
    );
  });
  return { nSamples: nQueries, nNeighbours, indices: search.indices, distances: search.distances };
}

/** Samples in memory that all threads see. */
function forAll(samples: Samples): Samples {
  return samplesOf(seenByAll(samples.data), samples.shape);
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
