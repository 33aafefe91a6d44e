import * as tf from "@tensorflow/tfjs-node";
import { productError } from "./products";

/** Parts in which coordinates are summed, so that their rounding errors stay small. */
const PARTS = 16;

/** The coordinates of vectors along a few orthonormal directions, with a bound for their rounding errors. */
export class Projection {
  /** How many directions there are, and so coordinates of a vector. */
  readonly nDirections: number;
  /** Numbers of a vector. */
  readonly width: number;
  /** How far the coordinates of x, as one vector, can lie from the exact ones, as a multiple of |x|. */
  readonly error: number;
  /** What that comes to in a square or a product, as a multiple of |x|^2 or |x| |c|. */
  readonly squareError: number;
  /** Directions in parts, shape [PARTS, nDirections, numbers of a part]. */
  readonly #directions: Float32Array;
  readonly #partSize: number;

  /**
   * @param directions orthonormal up to rounding, or zero, one after the other
   * @param width numbers of a direction, as of any vector
   */
  constructor(directions: Float32Array, width: number) {
    this.nDirections = directions.length / width;
    this.width = width;
    this.#partSize = Math.ceil(width / PARTS);
    this.#directions = new Float32Array(PARTS * this.#partSize * this.nDirections);
    tf.tidy(() => {
      this.#directions.set(this.#inParts(directions).dataSync());
    });
    this.error = Math.sqrt(this.nDirections) * productError(this.#partSize + PARTS);
    this.squareError = 2 * this.error * (1 + this.error);
  }

  /**
   * The coordinates of vectors, one after the other.
   * @param vectors one after the other
   * @returns shape [nVectors, nDirections]
   */
  coordinates(vectors: Float32Array): Float32Array {
    let coordinates: Float32Array = new Float32Array(0);
    if (this.nDirections === 0) return coordinates;
    tf.tidy(() => {
      const directions = tf.tensor3d(this.#directions, [PARTS, this.nDirections, this.#partSize]);
      const products = tf.matMul(this.#inParts(vectors), directions, false, true);
      coordinates = tf.sum(products, 0).dataSync<"float32">();
    });
    return coordinates;
  }

  /** Vectors cut into parts, shape [PARTS, nVectors, numbers of a part]; the last is filled up with zeros. */
  #inParts(values: Float32Array): tf.Tensor3D {
    const vectors = tf.tensor2d(values, [values.length / this.width, this.width]);
    const missing = PARTS * this.#partSize - this.width;
    const filled =
      missing > 0
        ? tf.pad(vectors, [
            [0, 0],
            [0, missing],
          ])
        : vectors;
    return tf.transpose(tf.reshape(filled, [-1, PARTS, this.#partSize]), [1, 0, 2]);
  }
}
