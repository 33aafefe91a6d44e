import * as tf from "@tensorflow/tfjs-node";

/** Keras' defaults: how slowly the means of the gradient and of its square forget, and what keeps the root from 0. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/**
 * Adam, with Keras' defaults, for all weights of a model at once: they are updated as one flat vector,
 * ten operations a step instead of ten for each of the weights.
 * @see https://arxiv.org/abs/1412.6980 section 2, the variant before section 2.1's last sentence
 */
export class Adam {
  readonly #weights: tf.Variable[];
  readonly #learningRate: number;
  #flat: tf.Tensor1D;
  #mean: tf.Tensor1D;
  #square: tf.Tensor1D;
  #step = 0;

  /**
   * @param weights what to update
   * @param learningRate above 0
   */
  constructor(weights: tf.Variable[], learningRate: number) {
    this.#weights = weights;
    this.#learningRate = learningRate;
    this.#flat = tf.tidy(() => flatten(weights));
    this.#mean = tf.zerosLike(this.#flat);
    this.#square = tf.zerosLike(this.#flat);
  }

  /**
   * One step downhill.
   * @param gradients of the loss for each weight, in the order of the weights
   */
  step(gradients: tf.Tensor[]): void {
    this.#step++;
    const old = [this.#flat, this.#mean, this.#square];
    const rate =
      (this.#learningRate * Math.sqrt(1 - BETA2 ** this.#step)) / (1 - BETA1 ** this.#step);
    [this.#flat, this.#mean, this.#square] = tf.tidy(() => {
      const gradient = flatten(gradients);
      const mean = this.#mean.add(gradient.sub(this.#mean).mul(1 - BETA1)) as tf.Tensor1D;
      const square = this.#square.add(
        gradient
          .square()
          .sub(this.#square)
          .mul(1 - BETA2),
      ) as tf.Tensor1D;
      const move = mean.mul(rate).div(square.sqrt().add(EPSILON));
      return [this.#flat.sub(move) as tf.Tensor1D, mean, square].map(tf.keep);
    });
    tf.dispose(old);
    this.#assign();
  }

  /** Frees the moments; the weights stay. */
  dispose(): void {
    tf.dispose([this.#flat, this.#mean, this.#square]);
  }

  #assign(): void {
    tf.tidy(() => {
      const sizes = this.#weights.map((weight) => weight.size);
      tf.split(this.#flat, sizes).forEach((part, i) => {
        this.#weights[i].assign(part.reshape(this.#weights[i].shape));
      });
    });
  }
}

function flatten(tensors: tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(tensors.map((tensor) => tensor.flatten()));
}
