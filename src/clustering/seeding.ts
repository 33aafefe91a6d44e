import type { RandomState } from "../random";
import type { Pace } from "./pace";
import { Block, multiplyAll, productError, UNDERFLOW } from "./products";
import { dot, type Rows, rowsAt, squaredDistance } from "./rows";

/** Rows that are held as float32 during a pass; if all fit, they are converted once. */
const HELD_ROWS = 65536;
/** Numbers that starts sharing a pass may keep; a start that needs more has a pass of its own. */
const SHARED_NUMBERS = 2 ** 24;

/** Share of the whole work that choosing the starts is taken for in progress. */
export const SEEDING_SHARE = 0.15;

/** One start in the making. */
interface Start {
  /** The random numbers of scikit-learn's order: one for the first centre, `trials` for each further. */
  readonly draws: Float64Array;
  /** The rows chosen so far. */
  readonly chosen: number[];
  /** Squared distance of each row to the nearest chosen one. */
  readonly closest: Float32Array;
  /** What `closest` would become with each candidate. */
  readonly tried: Float32Array[];
}

/**
 * Greedy k-means++ as in scikit-learn, draw for draw: each further centre is the best of
 * 2 + floor(ln k) rows, drawn with a chance proportional to their squared distance from the centres
 * so far. Several starts share each pass over the rows, as all random numbers are known ahead.
 * @param nStarts how many starts to make
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
  const trials = 2 + Math.floor(Math.log(k));
  const draws = Array.from({ length: nStarts }, () =>
    Float64Array.from({ length: 1 + (k - 1) * trials }, () => random.randomSample()),
  );
  const held = new Block(rows, HELD_ROWS);
  const atOnce = Math.max(1, Math.floor(SHARED_NUMBERS / (rows.count * (trials + 1))));
  const centres: Float64Array[] = [];
  for (let first = 0; first < nStarts; first += atOnce) {
    const starts = draws.slice(first, first + atOnce).map((own) => newStart(rows, own, trials));
    for (let centre = 0; centre < k; centre++) {
      const fraction = (first + (centre / k) * starts.length) / nStarts;
      const message = `choosing start ${first + 1} of ${nStarts}, centre ${centre + 1} of ${k}`;
      pace.describe = () => ({ fraction: SEEDING_SHARE * fraction, message });
      await chooseNext(rows, held, starts, trials, pace);
    }
    centres.push(...starts.map((start) => rowsAt(rows, start.chosen)));
  }
  return centres;
}

function newStart(rows: Rows, draws: Float64Array, trials: number): Start {
  const closest = new Float32Array(rows.count).fill(Number.POSITIVE_INFINITY);
  const tried = Array.from({ length: trials }, () => new Float32Array(rows.count));
  return { draws, chosen: [], closest, tried };
}

/** Chooses the next centre of each start: the candidate that leaves the least distance. */
async function chooseNext(
  rows: Rows,
  held: Block,
  starts: readonly Start[],
  trials: number,
  pace: Pace,
): Promise<void> {
  const candidates = starts.map((start) => candidatesOf(start, rows.count, trials));
  const potentials = await potentialsOf(rows, held, starts, candidates, pace);
  starts.forEach((start, s) => {
    const best = potentials[s].indexOf(Math.min(...potentials[s]));
    start.chosen.push(candidates[s][best]);
    start.closest.set(start.tried[best]);
  });
}

/** The rows at which the cumulated squared distances pass each drawn share of their sum. */
function candidatesOf({ draws, chosen, closest }: Start, n: number, trials: number): number[] {
  const cumulated = new Float64Array(n);
  let sum = 0;
  for (let row = 0; row < n; row++) {
    // At first all rows have the same chance.
    sum += chosen.length === 0 ? 1 / n : closest[row];
    cumulated[row] = sum;
  }
  // NumPy's choice takes the first row above the share, searchsorted the first at or above it.
  if (chosen.length === 0) return [indexWhere(cumulated, (value) => value > draws[0] * sum)];
  const from = 1 + (chosen.length - 1) * trials;
  return Array.from(draws.subarray(from, from + trials), (draw) =>
    indexWhere(cumulated, (value) => value >= draw * sum),
  );
}

/** The sum of squared distances that each candidate of each start would leave. */
async function potentialsOf(
  rows: Rows,
  held: Block,
  starts: readonly Start[],
  candidates: readonly number[][],
  pace: Pace,
): Promise<number[][]> {
  const centres = rowsAt(rows, candidates.flat());
  const rounded = new Float32Array(centres);
  const potentials = candidates.map((own) => own.map(() => 0));
  await multiplyAll(rows, held, rounded, pace, (products, start, end) => {
    let column = 0;
    starts.forEach(({ closest, tried }, s) => {
      candidates[s].forEach((_, c) => {
        const centre = { centres, products, column: column++ };
        potentials[s][c] += tryCentre(rows, centre, closest, tried[c], start, end);
      });
    });
  });
  return potentials;
}

/** Fills `tried` from `start` to `end` with the smaller of `closest` and the distance to a centre. */
function tryCentre(
  rows: Rows,
  { centres, products, column }: { centres: Float64Array; products: Float32Array; column: number },
  closest: Float32Array,
  tried: Float32Array,
  start: number,
  end: number,
): number {
  const { squaredNorms, width } = rows;
  const nColumns = products.length / (end - start);
  const norm = dot(centres, column * width, centres, column * width, width);
  const error = 4 * productError(width) * Math.sqrt(norm);
  let potential = 0;
  for (let row = start, at = column; row < end; row++, at += nColumns) {
    let distance = squaredNorms[row] + norm - 2 * products[at];
    // So near that rounding could hide a duplicate of the centre, which must never be drawn.
    if (distance < closest[row] && distance < error * Math.sqrt(squaredNorms[row]) + UNDERFLOW) {
      distance = squaredDistance(rows, row, centres, column);
    }
    tried[row] = Math.min(distance, closest[row]);
    potential += tried[row];
  }
  return potential;
}

/** The first index whose value passes a test that all later ones pass too; at most the last index. */
function indexWhere(ascending: Float64Array, passes: (value: number) => boolean): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(ascending[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
