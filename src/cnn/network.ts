import type * as tf from "@tensorflow/tfjs-node";
import type { RandomState } from "../random";
import {
  addBias,
  convolve,
  dropOut,
  flatten,
  maxPool,
  multiply,
  rectify,
  type Step,
} from "./steps";

/** The settings of a layer that decide its steps, as `layer.getConfig()` gives them. */
interface LayerConfig {
  readonly activation?: string;
  readonly padding?: string;
  readonly strides?: number[];
  readonly dilationRate?: number[];
  readonly poolSize?: number[];
  readonly rate?: number;
}

/**
 * The steps that a model's layers take.
 * @param model layers of the kinds Conv2D, MaxPooling2D, Flatten, Dense and Dropout
 * @param random for training: decides what Dropout drops; without it nothing is dropped, as in scoring
 * @throws Error naming a layer that has no steps here
 */
export function stepsOf(model: tf.Sequential, random?: RandomState): Step[] {
  return model.layers.flatMap((layer) => layerSteps(layer, random));
}

/**
 * The same steps with each max-pooling before the bias and the ReLU that precede it. Both keep the
 * order of numbers, so the results are the same to the bit, with a quarter of the values to add to and
 * to rectify. For scoring only: numbers that rounding makes equal would get each other's gradients.
 */
export function poolingFirst(steps: readonly Step[]): Step[] {
  const ordered: Step[] = [];
  for (const step of steps) {
    let position = ordered.length;
    while (step.pools && position > 0 && ordered[position - 1].monotone) position--;
    ordered.splice(position, 0, step);
  }
  return ordered;
}

/** What the steps make of a batch of images; what lies between is freed on the way. */
export function forward(steps: readonly Step[], images: tf.Tensor): tf.Tensor {
  return steps.reduce((input, step) => {
    const output = step.forward(input);
    if (input !== images) input.dispose();
    return output;
  }, images);
}

/**
 * The gradients of the mean loss of a batch, by backpropagation: forwards through all steps, then the
 * loss' gradient backwards through each.
 * @param steps from `stepsOf`
 * @param images a batch, in the shape of the model's input
 * @param lossGradient the gradient of the loss for the logits, told the logits
 * @returns one gradient for each step that has a weight, in the order of the steps
 * @see https://www.nature.com/articles/323533a0 Rumelhart, Hinton and Williams (1986)
 */
export function backpropagate(
  steps: readonly Step[],
  images: tf.Tensor,
  lossGradient: (logits: tf.Tensor) => tf.Tensor,
): tf.Tensor[] {
  const values = [images];
  for (const step of steps) values.push(step.forward(values[values.length - 1]));
  let gradient = lossGradient(values[steps.length]);
  const gradients: tf.Tensor[] = [];
  for (let i = steps.length - 1; i >= 0; i--) {
    const { weightGradient, inputGradient } = steps[i];
    if (weightGradient) gradients.unshift(weightGradient(gradient, values[i]));
    if (i > 0) gradient = inputGradient(gradient, values[i], values[i + 1]);
  }
  return gradients;
}

function layerSteps(layer: tf.layers.Layer, random?: RandomState): Step[] {
  const kind = layer.getClassName();
  const config = layer.getConfig() as LayerConfig;
  const [weight, bias] = layer.trainableWeights.map((one) => one.read() as tf.Variable);
  if (kind === "InputLayer") return [];
  if (kind === "Flatten") return [flatten];
  if (kind === "Dropout") return random && config.rate ? [dropOut(config.rate, random)] : [];
  if (kind === "MaxPooling2D")
    return [maxPool({ ksize: over(config.poolSize), ...window(config) })];
  if (!(bias && ["relu", "linear"].includes(config.activation ?? ""))) throw noSteps(layer, kind);
  const activation = config.activation === "relu" ? [rectify] : [];
  if (kind === "Dense") return [multiply(weight), addBias(bias), ...activation];
  if (kind !== "Conv2D") throw noSteps(layer, kind);
  const dilations = over(config.dilationRate);
  return [convolve(weight, { dilations, ...window(config) }), addBias(bias), ...activation];
}

function window({ strides, padding = "valid" }: LayerConfig) {
  return { strides: over(strides), padding: padding.toUpperCase() };
}

/** Height and width, between the batch and the channels that a window does not slide over. */
function over([height, width]: number[] = [1, 1]): number[] {
  return [1, height, width, 1];
}

function noSteps(layer: tf.layers.Layer, kind: string): Error {
  return new Error(
    `layer ${layer.name} (${kind}) is none that this network can hold; take Conv2D, MaxPooling2D, Flatten, Dropout and Dense layers, trainable, with bias and relu or linear activation, or tfjs' own model.fit and model.evaluate`,
  );
}
