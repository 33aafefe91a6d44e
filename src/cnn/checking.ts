import type * as tf from "@tensorflow/tfjs-node";
import { checkInteger, checkLength, checkPositions } from "../data/checks";
import { nFeatures, type Samples, samplesOf } from "../data/samples";

/** The class of each image, from 0 to nClasses - 1, in an array of any kind. */
export type Labels = ArrayLike<number>;

/** The smallest height and width of which the network's two poolings leave a pixel to its last convolution. */
export const MIN_SIZE = 18;

/** By how much a pixel may lie outside of 0..1: images drawn to another size overshoot a little. */
const OVERSHOOT = 0.1;

/**
 * Refuses images that the model cannot take.
 * @param model a model with one input [null, height, width, channels]
 * @param X images
 * @param name what to call X in the message: "X" or "validation.X"
 * @throws RangeError for no images, images of another shape, bytes, or a pixel outside of 0..1 by
 *   more than rounding and resizing account for
 */
export function checkImages(model: tf.Sequential, X: Samples, name = "X"): void {
  const [nImages, ...imageShape] = X.shape;
  const expected = model.inputs[0].shape.slice(1);
  samplesOf(X.data, X.shape);
  if (imageShape.join() !== expected.join()) {
    throw new RangeError(
      `${name}.shape=[${X.shape}] must be [nImages, ${expected.join(", ")}], the model's input; reshape the images or build the model for theirs`,
    );
  }
  if (nImages < 1) throw new RangeError(`${name} has 0 images; give at least 1`);
  if (X.data instanceof Uint8Array) {
    throw new RangeError(
      `${name} holds bytes, but the model's pixels go from 0 to 1; scale them first (scalePixels)`,
    );
  }
  checkPixels(X, name);
}

function checkPixels(X: Samples, name: string): void {
  for (let i = 0; i < X.data.length; i++) {
    const pixel = X.data[i];
    if (pixel >= -OVERSHOOT && pixel <= 1 + OVERSHOOT) continue;
    const image = Math.floor(i / nFeatures(X));
    throw new RangeError(
      Number.isFinite(pixel)
        ? `${name}: image ${image} has a pixel ${pixel}, which must lie from 0 to 1; scale all images in one way first (scalePixels)`
        : `${name}: image ${image} has a pixel ${pixel}, which must be a finite number; repair or drop that image`,
    );
  }
}

/**
 * Refuses images or labels that the model cannot be trained or scored on.
 * @param model as in `checkImages`; the length of its output is nClasses
 * @param X images
 * @param y the class of each image
 * @param prefix what to put before X and y in the message: "" or "validation."
 * @throws RangeError as `checkImages`, and for labels of another count or that are no
 *   integers from 0 to nClasses-1
 */
export function checkLabelled(model: tf.Sequential, X: Samples, y: Labels, prefix = ""): void {
  checkImages(model, X, `${prefix}X`);
  checkLength(`${prefix}y`, y, [`${prefix}X.nImages`, X.shape[0]]);
  const nClasses = model.outputs[0].shape[1] as number;
  const remedy = "correct the label or build the model with more classes";
  checkPositions(`${prefix}y`, y, ["nClasses", nClasses], remedy);
}

/**
 * Refuses images and classes that no network of `getModel` can be made for.
 * @param imageShape height, width and channels of an image; height and width from 18
 * @param nClasses how many classes there are, from 2
 * @throws RangeError naming what does not fit, its value and its bound
 */
export function checkModelOptions(imageShape: readonly number[], nClasses: number): void {
  const [height, width, channels] = imageShape;
  if (imageShape.length !== 3 || !(Number.isInteger(channels) && channels >= 1)) {
    throw new RangeError(
      `imageShape=[${imageShape}] must be [height, width, channels]; grey images have 1 channel`,
    );
  }
  for (const [name, size] of Object.entries({ height, width })) {
    if (!(Number.isInteger(size) && size >= MIN_SIZE)) {
      throw new RangeError(
        `${name}=${size} must be an integer from ${MIN_SIZE}, or nothing is left after two poolings; enlarge or pad the images`,
      );
    }
  }
  checkInteger("nClasses", nClasses, 2, "give at least 2 classes");
}

/**
 * @param name the parameter's name, for the message
 * @param epochs passes over the images
 * @throws RangeError unless epochs is an integer from 0
 */
export function checkEpochs(name: string, epochs: number): void {
  checkInteger(name, epochs, 0, "0 leaves the model as it is");
}

/**
 * @param batchSize images a training step
 * @throws RangeError unless batchSize is an integer from 1
 */
export function checkBatchSize(batchSize: number): void {
  checkInteger("batchSize", batchSize, 1, "Keras takes 32");
}
