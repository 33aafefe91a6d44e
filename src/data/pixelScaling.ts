import { type Samples, samplesOf } from "./samples";

/**
 * How a network's pixels are brought to 0..1: the same two numbers for every pixel of every image, in
 * training, tests and use. It is saved with the model, as data.
 */
export interface PixelScaling {
  /** The value that becomes 0. */
  readonly low: number;
  /** The value that becomes 1, above low; or low itself where all pixels were alike. */
  readonly high: number;
}

/**
 * The scaling by the smallest and the largest pixel of the training images. For MNIST these are 0 and
 * 255, which is the original's `/ 255.0`; images of low contrast are stretched.
 * @param images the images to train on, bytes of any shape, at least one pixel
 * @throws RangeError when there is no pixel
 */
export function pixelScalingOf(images: Samples<Uint8Array>): PixelScaling {
  if (images.data.length < 1) {
    throw new RangeError("images hold 0 pixels; give at least one image to take the scaling from");
  }
  let low = 255;
  let high = 0;
  for (const pixel of images.data) {
    if (pixel < low) low = pixel;
    if (pixel > high) high = pixel;
  }
  return { low, high };
}

/**
 * Pixels from 0 to 1, as 32-bit floats, which take four times the memory of bytes.
 * @param images bytes of any shape, such as an image set's data
 * @param scaling from `pixelScalingOf`, or a loaded model's `about.scaling`; what lies below its low is 0,
 *   above its high 1
 * @returns the same shape
 * @throws RangeError for images that are not bytes, such as scaled ones, or a scaling that is none
 */
export function scalePixels(
  images: Samples<Uint8Array>,
  scaling: PixelScaling,
): Samples<Float32Array> {
  checkPixelScaling(scaling);
  if (!(images.data instanceof Uint8Array)) {
    throw new RangeError(
      "images.data must be bytes (a Uint8Array); images of floats are scaled already",
    );
  }
  const { low, high } = scaling;
  const range = Math.max(high - low, Number.MIN_VALUE);
  const scaled = Float32Array.from({ length: 256 }, (_, byte) =>
    Math.min(1, Math.max(0, (byte - low) / range)),
  );
  const data = new Float32Array(images.data.length);
  for (let i = 0; i < data.length; i++) data[i] = scaled[images.data[i]];
  return samplesOf(data, images.shape);
}

/**
 * Refuses what does not say how pixels are scaled.
 * @param scaling from a model's description, or typed
 * @throws RangeError when it is no pair of finite numbers, the high one at least the low one
 */
export function checkPixelScaling(scaling: PixelScaling): void {
  const { low, high } = scaling ?? {};
  if (Number.isFinite(low) && Number.isFinite(high) && low <= high) return;
  throw new RangeError(
    `scaling=${JSON.stringify(scaling)} must be { low, high }, two numbers of which high is at least low; bytes that use their whole range have { low: 0, high: 255 }`,
  );
}
