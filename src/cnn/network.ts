import * as tf from "@tensorflow/tfjs-node";
import { RandomState } from "../numeric/random";
import {
  addBias,
  convolve,
  dropout,
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

/** A model as training and scoring see it. */
export interface Network {
  /** What training changes. */
  readonly weights: readonly tf.Variable[];
  /** The layer that made tfjs itself compute, two to three times as slowly; none where this project's steps do. */
  readonly foreignLayer?: string;
  /** The logits of images, as they are scored. */
  logits(images: tf.Tensor): tf.Tensor;
  /**
   * The gradient of the mean loss of a batch for each weight.
   * @param lossGradient the gradient of the loss for the logits, told the logits
   */
  gradients(images: tf.Tensor, lossGradient: (logits: tf.Tensor) => tf.Tensor): tf.Tensor[];
}

/**
 * A model, computed by this project's steps if all its layers have some, or else by tfjs itself.
 * @param model layers of the kinds Conv2D, MaxPooling2D, Flatten, Dense and Dropout have steps
 * @param random what dropout drops
 */
export function networkOf(model: tf.Sequential, random = new RandomState(0)): Network {
  const foreign = model.layers.find((layer) => !hasSteps(layer));
  if (foreign) return tfjsNetwork(model, foreign);
  const steps = stepsOf(model, random);
  const scoring = poolingFirst(steps.filter(({ trainingOnly }) => !trainingOnly));
  return {
    weights: steps.flatMap(({ weight }) => weight ?? []),
    logits: (images) => forward(scoring, images),
    gradients: (images, lossGradient) => backpropagate(steps, images, lossGradient),
  };
}

/** tfjs' own layers, and its automatic differentiation. */
function tfjsNetwork(model: tf.Sequential, foreign: tf.layers.Layer): Network {
  const weights = model.trainableWeights.map((one) => one.read() as tf.Variable);
  return {
    weights,
    foreignLayer: `${foreign.name} (${foreign.getClassName()})`,
    logits: (images) => model.apply(images) as tf.Tensor,
    gradients(images, lossGradient) {
      const { grads } = tf.variableGrads(() => {
        const logits = model.apply(images, { training: true }) as tf.Tensor;
        // Its gradient is that of the loss, as what it is multiplied by counts as constant.
        return tf.sum(tf.mul(logits, lossGradient(logits)));
      }, weights);
      return weights.map(({ name }) => grads[name]);
    },
  };
}

/**
 * The steps that a model's layers take.
 * @param model layers that all have steps
 * @param random what dropout drops
 */
export function stepsOf(model: tf.Sequential, random = new RandomState(0)): Step[] {
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

/** Whether a layer is of a kind, and has settings, that the steps below stand for. */
function hasSteps(layer: tf.layers.Layer): boolean {
  const kind = layer.getClassName();
  if (["InputLayer", "Flatten", "MaxPooling2D"].includes(kind)) return true;
  const { activation = "linear", rate = 0, noiseShape, dataFormat } = layer.getConfig();
  if (kind === "Dropout") return (rate as number) < 1 && !noiseShape;
  const known = ["relu", "linear"].includes(activation as string);
  const isPlain = dataFormat !== "channelsFirst" && layer.trainableWeights.length === 2;
  return ["Dense", "Conv2D"].includes(kind) && known && isPlain;
}

function layerSteps(layer: tf.layers.Layer, random: RandomState): Step[] {
  const kind = layer.getClassName();
  const config = layer.getConfig() as LayerConfig;
  if (kind === "InputLayer") return [];
  if (kind === "Flatten") return [flatten];
  if (kind === "MaxPooling2D")
    return [maxPool({ ksize: over(config.poolSize), ...window(config) })];
  if (kind === "Dropout") return [dropout(config.rate ?? 0, new RandomState(random.uint32()))];
  const [weight, bias] = layer.trainableWeights.map((one) => one.read() as tf.Variable);
  const activation = config.activation === "relu" ? [rectify] : [];
  if (kind === "Dense") return [multiply(weight), addBias(bias), ...activation];
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
