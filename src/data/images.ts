import { checkLabels } from "./checks";
import { type Samples, samplesOf } from "./samples";

/** Images of one size, their pixels as bytes: what scikit-learn's `fetch_openml` returns for MNIST. */
export interface ImageSet {
  /** Pixels from 0 to 255, one image a row: shape [nImages, height * width]. */
  readonly data: Samples<Uint8Array>;
  /** The true class of each image, from 0 to classNames.length - 1; undefined where nobody knows it. */
  readonly target?: Uint8Array;
  /** Height and width of every image, in pixels. */
  readonly imageShape: readonly [height: number, width: number];
  /** The name of each class; its position is its label. */
  readonly classNames: readonly string[];
}

/** Images whose true classes are known. */
export interface LabelledImageSet extends ImageSet {
  readonly target: Uint8Array;
}

/**
 * One set after the other, as one set.
 * @param first any image set
 * @param second images of the same size and classes
 * @returns labelled if both are
 * @throws RangeError when the sizes differ, or the second has labels that the first has no class for
 */
export function concatenate(first: ImageSet, second: ImageSet): ImageSet {
  const [height, width] = first.imageShape;
  if (second.imageShape[0] !== height || second.imageShape[1] !== width) {
    throw new RangeError(
      `images of ${second.imageShape.join(" x ")} pixels cannot follow images of ${height} x ${width}; bring all images to one size`,
    );
  }
  const data = new Uint8Array(first.data.data.length + second.data.data.length);
  data.set(first.data.data);
  data.set(second.data.data, first.data.data.length);
  const nImages = first.data.shape[0] + second.data.shape[0];
  return {
    ...first,
    data: samplesOf(data, [nImages, height * width]),
    target: bothTargets(first, second),
  };
}

function bothTargets(first: ImageSet, second: ImageSet): Uint8Array | undefined {
  if (!first.target || !second.target) return undefined;
  checkLabels("second.target", second.target, first.classNames.length);
  const target = new Uint8Array(first.target.length + second.target.length);
  target.set(first.target);
  target.set(second.target, first.target.length);
  return target;
}
