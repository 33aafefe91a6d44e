import * as tf from "@tensorflow/tfjs-node";
import { RandomState } from "../../numeric/random";
import { dot, type Rows } from "../rows";

/** Bytes that the reduced rows may take together. */
const BYTES = 2 ** 25;
/** Numbers of a reduced row: with fewer it decides too little to be worth its time and memory. */
const [FEWEST_NUMBERS, MOST_NUMBERS] = [32, 96];
/** Rows that the directions are learnt from. */
const SAMPLE = 4096;
/** Rounds of subspace iteration. */
const ROUNDS = 2;

/**
 * Orthonormal directions that hold most of the rows' length, one after the other; none for narrow rows,
 * or very many. Any are valid, better ones only decide more rows.
 * @see Halko, Martinsson and Tropp, Finding structure with randomness (SIAM Review 2011), algorithm 4.4, on a sample
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
    const coordinates = tf.matMul(along, rows, false, true);
    image = new Float64Array(tf.matMul(coordinates, rows).dataSync());
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
      const along = dot(vectors, at, vectors, earlier, width);
      for (let j = 0; j < width; j++) vectors[at + j] -= along * vectors[earlier + j];
    }
    const left = Math.sqrt(dot(vectors, at, vectors, at, width));
    const scale = left > 1e-6 * length ? 1 / left : 0;
    for (let j = 0; j < width; j++) vectors[at + j] *= scale;
  }
}
