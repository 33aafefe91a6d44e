import * as tf from "@tensorflow/tfjs-node";
import { RandomState } from "../random";
import type { Pace } from "./pace";
import { BLOCK_ROWS, Block, multiplyAll, productError } from "./products";
import { dot, type Rows } from "./rows";

/** Directions kept; rows of less than four times as many values are left without. */
const DIRECTIONS = 12;
/** Rows that the directions are learnt from. */
const SAMPLE = 4096;
/** Rounds of subspace iteration. Any directions are valid, better ones only decide more rows. */
const ROUNDS = 5;

/** The rows seen along a few orthonormal directions, those in which they differ most. */
export interface Prefix {
  /** How many directions there are. */
  readonly width: number;
  /** The directions, one after the other. */
  readonly directions: Float64Array;
  /** Coordinates of each row along the directions, row after row. */
  readonly coordinates: Float32Array;
  /** How far the coordinates of a row x can lie from the exact ones, as a multiple of |x|. */
  readonly error: number;
}

/**
 * Finds directions and measures all rows along them.
 * @see Halko, Martinsson and Tropp, Finding structure with randomness (SIAM Review 2011), algorithm 4.4
 */
export async function prefixOf(rows: Rows, pace: Pace): Promise<Prefix> {
  const width = rows.width < 4 * DIRECTIONS ? 0 : DIRECTIONS;
  const coordinates = new Float32Array(rows.count * width);
  if (width === 0) return { width, directions: new Float64Array(0), coordinates, error: 0 };
  const directions = principalDirections(rows, width);
  const rounded = new Float32Array(directions);
  const block = new Block(rows, BLOCK_ROWS);
  await multiplyAll(rows, block, rounded, pace, (products, start) => {
    coordinates.set(products, start * width);
  });
  return { width, directions, coordinates, error: Math.sqrt(width) * productError(rows.width) };
}

/** Coordinates of vectors along the directions, in float64. */
export function project(values: Float64Array, { directions, width }: Prefix): Float64Array {
  if (width === 0) return new Float64Array(0);
  const length = directions.length / width;
  const coordinates = new Float64Array((values.length / length) * width);
  for (let i = 0; i < coordinates.length; i++) {
    const vector = Math.floor(i / width) * length;
    coordinates[i] = dot(values, vector, directions, (i % width) * length, length);
  }
  return coordinates;
}

function principalDirections(rows: Rows, width: number): Float64Array {
  const sample = sampleOf(rows);
  const random = new RandomState(0);
  const length = rows.width;
  let directions: Float64Array = Float64Array.from(
    { length: width * length },
    () => random.randomSample() - 0.5,
  );
  for (let round = 0; round < ROUNDS; round++) {
    orthonormalize(directions, length);
    directions = scatterTimes(sample, directions, length);
  }
  orthonormalize(directions, length);
  return directions;
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

/** The sample's scatter matrix times each direction. */
function scatterTimes(sample: Float32Array, directions: Float64Array, width: number): Float64Array {
  let image: Float64Array = new Float64Array(0);
  tf.tidy(() => {
    const rows = tf.tensor2d(sample, [sample.length / width, width]);
    const centred = tf.sub(rows, tf.mean(rows, 0));
    const along = tf.tensor2d(new Float32Array(directions), [directions.length / width, width]);
    const shares = tf.matMul(along, centred, false, true);
    image = new Float64Array(tf.matMul(shares, centred).dataSync());
  });
  return image;
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
