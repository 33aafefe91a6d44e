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
  for (let row = 0, at = 0; row < size; row++, at += count) {
    for (let i = 0; i < count; i++) {
      const factor = a.data[at + i];
      const target = products[i];
      for (let j = i; j < count; j++) target[j] += factor * b.data[at + j];
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
    for (let i = 0; i < count; i++) {
      const factor = data[at + i];
      const taken = weights[i];
      for (let j = 0; j < count; j++) combined[at + j] += factor * taken[j];
    }
  }
  return { data: combined, size, count };
}
