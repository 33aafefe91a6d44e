import { checkLabels } from "./checks";
import { type Samples, samplesOf } from "./samples";

/** How pixels are brought to 0..1: each is divided by one number. Saved with a model, as data. */
export interface Scaling {
  readonly kind: "divide";
  /** The value that becomes 1, above 0. */
  readonly by: number;
}

/** The scaling of bytes: the original's `/ 255.0`. */
export const BYTE_SCALING: Scaling = { kind: "divide", by: 255 };

/** Labelled images of one size, their pixels as bytes: what scikit-learn's `fetch_openml` returns for MNIST. */
export interface ImageSet {
  /** Pixels from 0 to 255, one image a row: shape [nImages, height * width]. */
  readonly data: Samples<Uint8Array>;
  /** The class of each image, from 0 to classNames.length - 1. */
  readonly target: Uint8Array;
  /** Height and width of every image, in pixels. */
  readonly imageShape: readonly [height: number, width: number];
  /** The name of each class; its position is its label. */
  readonly classNames: readonly string[];
}

/**
 * One set after the other, as one set.
 * @param first any image set
 * @param second images of the same size and classes
 * @throws RangeError when the sizes differ, or the second has labels that the first has no class for
 */
export function concatenate(first: ImageSet, second: ImageSet): ImageSet {
  const [height, width] = first.imageShape;
  if (second.imageShape[0] !== height || second.imageShape[1] !== width) {
    throw new RangeError(
      `images of ${second.imageShape.join(" x ")} pixels cannot follow images of ${height} x ${width}; bring all images to one size`,
    );
  }
  checkLabels("second.target", second.target, first.classNames.length);
  const data = new Uint8Array(first.data.data.length + second.data.data.length);
  data.set(first.data.data);
  data.set(second.data.data, first.data.data.length);
  const target = new Uint8Array(first.target.length + second.target.length);
  target.set(first.target);
  target.set(second.target, first.target.length);
  return { ...first, data: samplesOf(data, [target.length, height * width]), target };
}

/**
 * Pixels from 0 to 1: the original's `train_images / 255.0`, as 32-bit floats, which take four times
 * the memory of bytes.
 * @param images bytes of any shape, such as an image set's data
 * @param scaling what to divide by; default 255. A loaded model's is `about.scaling`.
 * @returns the same shape
 * @throws RangeError for images that are not bytes, such as normalized ones, or a scaling that is none
 */
export function normalize(
  images: Samples<Uint8Array>,
  scaling: Scaling = BYTE_SCALING,
): Samples<Float32Array> {
  checkScaling(scaling);
  if (!(images.data instanceof Uint8Array)) {
    throw new RangeError(
      "images.data must be bytes (a Uint8Array); images of floats are normalized already",
    );
  }
  const data = new Float32Array(images.data.length);
  for (let i = 0; i < data.length; i++) data[i] = images.data[i] / scaling.by;
  return samplesOf(data, images.shape);
}

/**
 * Refuses what does not say how pixels are scaled.
 * @param scaling from a model's description, or typed
 * @throws RangeError when it is no division by a number above 0
 */
export function checkScaling(scaling: Scaling): void {
  const { kind, by } = scaling ?? {};
  if (kind === "divide" && Number.isFinite(by) && by > 0) return;
  throw new RangeError(
    `scaling=${JSON.stringify(scaling)} must be { kind: "divide", by: a number above 0 }; bytes are divided by 255`,
  );
}
