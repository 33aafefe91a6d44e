import * as tf from "@tensorflow/tfjs-node";

/** Keras' defaults: how slowly the two means forget, and what keeps the divisor from 0. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** A weight of the model, its numbers, and Adam's running means of its gradient and of the square. */
interface Moments {
  readonly weight: tf.Variable;
  readonly values: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/**
 * Adam with Keras' defaults, in plain loops: for a network this small they beat a dozen tensor
 * operations a weight, and they give the same bits on any number of threads.
 * @see https://arxiv.org/abs/1412.6980 algorithm 1, in the order of computation at the end of section 2
 */
export class Adam {
  readonly #learningRate: number;
  readonly #moments: Moments[];
  #steps = 0;

  /**
   * @param weights what to update
   * @param learningRate the step size, above 0
   */
  constructor(weights: readonly tf.Variable[], learningRate: number) {
    this.#learningRate = learningRate;
    this.#moments = weights.map((weight) => ({
      weight,
      values: weight.dataSync<"float32">().slice(),
      mean: new Float32Array(weight.size),
      square: new Float32Array(weight.size),
    }));
  }

  /**
   * One step downhill: assigns new values to every weight.
   * @param gradients of the loss, one for each weight, in their order
   * @param rateShare by how much to multiply the learning rate in this step, from 0; default 1
   */
  step(gradients: readonly tf.Tensor[], rateShare = 1): void {
    this.#steps++;
    const rate =
      (rateShare * this.#learningRate * Math.sqrt(1 - BETA2 ** this.#steps)) /
      (1 - BETA1 ** this.#steps);
    this.#moments.forEach((moments, i) => {
      move(moments, gradients[i].dataSync<"float32">(), rate);
      const { weight, values } = moments;
      weight.assign(tf.tensor(values.slice(), weight.shape));
    });
  }
}

function move({ values, mean, square }: Moments, gradient: Float32Array, rate: number): void {
  for (let i = 0; i < values.length; i++) {
    mean[i] += (1 - BETA1) * (gradient[i] - mean[i]);
    square[i] += (1 - BETA2) * (gradient[i] ** 2 - square[i]);
    values[i] -= (rate * mean[i]) / (Math.sqrt(square[i]) + EPSILON);
  }
}
