import type { Pace } from "../running/pace";
import { type Block, multiplyAll } from "./bounds/blocks";
import { isTooClose } from "./distances";
import { dot, type Rows, squaredDistance } from "./rows";

/** How far each row is from the centres that a start has chosen so far, as squared distances. */
export interface CandidateDistances {
  /** To the nearest one. */
  readonly closest: Float64Array;
  /** What `closest` would become with each candidate for the next centre. */
  readonly tried: readonly Float64Array[];
}

/**
 * The sum of squared distances that each candidate of each start would leave; fills `tried`.
 * @param block holds the rows while they are multiplied
 * @param centres the candidates, as many for each start, one after the other
 */
export async function potentialsOf(
  rows: Rows,
  block: Block,
  starts: readonly CandidateDistances[],
  centres: Float64Array,
  pace: Pace,
): Promise<number[][]> {
  const nCandidates = centres.length / rows.width / starts.length;
  const potentials = starts.map(() => new Array<number>(nCandidates).fill(0));
  await multiplyAll(rows, block, centres, pace, (products, start, end) => {
    starts.forEach(({ closest, tried }, s) => {
      for (let c = 0; c < nCandidates; c++) {
        const centre = { centres, products, column: s * nCandidates + c };
        potentials[s][c] += tryCandidate(rows, centre, closest, tried[c], start, end);
      }
    });
  });
  return potentials;
}

/** Fills `tried` from `start` to `end` with the smaller of `closest` and the distance to a centre. */
function tryCandidate(
  rows: Rows,
  { centres, products, column }: { centres: Float64Array; products: Float32Array; column: number },
  closest: Float64Array,
  tried: Float64Array,
  start: number,
  end: number,
): number {
  const { squaredNorms, width } = rows;
  const nColumns = products.length / (end - start);
  const norm = dot(centres, column * width, centres, column * width, width);
  let potential = 0;
  for (let row = start, at = column; row < end; row++, at += nColumns) {
    const squares = squaredNorms[row] + norm;
    let distance = squares - 2 * products[at];
    if (isTooClose(distance, squares)) distance = squaredDistance(rows, row, centres, column);
    const least = Math.min(distance, closest[row]);
    tried[row] = least;
    potential += least;
  }
  return potential;
}
