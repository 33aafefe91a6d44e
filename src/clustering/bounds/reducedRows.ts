import * as tf from "@tensorflow/tfjs-node";
import { RandomState } from "../../numeric/random";
import { alignedFloats } from "../../numeric/memory";
import type { Pace } from "../../running/pace";
import { BLOCK_ROWS, Block, multiply, productError, rowsToMultiply } from "./products";
import { dot, type Rows } from "../rows";

/** Bytes that the reduced rows may take together. */
const BYTES = 2 ** 25;
/** Numbers of a reduced row: with fewer it decides too little to be worth its time and memory. */
const [FEWEST_NUMBERS, MOST_NUMBERS] = [32, 96];
/** Rows that the directions are learnt from. */
const SAMPLE = 4096;
/** Rounds of subspace iteration. */
const ROUNDS = 2;
/** Parts in which coordinates are summed, so that their rounding errors stay small. */
const PARTS = 16;

/**
 * Vectors seen along a few orthonormal directions, those that hold most of the rows' length, with the
 * length of the rest, what is left, as one more number. By Cauchy and Schwarz the product of two such
 * vectors is at least that of the whole ones; mostly it is little more, for a fraction of the work.
 * One number more turns the product of a row x and a centroid c into a closeness, x c - |c|^2 / 2.
 */
export class Reduction {
  /** Numbers of a reduced vector: coordinates, length of the rest, and 1 or -|c|^2 / 2. */
  readonly width: number;
  /** How many coordinates it has; the length of the rest comes after them. */
  readonly rest: number;
  /** How far the coordinates of x can lie from the exact ones, as a multiple of |x|. */
  readonly error: number;
  /** What that comes to in a square or a product, as a multiple of |x|^2 or |x| |c|. */
  readonly squareError: number;
  /** Directions in parts, shape [PARTS, nDirections, numbers of a part]. */
  readonly #directions: Float32Array;
  readonly #partSize: number;
  /** Numbers of a whole vector. */
  readonly wholeWidth: number;

  /**
   * @param directions orthonormal up to rounding, or zero, one after the other
   * @param wholeWidth numbers of a direction, as of any whole vector
   */
  constructor(directions: Float32Array, wholeWidth: number) {
    this.rest = directions.length / wholeWidth;
    this.width = this.rest + 2;
    this.#partSize = Math.ceil(wholeWidth / PARTS);
    this.#directions = new Float32Array(PARTS * this.#partSize * this.rest);
    this.wholeWidth = wholeWidth;
    tf.tidy(() => {
      this.#directions.set(this.#inParts(directions).dataSync());
    });
    const terms = this.#partSize + PARTS;
    this.error = Math.sqrt(this.rest) * productError(terms);
    this.squareError = 2 * this.error * (1 + this.error);
  }

  /**
   * The coordinates of vectors, one after the other.
   * @param values whole vectors, one after the other
   */
  coordinates(values: Float32Array): Float32Array {
    let coordinates: Float32Array = new Float32Array(0);
    if (this.rest === 0) return coordinates;
    tf.tidy(() => {
      const directions = tf.tensor3d(this.#directions, [PARTS, this.rest, this.#partSize]);
      const products = tf.matMul(this.#inParts(values), directions, false, true);
      coordinates = tf.sum(products, 0).dataSync<"float32">();
    });
    return coordinates;
  }

  /** Vectors cut into parts, shape [PARTS, nVectors, numbers of a part]; the last is filled up with zeros. */
  #inParts(values: Float32Array): tf.Tensor3D {
    const vectors = tf.tensor2d(values, [values.length / this.wholeWidth, this.wholeWidth]);
    const missing = PARTS * this.#partSize - this.wholeWidth;
    const filled =
      missing > 0
        ? tf.pad(vectors, [
            [0, 0],
            [0, missing],
          ])
        : vectors;
    return tf.transpose(tf.reshape(filled, [-1, PARTS, this.#partSize]), [1, 0, 2]);
  }

  /**
   * Puts reduced vectors together.
   * @param coordinates of the vectors, one after the other
   * @param squares |x|^2 of each vector
   * @param slackOf by how much |x|^2 less the squares of its coordinates may fall short
   * @param lastOf the last number of a vector
   * @param reduced where they go
   */
  assemble(
    coordinates: Float32Array | Float64Array,
    squares: Float64Array,
    slackOf: (square: number) => number,
    lastOf: (square: number) => number,
    reduced: Float32Array,
  ): void {
    for (let i = 0, at = 0; i < squares.length; i++) {
      let left = squares[i];
      for (let d = i * this.rest; d < (i + 1) * this.rest; d++) {
        reduced[at++] = coordinates[d];
        left -= coordinates[d] * coordinates[d];
      }
      const length = Math.sqrt(Math.max(0, left) + slackOf(squares[i]));
      reduced[at++] = length * (1 + 1e-6);
      reduced[at++] = lastOf(squares[i]);
    }
  }
}

/** The reduced vectors of rows. */
export class Reduced {
  readonly reduction: Reduction;
  /** One after the other; behind them is room for copies of some. */
  readonly data: Float32Array;
  /** Where that begins: behind a multiple of 64 rows, so that TensorFlow reads the copies in place. */
  readonly #room: number;

  constructor(reduction: Reduction, count: number) {
    const { width } = reduction;
    this.reduction = reduction;
    this.#room = rowsToMultiply(count) * width;
    this.data = alignedFloats(this.#room + rowsToMultiply(Math.min(count, BLOCK_ROWS)) * width);
  }

  /**
   * The reduced closeness of some rows to each centroid.
   * @param indices at most BLOCK_ROWS
   * @param centroids reduced vectors of centroids
   * @returns shape [at least indices.length, nCentroids]
   */
  multiply(indices: Int32Array, centroids: Float32Array): Float32Array {
    const { width } = this.reduction;
    // Within one array, since for a copy between two, V8 makes a view of each row.
    for (let i = 0, to = this.#room; i < indices.length; i++, to += width) {
      this.data.copyWithin(to, indices[i] * width, (indices[i] + 1) * width);
    }
    const end = this.#room + rowsToMultiply(indices.length) * width;
    return multiply(this.data.subarray(this.#room, end), centroids, width);
  }
}

/**
 * Reduces rows.
 * @param directions orthonormal up to rounding, or zero, one after the other
 */
export async function reduce(rows: Rows, directions: Float32Array, pace: Pace): Promise<Reduced> {
  const { count, squaredNorms } = rows;
  const reduction = new Reduction(directions, rows.width);
  const { width, squareError } = reduction;
  const reduced = new Reduced(reduction, count);
  const block = new Block(rows, BLOCK_ROWS);
  for (let start = 0; start < count; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, count);
    reduction.assemble(
      reduction.coordinates(block.slice(start, end)),
      squaredNorms.subarray(start, end),
      (square) => squareError * square,
      () => 1,
      reduced.data.subarray(start * width),
    );
    await pace.step();
  }
  return reduced;
}

/**
 * Directions that hold most of the rows' length, one after the other; none for narrow rows, or very
 * many. Any are valid, better ones only decide more rows.
 * @see Halko, Martinsson and Tropp, Finding structure with randomness (SIAM Review 2011), algorithm 4.3
 */
export function principalDirections(rows: Rows): Float32Array {
  const { width } = rows;
  const most = Math.floor(BYTES / (Float32Array.BYTES_PER_ELEMENT * rows.count));
  const count = Math.min(Math.min(most, MOST_NUMBERS) - 2, Math.floor(width / 4));
  if (most < FEWEST_NUMBERS || count === 0) return new Float32Array(0);
  const random = new RandomState(0);
  const sample = sampleOf(rows);
  let directions: Float64Array = Float64Array.from(
    { length: count * width },
    () => random.randomSample() - 0.5,
  );
  for (let round = 0; round < ROUNDS; round++) {
    directions = scatterTimes(sample, new Float32Array(directions), width);
    orthonormalize(directions, width);
  }
  return new Float32Array(directions);
}

/** The sample's scatter matrix times each direction. */
function scatterTimes(sample: Float32Array, directions: Float32Array, width: number): Float64Array {
  let image: Float64Array = new Float64Array(0);
  tf.tidy(() => {
    const rows = tf.tensor2d(sample, [sample.length / width, width]);
    const along = tf.tensor2d(directions, [directions.length / width, width]);
    const shares = tf.matMul(along, rows, false, true);
    image = new Float64Array(tf.matMul(shares, rows).dataSync());
  });
  return image;
}

function sampleOf({ data, count, width }: Rows): Float32Array {
  const size = Math.min(count, SAMPLE);
  const sample = new Float32Array(size * width);
  for (let i = 0; i < size; i++) {
    const row = Math.floor((i * count) / size);
    sample.set(data.subarray(row * width, (row + 1) * width), i * width);
  }
  return sample;
}

/** Makes vectors orthonormal in place; one that depends on those before it becomes zero. */
function orthonormalize(vectors: Float64Array, width: number): void {
  for (let at = 0; at < vectors.length; at += width) {
    const length = Math.sqrt(dot(vectors, at, vectors, at, width));
    // Twice, because the first time leaves rounding errors of the parts it took away.
    for (let other = 0; other < 2 * at; other += width) {
      const earlier = other % at;
      const share = dot(vectors, at, vectors, earlier, width);
      for (let j = 0; j < width; j++) vectors[at + j] -= share * vectors[earlier + j];
    }
    const left = Math.sqrt(dot(vectors, at, vectors, at, width));
    const scale = left > 1e-6 * length ? 1 / left : 0;
    for (let j = 0; j < width; j++) vectors[at + j] *= scale;
  }
}
