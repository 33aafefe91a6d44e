import type * as tf from "@tensorflow/tfjs-node";
import { nFeatures, type Samples } from "../samples";

/** The class of each image, from 0 to nClasses - 1. */
export type Labels = Uint8Array | Int32Array;

/**
 * Refuses images that the model cannot take.
 * @param model a model with one input [null, height, width, channels]
 * @param X images
 * @param name what to call X in the message: "X" or "validation.X"
 * @throws RangeError for no images, images of another shape, or a pixel that is not finite
 */
export function checkImages(model: tf.Sequential, X: Samples, name = "X"): void {
  const [nImages, ...imageShape] = X.shape;
  const expected = model.inputs[0].shape.slice(1);
  if (imageShape.join() !== expected.join()) {
    throw new RangeError(
      `${name}.shape=[${X.shape}] must be [nImages, ${expected.join(", ")}], the model's input; reshape the images or build the model for theirs`,
    );
  }
  if (nImages < 1) throw new RangeError(`${name} has 0 images; give at least 1`);
  for (let i = 0; i < X.data.length; i++) {
    if (Number.isFinite(X.data[i])) continue;
    throw new RangeError(
      `${name}: image ${Math.floor(i / nFeatures(X))} has a pixel ${X.data[i]}, which must be a finite number; repair or drop that image`,
    );
  }
}

/**
 * Refuses images or labels that the model cannot be trained or scored on.
 * @param model as in `checkImages`; the length of its output is nClasses
 * @param X images
 * @param y the class of each image
 * @param prefix what to put before X and y in the message: "" or "validation."
 * @throws RangeError as `checkImages`, and for labels of another count or outside 0..nClasses-1
 */
export function checkLabelled(model: tf.Sequential, X: Samples, y: Labels, prefix = ""): void {
  checkImages(model, X, `${prefix}X`);
  if (y.length !== X.shape[0]) {
    throw new RangeError(
      `${prefix}y has ${y.length} labels, but ${prefix}X has ${X.shape[0]} images; give one label an image`,
    );
  }
  const nClasses = model.outputs[0].shape[1] as number;
  const at = y.findIndex((label: number) => label < 0 || label >= nClasses);
  if (at >= 0) {
    throw new RangeError(
      `${prefix}y[${at}]=${y[at]} must be from 0 to nClasses-1=${nClasses - 1}; correct the label or build the model with more classes`,
    );
  }
}
