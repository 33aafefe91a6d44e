import { alignedFloats } from "../../numeric/memory";
import type { Pace } from "../../running/pace";
import type { Rows } from "../rows";
import { Block } from "./blocks";
import { Gathered } from "./gathered";
import { BLOCK_ROWS, rowsToMultiply } from "./products";
import { Projection } from "./projection";

/** More than the rounding of a length to float32 can take away, as a factor. */
const ROUNDED_UP = 1 + 1e-6;

/** Numbers of a reduced vector: its coordinates, the length of its residual, and one more. */
export function reducedWidth({ nDirections }: Projection): number {
  return nDirections + 2;
}

/**
 * Reduces a vector to its coordinates along some directions and the length of its residual, what is left
 * of it. By Cauchy and Schwarz the product of two such vectors is at least that of the whole ones; mostly
 * it is little more, for a fraction of the work. One number more, 1 for a row x and -|c|^2 / 2 for a
 * centroid c, makes of that product a closeness, x c - |c|^2 / 2.
 * @param square the squared length of the vector
 * @param missing by how much that, less the squares of the coordinates, may fall short for rounding
 * @param last the one number more
 * @param reduced where it goes
 * @returns the length of the residual, never too short
 */
export function reduceVector(
  coordinates: Float32Array | Float64Array,
  square: number,
  missing: number,
  last: number,
  reduced: Float32Array,
): number {
  const nDirections = coordinates.length;
  let left = square;
  for (let d = 0; d < nDirections; d++) {
    reduced[d] = coordinates[d];
    left -= coordinates[d] * coordinates[d];
  }
  reduced[nDirections] = Math.sqrt(Math.max(0, left) + missing) * ROUNDED_UP;
  reduced[nDirections + 1] = last;
  return reduced[nDirections];
}

/** Rows, reduced once for all iterations. */
export class ReducedRows {
  readonly projection: Projection;
  readonly width: number;
  /** One after the other; behind them is room for copies of up to BLOCK_ROWS of them. */
  readonly data: Float32Array;
  /** The reduced closeness of chosen rows, at most BLOCK_ROWS, is their product with reduced centroids. */
  readonly chosen: Gathered;

  constructor(projection: Projection, count: number) {
    const width = reducedWidth(projection);
    // Behind a multiple of 64 rows, so that TensorFlow reads the copies in place.
    const room = rowsToMultiply(count) * width;
    const data = alignedFloats(room + rowsToMultiply(Math.min(count, BLOCK_ROWS)) * width);
    this.projection = projection;
    this.width = width;
    this.data = data;
    // Within one array, since for a copy between two, V8 makes a view of each row.
    this.chosen = new Gathered(data.subarray(room), width, (row, place) => {
      data.copyWithin(room + place * width, row * width, (row + 1) * width);
    });
  }

  /** The length of a row's residual. */
  residual(row: number): number {
    return this.data[(row + 1) * this.width - 2];
  }
}

/**
 * Reduces rows.
 * @param directions orthonormal up to rounding, or zero, one after the other
 */
export async function reduceRows(
  rows: Rows,
  directions: Float32Array,
  pace: Pace,
): Promise<ReducedRows> {
  const { count, squaredNorms } = rows;
  const projection = new Projection(directions, rows.width);
  const { nDirections, squareError } = projection;
  const reduced = new ReducedRows(projection, count);
  const { width, data } = reduced;
  const block = new Block(rows, BLOCK_ROWS);
  for (let start = 0; start < count; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, count);
    const coordinates = projection.coordinates(block.slice(start, end));
    for (let row = start; row < end; row++) {
      const at = (row - start) * nDirections;
      const square = squaredNorms[row];
      reduceVector(
        coordinates.subarray(at, at + nDirections),
        square,
        squareError * square,
        1,
        data.subarray(row * width, (row + 1) * width),
      );
    }
    await pace.step();
  }
  return reduced;
}
