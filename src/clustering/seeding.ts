import type { RandomState } from "../random";
import type { Pace } from "./pace";
import { BLOCK_ROWS, Block, multiply, productError } from "./products";
import { type Rows, squaredDistance } from "./rows";

/** Candidates that are tried for each further centre: 2 + floor(ln k), as in scikit-learn. */
const trialsFor = (k: number) => 2 + Math.floor(Math.log(k));

/** One start in the making. */
interface Start {
  /** The random numbers of scikit-learn's order: one for the first centre, `trials` for each further. */
  readonly draws: Float64Array;
  /** The rows chosen so far, then zeros. */
  readonly chosen: Int32Array;
  /** Squared distance of each row to the nearest chosen one. */
  readonly closest: Float32Array;
  /** For each candidate, what `closest` would become; candidate after candidate. */
  readonly trial: Float32Array;
}

/**
 * Greedy k-means++ as in scikit-learn, draw for draw: each further centre is the best of a few rows,
 * drawn with a chance proportional to their squared distance from the centres so far. Several
 * starts share each pass over the rows, as all random numbers are known ahead.
 * @returns the centres of each start, shape [k, width]
 * @see Arthur and Vassilvitskii, k-means++: the advantages of careful seeding (SODA 2007)
 */
export async function kMeansPlusPlus(
  rows: Rows,
  k: number,
  nStarts: number,
  random: RandomState,
  pace: Pace,
): Promise<Float64Array[]> {
  const trials = trialsFor(k);
  const starts = Array.from({ length: nStarts }, () => newStart(rows, k, trials, random));
  const block = new Block(rows);
  const cumulated = new Float64Array(rows.count);
  for (let step = 0; step < k; step++) {
    const candidates = starts.map((start) => candidatesOf(start, step, trials, cumulated));
    pace.message = `choosing starts: centre ${step + 1} of ${k}`;
    const potentials = await tryAll(rows, block, starts, candidates, pace);
    starts.forEach((start, s) => {
      const best = potentials[s].indexOf(Math.min(...potentials[s]));
      start.chosen[step] = candidates[s][best];
      start.closest.set(start.trial.subarray(best * rows.count, (best + 1) * rows.count));
    });
  }
  return starts.map((start) => gatherRows(rows, [...start.chosen]).data);
}

function newStart(rows: Rows, k: number, trials: number, random: RandomState): Start {
  return {
    draws: Float64Array.from({ length: 1 + (k - 1) * trials }, () => random.randomSample()),
    chosen: new Int32Array(k),
    closest: new Float32Array(rows.count).fill(Number.POSITIVE_INFINITY),
    trial: new Float32Array(trials * rows.count),
  };
}

/** The rows at which the cumulated weights pass each drawn share of their sum. */
function candidatesOf(start: Start, step: number, trials: number, cumulated: Float64Array) {
  const n = cumulated.length;
  let sum = 0;
  for (let row = 0; row < n; row++) {
    sum += step === 0 ? 1 / n : start.closest[row];
    cumulated[row] = sum;
  }
  if (step === 0) return [Math.min(indexAbove(cumulated, start.draws[0] * sum), n - 1)];
  const draws = start.draws.subarray(1 + (step - 1) * trials, 1 + step * trials);
  return Array.from(draws, (draw) => Math.min(indexAtLeast(cumulated, draw * sum), n - 1));
}

/** For each start, the sum that each of its candidates would bring `closest` down to. */
async function tryAll(
  rows: Rows,
  block: Block,
  starts: readonly Start[],
  candidates: readonly number[][],
  pace: Pace,
): Promise<number[][]> {
  const all = candidates.flat();
  const centres = gatherRows(rows, all);
  const potentials = candidates.map((of) => of.map(() => 0));
  for (let from = 0; from < rows.count; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, rows.count);
    const products = multiply(block.slice(from, to), Float32Array.from(centres.data), rows.width);
    let column = 0;
    starts.forEach((start, s) => {
      candidates[s].forEach((candidate, trial) => {
        const view = { products, column: column++, columns: all.length };
        potentials[s][trial] += tryOne(rows, start, candidate, trial, from, to, view, centres);
      });
    });
    await pace.step();
  }
  return potentials;
}

function gatherRows({ data, width }: Rows, indices: readonly number[]) {
  const values = new Float64Array(indices.length * width);
  indices.forEach((row, i) => {
    values.set(data.subarray(row * width, (row + 1) * width), i * width);
  });
  return { data: values };
}

function tryOne(
  rows: Rows,
  start: Start,
  candidate: number,
  trial: number,
  from: number,
  to: number,
  view: { products: Float32Array; column: number; columns: number },
  centres: { data: Float64Array },
): number {
  const { squaredNorms, count } = rows;
  const norm = squaredNorms[candidate];
  const error = 4 * productError(rows.width) * Math.sqrt(norm);
  let potential = 0;
  for (let row = from; row < to; row++) {
    const product = view.products[(row - from) * view.columns + view.column];
    let distance = squaredNorms[row] + norm - 2 * product;
    if (distance < error * Math.sqrt(squaredNorms[row])) {
      distance = squaredDistance(rows, row, centres.data, view.column);
    }
    const closest = Math.min(distance, start.closest[row]);
    start.trial[trial * count + row] = closest;
    potential += closest;
  }
  return potential;
}

/** The first index whose value is at least `target`: NumPy's searchsorted(side="left"). */
function indexAtLeast(ascending: Float64Array, target: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first index whose value is above `target`: NumPy's searchsorted(side="right"). */
function indexAbove(ascending: Float64Array, target: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= target) low = middle + 1;
    else high = middle;
  }
  return low;
}
