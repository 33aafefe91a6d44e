/** A sample, and the square of its distance from a query. */
export interface Found {
  readonly index: number;
  readonly square: number;
}

/**
 * The nearest of some candidates by exact distances, nearest first; of equally near ones the first.
 * @param candidates indices, ascending
 * @param nNeighbours how many
 * @param squareTo the square of the distance to a candidate; anything above `most` if it is above that
 * @returns fewer where there are fewer candidates
 */
export function nearestAmong(
  candidates: Iterable<number>,
  nNeighbours: number,
  squareTo: (index: number, most: number) => number,
): Found[] {
  const found: Found[] = [];
  let most = Number.POSITIVE_INFINITY;
  for (const index of candidates) {
    const square = squareTo(index, most);
    if (found.length === nNeighbours) {
      if (square >= most) continue;
      found.pop();
    }
    let at = found.length;
    while (at > 0 && found[at - 1].square > square) at--;
    found.splice(at, 0, { index, square });
    if (found.length === nNeighbours) most = found[nNeighbours - 1].square;
    // No other copy comes before these.
    if (most === 0) break;
  }
  return found;
}
