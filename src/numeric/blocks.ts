/** Vectors side by side, one a column, row after row: shape [size, count]. */
export interface Block {
  readonly data: Float64Array;
  readonly size: number;
  readonly count: number;
}

/** A symmetric matrix, as what it makes of a block's data; `target` is overwritten with the product. */
export type Multiply = (data: Float64Array, target: Float64Array, count: number) => void;

/**
 * The products of each column of one block with each of another, as rows.
 * @param a shape [size, count]
 * @param b the same shape
 * @returns symmetric, shape [count, count]; only a's columns up to b's are computed, the rest mirrored
 */
export function projected(a: Block, b: Block): Float64Array[] {
  const { size, count } = a;
  const products = Array.from({ length: count }, () => new Float64Array(count));
  // Two rows at a time: each sum is fetched and stored half as often.
  for (let row = 0, at = 0; row < size; row += 2, at += 2 * count) {
    const below = row + 1 < size ? at + count : at;
    for (let i = 0; i < count; i++) {
      const upper = a.data[at + i];
      const lower = below > at ? a.data[below + i] : 0;
      const target = products[i];
      for (let j = i; j < count; j++) {
        target[j] += upper * b.data[at + j] + lower * b.data[below + j];
      }
    }
  }
  for (let i = 0; i < count; i++) for (let j = 0; j < i; j++) products[i][j] = products[j][i];
  return products;
}

/**
 * New columns, each a sum of a block's columns.
 * @param block shape [size, count]
 * @param weights for each old column, what each new one takes of it, shape [count, count]
 */
export function combineColumns(
  { data, size, count }: Block,
  weights: readonly Float64Array[],
): Block {
  const combined = new Float64Array(data.length);
  for (let row = 0, at = 0; row < size; row++, at += count) {
    // Two columns at a time, as above.
    for (let i = 0; i < count; i += 2) {
      const next = i + 1 < count ? i + 1 : i;
      const [left, right] = [data[at + i], next > i ? data[at + next] : 0];
      const [taken, besides] = [weights[i], weights[next]];
      for (let j = 0; j < count; j++) combined[at + j] += left * taken[j] + right * besides[j];
    }
  }
  return { data: combined, size, count };
}
