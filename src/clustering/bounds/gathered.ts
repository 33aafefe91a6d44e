import { alignedFloats } from "../../numeric/memory";
import { multiply } from "../../numeric/products";
import type { Rows } from "../rows";
import { rowsToMultiply } from "./products";

/** Copies of chosen vectors, side by side in memory that is used again and again, to be multiplied together. */
export class Gathered {
  readonly #copies: Float32Array;
  readonly #width: number;
  readonly #copy: (index: number, place: number) => void;

  /**
   * @param copies room for as many vectors as will be chosen at once, rounded up by `rowsToMultiply`
   * @param width numbers of a vector
   * @param copy puts a vector at a place of `copies`
   */
  constructor(copies: Float32Array, width: number, copy: (index: number, place: number) => void) {
    this.#copies = copies;
    this.#width = width;
    this.#copy = copy;
  }

  /**
   * The products of some vectors with each centroid.
   * @param indices which vectors
   * @param centroids of `width` numbers each
   * @returns shape [at least indices.length, nCentroids]
   */
  multiply(indices: Int32Array, centroids: Float32Array): Float32Array {
    for (let place = 0; place < indices.length; place++) this.#copy(indices[place], place);
    const length = rowsToMultiply(indices.length) * this.#width;
    return multiply(this.#copies.subarray(0, length), centroids, this.#width);
  }
}

/**
 * Rows as float32, to be chosen from.
 * @param capacity how many may be chosen at once
 */
export function gatheredRows({ data, count, width }: Rows, capacity: number): Gathered {
  const copies = alignedFloats(rowsToMultiply(Math.min(capacity, count)) * width);
  return new Gathered(copies, width, (row, place) => {
    copies.set(data.subarray(row * width, (row + 1) * width), place * width);
  });
}
