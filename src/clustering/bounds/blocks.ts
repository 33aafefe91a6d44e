import { alignedFloats, isAligned, release } from "../../numeric/memory";
import { multiply } from "../../numeric/products";
import type { Pace } from "../../running/pace";
import type { Rows } from "../rows";
import { BLOCK_ROWS } from "./products";

/**
 * The products of all rows, block by block.
 * @param block holds the rows while they are multiplied
 * @param centroids centroids of `rows.width` values
 * @param onProducts told the products of the rows from `start` to `end`, shape [end - start, nCentroids],
 *   which are released when it returns
 */
export async function multiplyAll(
  rows: Rows,
  block: Block,
  centroids: Float64Array,
  pace: Pace,
  onProducts: (products: Float32Array, start: number, end: number) => void,
): Promise<void> {
  const rounded = new Float32Array(centroids);
  for (let start = 0; start < rows.count; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rows.count);
    const products = multiply(block.slice(start, end), rounded, rows.width);
    onProducts(products, start, end);
    release(products);
    await pace.step();
  }
}

/** Rows in their order as float32: in place where they lie aligned, or else copied block by block. */
export class Block {
  readonly #rows: Rows;
  readonly #values: Float32Array;
  /** The rows that lie in `#values`. Rows in place always do, so nothing is copied onto them. */
  #held = { start: 0, end: 0 };

  /**
   * @param rows where the rows come from
   * @param capacity how many copies the block can hold
   */
  constructor(rows: Rows, capacity: number) {
    const { data, count, width } = rows;
    this.#rows = rows;
    if (isAligned(data)) {
      this.#values = data;
      this.#held = { start: 0, end: count };
    } else this.#values = alignedFloats(Math.min(capacity, count) * width);
  }

  /** The rows from `start` to `end`; if all rows fit in the block, they are copied once. */
  slice(start: number, end: number): Float32Array {
    const { data, count, width } = this.#rows;
    if (start < this.#held.start || end > this.#held.end) {
      this.#held = { start, end: Math.min(count, start + this.#values.length / width) };
      this.#values.set(data.subarray(start * width, this.#held.end * width));
    }
    const shift = this.#held.start;
    return this.#values.subarray((start - shift) * width, (end - shift) * width);
  }
}
