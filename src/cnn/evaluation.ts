import * as tf from "@tensorflow/tfjs-node";
import { type PixelScaling, scalePixels } from "../data/pixelScaling";
import { nFeatures, reshape, type Samples, samplesOf } from "../data/samples";
import { Pulse } from "../running/pulse";
import type { Watch } from "../running/watch";
import { checkImages, checkLabelled, type Labels } from "./checking";
import { argmax, score, softmax } from "./logits";
import { type Network, networkOf } from "./network";

/** Images a batch: twice as fast as 32, and its activations take some 10 MB. */
const BATCH_SIZE = 500;

/** How many of so many images were named right. */
export interface Accuracy {
  /** The share of them, from 0 to 1. */
  readonly accuracy: number;
  /** How many images there were. */
  readonly nImages: number;
}

/** The mean over the images scored; right is one whose largest logit is its label's. */
export interface Evaluation extends Accuracy {
  /** Softmax cross-entropy, in nats. */
  readonly loss: number;
}

/** What a model makes of images. */
export interface Prediction {
  /** The likeliest class of each image. */
  readonly labels: Int32Array;
  /** The probability of that class, for each image: how sure the model is. */
  readonly confidence: Float32Array;
  /** Each class' probability, shape [nImages, nClasses]. */
  readonly probabilities: Samples<Float32Array>;
}

/**
 * The original's `model.evaluate(test_images, test_labels)`: loss and accuracy on labelled images.
 * @param model a model from `getModel`
 * @param X images, shape [nImages, height, width, channels], scaled to 0..1 as in training
 * @param y the class of each image
 * @param watch reports images scored; an interrupt throws
 * @throws RangeError for images or labels that do not fit the model, before anything runs
 * @throws Interrupted when stopped
 */
export async function evaluate(
  model: tf.Sequential,
  X: Samples,
  y: Labels,
  watch: Watch = {},
): Promise<Evaluation> {
  checkLabelled(model, X, y);
  return scoreBatches(model, X, y, watch);
}

/**
 * The class that the model gives to each image.
 * @param model a model from `getModel`
 * @param X images, shape [nImages, height, width, channels], scaled to 0..1 as in training
 * @param watch reports images predicted; an interrupt throws
 * @throws RangeError for images that do not fit the model, before anything runs
 * @throws Interrupted when stopped
 */
export async function predict(
  model: tf.Sequential,
  X: Samples,
  watch: Watch = {},
): Promise<Prediction> {
  checkImages(model, X);
  const nClasses = model.outputs[0].shape[1] as number;
  const logits = new Float32Array(X.shape[0] * nClasses);
  await forEachBatch(model, X, watch, (batchLogits, start) => {
    logits.set(batchLogits, start * nClasses);
  });
  const probabilities = samplesOf(softmax(logits, nClasses), [X.shape[0], nClasses]);
  const labels = argmax(logits, nClasses);
  const confidence = Float32Array.from(
    labels,
    (label, i) => probabilities.data[i * nClasses + label],
  );
  return { labels, confidence, probabilities };
}

/**
 * `predict` of images as they were loaded: their bytes are scaled as those that the model learned from.
 * @param loaded a model with what belongs to it, as `loadModel` gives them
 * @param images bytes, one image a row, as wide and high as the model's: shape [nImages, height * width]
 *   or any other that holds as many
 * @param watch as in `predict`
 * @throws RangeError for images of another size, or that are not bytes, before anything runs
 * @throws Interrupted when stopped
 */
export async function predictImages(
  loaded: { readonly model: tf.Sequential; readonly about: { readonly scaling: PixelScaling } },
  images: Samples<Uint8Array>,
  watch: Watch = {},
): Promise<Prediction> {
  const { model, about } = loaded;
  const imageShape = model.inputs[0].shape.slice(1) as number[];
  const X = reshape(scalePixels(images, about.scaling), [images.shape[0], ...imageShape]);
  return predict(model, X, watch);
}

/** `evaluate` of images and labels that have been checked. */
export async function scoreBatches(
  model: tf.Sequential,
  X: Samples,
  y: Labels,
  watch: Watch,
): Promise<Evaluation> {
  const labels = Int32Array.from(y);
  const sum = { loss: 0, correct: 0 };
  await forEachBatch(model, X, watch, (logits, start) => {
    const batch = score(logits, labels.subarray(start, start + BATCH_SIZE));
    sum.loss += batch.loss;
    sum.correct += batch.correct;
  });
  const nImages = y.length;
  return { loss: sum.loss / nImages, accuracy: sum.correct / nImages, nImages };
}

async function forEachBatch(
  model: tf.Sequential,
  X: Samples,
  watch: Watch,
  take: (logits: Float32Array, start: number) => void,
): Promise<void> {
  const nImages = X.shape[0];
  const network = networkOf(model);
  const pulse = new Pulse(watch);
  for (let start = 0; start < nImages; start += BATCH_SIZE) {
    await pulse.beat(
      () => ({
        fraction: start / nImages,
        message: `evaluated ${start} of ${nImages} images`,
      }),
      () => `Evaluation stopped after ${start} of ${nImages} images; the model is unchanged.`,
    );
    take(batchLogits(network, X, start), start);
  }
}

function batchLogits(network: Network, X: Samples, start: number): Float32Array {
  const count = Math.min(BATCH_SIZE, X.shape[0] - start);
  const width = nFeatures(X);
  const pixels = new Float32Array(X.data.subarray(start * width, (start + count) * width));
  const logits = tf.tidy(() => network.logits(tf.tensor(pixels, [count, ...X.shape.slice(1)])));
  const values = logits.dataSync<"float32">();
  logits.dispose();
  return values;
}
