import { nFeatures, type Samples } from "../data/samples";
import { alignedFloats, release } from "../numeric/memory";
import { multiply } from "../numeric/products";
import { Nearest } from "./nearest";
import { type Found, nearestAmong } from "./nearestAmong";

/** Rows and columns of one table of products: they fit in the processor's cache together. */
export const QUERIES = 512;
const CANDIDATES = 4096;
/** Neighbours kept besides, as rounding may swap those that are nearly as far. */
const SPARE = 6;
/** Products of samples that lie farther from their mean could be too large for 32 bits. */
const FAR = 2 ** 60;

/** A search, in memory that all threads see. */
export interface Search {
  /** Samples to find neighbours among. */
  readonly X: Samples;
  readonly queries: Samples;
  /** Whether the queries are X: none is a neighbour of its own then. */
  readonly amongThemselves: boolean;
  readonly nNeighbours: number;
  readonly mean: Float64Array;
  /** X as `candidateTables` has it. */
  readonly tables: Float32Array;
  /** To be filled in, shape [nQueries, nNeighbours]. */
  readonly indices: Int32Array;
  readonly distances: Float32Array;
}

/**
 * Candidates in tables of equal height, counted from a mean, with one number more: -|y|^2 / 2, so that
 * their product x y - |y|^2 / 2 with a query (x, 1) grows as y comes nearer to x. The last table is
 * filled up with zeros.
 */
export function candidateTables(X: Samples, mean: Float64Array): Float32Array {
  const width = mean.length + 1;
  const [nSamples] = X.shape;
  const tables = alignedFloats(Math.ceil(nSamples / CANDIDATES) * CANDIDATES * width, true);
  for (let i = 0; i < nSamples; i++) {
    tables[i * width + mean.length] = -copyCentred(X, i, mean, tables, i * width) / 2;
  }
  return tables;
}

/** Readies a search; what it returns finds the neighbours of a block of queries. */
export function begin(search: Search): (block: number) => Generator<void> {
  const { X, queries, nNeighbours, tables, mean, indices, distances } = search;
  const width = mean.length + 1;
  const [nSamples] = X.shape;
  const [nQueries] = queries.shape;
  const capacity = Math.min(nNeighbours + SPARE, nSamples);
  const asked = alignedFloats(QUERIES * width);
  return function* (block) {
    const start = block * QUERIES;
    const count = Math.min(QUERIES, nQueries - start);
    const squares = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      squares[i] = copyCentred(queries, start + i, mean, asked, i * width);
      asked[i * width + mean.length] = 1;
    }
    const nearest = new Nearest(count, capacity, search.amongThemselves ? start : undefined);
    for (let from = 0; from < nSamples; from += CANDIDATES) {
      yield;
      const table = tables.subarray(from * width, (from + CANDIDATES) * width);
      const closeness = multiply(asked, table, width);
      nearest.offer(closeness, CANDIDATES, from, Math.min(CANDIDATES, nSamples - from));
      release(closeness);
    }
    for (let i = 0; i < count; i++) {
      const squareTo = distancesFrom(queries, start + i, X);
      let found = nearestAmong(nearest.of(i).sort(), nNeighbours, squareTo);
      if (found.length < nNeighbours || !areNearest(found, squares[i], nearest.least(i), width)) {
        yield;
        const others = othersThan(search.amongThemselves ? start + i : -1, nSamples);
        found = nearestAmong(others, nNeighbours, squareTo);
      }
      found.forEach(({ index, square }, j) => {
        indices[(start + i) * nNeighbours + j] = index;
        distances[(start + i) * nNeighbours + j] = Math.sqrt(square);
      });
    }
  };
}

/** Copies a sample, counted from the mean; returns its |x|^2. */
function copyCentred(
  { data }: Samples,
  sample: number,
  mean: Float64Array,
  target: Float32Array,
  at: number,
): number {
  let square = 0;
  for (let j = 0, from = sample * mean.length; j < mean.length; j++) {
    const value = data[from + j] - mean[j];
    target[at + j] = value;
    square += value * value;
  }
  return square;
}

/**
 * Whether no candidate that was left out can be as near as the farthest found. Such a one would lie within
 * reach of the mean, and rounding takes less from its product than is allowed for here: a unit in the
 * last place of 24 bits for each of its terms, and what is too small for 32 bits.
 * @param square the query's |x|^2
 * @param least the largest product of those left out, at most
 */
function areNearest(found: readonly Found[], square: number, least: number, width: number) {
  const farthest = found[found.length - 1].square;
  const reach = Math.sqrt(square) + Math.sqrt(farthest);
  const rounding = (width + 4) * (2 ** -23 * reach ** 2 + 2 ** -126 * (1 + reach));
  return reach < FAR && least < (square - farthest) / 2 - rounding;
}

function* othersThan(own: number, nSamples: number): Generator<number> {
  for (let index = 0; index < nSamples; index++) if (index !== own) yield index;
}

/** The squares of a query's distances in 64 bits, as far as they are not above the most asked for. */
function distancesFrom(queries: Samples, query: number, { data }: Samples) {
  const width = nFeatures(queries);
  const own = queries.data.subarray(query * width, (query + 1) * width);
  return (index: number, most: number): number => {
    let square = 0;
    for (let j = 0, at = index * width; j < width && square <= most; j++, at++) {
      const difference = data[at] - own[j];
      square += difference * difference;
    }
    return square;
  };
}
