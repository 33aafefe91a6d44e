import { shared } from "../numeric/memory";
import type { RandomState } from "../numeric/random";
import type { Pace } from "../running/pace";
import type { CandidateDistances } from "./candidateDistances";
import { type Range, type Rows, rowsAt } from "./rows";
import type { Workers } from "./threads/workers";

/** Numbers that starts sharing a pass may keep; a start that needs more has a pass of its own. */
const SHARED_NUMBERS = 2 ** 24;

/** Share of the whole work that choosing the starts is taken for in progress. */
export const SEEDING_SHARE = 0.15;

/** One start in the making. */
interface Start extends CandidateDistances {
  /** The random numbers of scikit-learn's order: one for the first centre, `nTrials` for each further. */
  readonly draws: Float64Array;
  /** The rows chosen so far. */
  readonly chosen: number[];
}

/**
 * Greedy k-means++ as in scikit-learn, draw for draw: each further centre is the best of
 * 2 + floor(ln k) rows, drawn with a chance proportional to their squared distance from the centres
 * so far. Several starts share each pass over the rows, as all random numbers are known ahead.
 * @param workers works on the rows
 * @param nStarts how many starts to make
 * @returns the centres of each start, shape [k, width]
 * @see Arthur and Vassilvitskii, k-means++: the advantages of careful seeding (SODA 2007)
 */
export async function kMeansPlusPlus(
  rows: Rows,
  workers: Workers,
  k: number,
  nStarts: number,
  random: RandomState,
  pace: Pace,
): Promise<Float64Array[]> {
  const nTrials = 2 + Math.floor(Math.log(k));
  const draws = Array.from({ length: nStarts }, () =>
    Float64Array.from({ length: 1 + (k - 1) * nTrials }, () => random.randomSample()),
  );
  const atOnce = Math.max(1, Math.floor(SHARED_NUMBERS / (rows.count * (nTrials + 1))));
  const centres: Float64Array[] = [];
  for (let first = 0; first < nStarts; first += atOnce) {
    const starts = draws.slice(first, first + atOnce).map((own) => newStart(rows, own, nTrials));
    for (let centre = 0; centre < k; centre++) {
      const fraction = (first + (centre / k) * starts.length) / nStarts;
      const message = `choosing start ${first + 1} of ${nStarts}, centre ${centre + 1} of ${k}`;
      pace.describe = () => ({ fraction: SEEDING_SHARE * fraction, message });
      await chooseNext(rows, workers, starts, nTrials);
    }
    centres.push(...starts.map((start) => rowsAt(rows, start.chosen)));
  }
  return centres;
}

function newStart(rows: Rows, draws: Float64Array, nTrials: number): Start {
  const closest = shared(Float64Array, rows.count).fill(Number.POSITIVE_INFINITY);
  const tried = Array.from({ length: nTrials }, () => shared(Float64Array, rows.count));
  return { draws, chosen: [], closest, tried };
}

/** What concerns a partition's rows alone. */
function partOf({ closest, tried }: CandidateDistances, { start, end }: Range): CandidateDistances {
  return {
    closest: closest.subarray(start, end),
    tried: tried.map((own) => own.subarray(start, end)),
  };
}

/** Chooses the next centre of each start: the candidate that leaves the least distance. */
async function chooseNext(
  rows: Rows,
  workers: Workers,
  starts: readonly Start[],
  nTrials: number,
): Promise<void> {
  const candidates = starts.map((start) => candidatesOf(start, rows.count, nTrials));
  const centres = rowsAt(rows, candidates.flat());
  const shares = await workers.ask("potentials", (range) => [
    starts.map((start) => partOf(start, range)),
    centres,
  ]);
  starts.forEach((start, s) => {
    const potentials = candidates[s].map((_, c) => shares.reduce((sum, own) => sum + own[s][c], 0));
    const best = potentials.indexOf(Math.min(...potentials));
    start.chosen.push(candidates[s][best]);
    start.closest.set(start.tried[best]);
  });
}

/** The rows at which the cumulated squared distances pass each drawn share of their sum. */
function candidatesOf({ draws, chosen, closest }: Start, n: number, nTrials: number): number[] {
  const cumulated = new Float64Array(n);
  let sum = 0;
  for (let row = 0; row < n; row++) {
    // At first all rows have the same chance.
    sum += chosen.length === 0 ? 1 / n : closest[row];
    cumulated[row] = sum;
  }
  // NumPy's choice takes the first row above the share, searchsorted the first at or above it.
  if (chosen.length === 0) return [indexWhere(cumulated, (value) => value > draws[0] * sum)];
  const from = 1 + (chosen.length - 1) * nTrials;
  return Array.from(draws.subarray(from, from + nTrials), (draw) =>
    indexWhere(cumulated, (value) => value >= draw * sum),
  );
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
