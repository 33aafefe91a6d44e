import * as tf from "@tensorflow/tfjs-node";
import type { RandomState } from "../numeric/random";
import { operation } from "./operations";

/**
 * One step of a network: what it makes of a batch, and how the gradient of the loss comes back through
 * it. A gradient has the shape of what it is the gradient for.
 */
export interface Step {
  readonly forward: (input: tf.Tensor) => tf.Tensor;
  /** The gradient for the input, from the one for the output. */
  readonly inputGradient: (gradient: tf.Tensor, input: tf.Tensor, output: tf.Tensor) => tf.Tensor;
  /** The weight that the step applies, if it has one, and the gradient for it. */
  readonly weight?: tf.Variable;
  readonly weightGradient?: (gradient: tf.Tensor, input: tf.Tensor) => tf.Tensor;
  /** Whether each output grows with its own input, or stays. */
  readonly monotone?: boolean;
  /** Whether it keeps the largest of several inputs. */
  readonly pools?: boolean;
  /** Whether it is left out when images are scored. */
  readonly trainingOnly?: boolean;
}

/** Strides, padding and dilation of a window that slides over images, in TensorFlow's names. */
export type Window = Record<string, string | number[]>;

const biasAdd = operation("BiasAdd");
const biasAddGrad = operation("BiasAddGrad");
const relu = operation("Relu");
const reluGrad = operation("ReluGrad");

/** A convolution without its bias; weight [height, width, channels, filters]. */
export function convolve(weight: tf.Variable, window: Window): Step {
  const conv2d = operation("Conv2D", window);
  const backpropInput = operation("Conv2DBackpropInput", window);
  const backpropFilter = operation("Conv2DBackpropFilter", window);
  return {
    weight,
    forward: (input) => conv2d(input, weight),
    inputGradient: (gradient, input) => backpropInput(shapeOf(input), weight, gradient),
    weightGradient: (gradient, input) => backpropFilter(input, shapeOf(weight), gradient),
  };
}

/** A dense layer without its bias; weight [inputs, units]. */
export function multiply(weight: tf.Variable): Step {
  const matMul = (transposeA: boolean, transposeB: boolean) =>
    operation("MatMul", { transpose_a: transposeA, transpose_b: transposeB });
  const product = matMul(false, false);
  const productWithTransposed = matMul(false, true);
  const transposedProduct = matMul(true, false);
  return {
    weight,
    forward: (input) => product(input, weight),
    inputGradient: (gradient) => productWithTransposed(gradient, weight),
    weightGradient: (gradient, input) => transposedProduct(input, gradient),
  };
}

/** One bias a channel or unit: the last axis. */
export function addBias(weight: tf.Variable): Step {
  return {
    weight,
    monotone: true,
    forward: (input) => biasAdd(input, weight),
    inputGradient: (gradient) => gradient,
    weightGradient: (gradient) => biasAddGrad(gradient),
  };
}

/** max(0, x). */
export const rectify: Step = {
  monotone: true,
  forward: (input) => relu(input),
  inputGradient: (gradient, _input, output) => reluGrad(gradient, output),
};

/** The largest of each window, of equal ones the first: it alone gets the gradient, as in Keras. */
export function maxPool(window: Window): Step {
  const maxPool2d = operation("MaxPool", window);
  const maxPoolGrad = operation("MaxPoolGrad", window);
  return {
    pools: true,
    forward: (input) => maxPool2d(input),
    inputGradient: (gradient, input, output) => maxPoolGrad(input, output, gradient),
  };
}

/**
 * Sets a share of the values to zero, others each time, and makes up for them by the rest, so that the
 * network cannot rely on any one of them.
 * @param rate the share, from 0 to below 1
 * @param random which ones
 * @see https://jmlr.org/papers/v15/srivastava14a.html Srivastava and others (2014)
 */
export function dropout(rate: number, random: RandomState): Step {
  let mask: tf.Tensor;
  return {
    trainingOnly: true,
    forward: (input) => {
      const kept = () => (random.randomSample() < rate ? 0 : 1 / (1 - rate));
      mask = tf.tensor(Float32Array.from({ length: input.size }, kept), input.shape);
      return tf.mul(input, mask);
    },
    inputGradient: (gradient) => tf.mul(gradient, mask),
  };
}

/** All values of an image in one row. */
export const flatten: Step = {
  forward: (input) => input.reshape([input.shape[0], -1]),
  inputGradient: (gradient, input) => gradient.reshape(input.shape),
};

function shapeOf(tensor: tf.Tensor): tf.Tensor1D {
  return tf.tensor1d(tensor.shape, "int32");
}
