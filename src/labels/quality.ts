import { checkInteger, checkLabels, checkLength, checkPositions } from "../data/checks";
import type { Samples } from "../data/samples";
import { RandomState } from "../numeric/random";
import { type Interval, moreToHalve, wilson } from "../numeric/wilson";
import { checkHandLabels, NO_LABEL } from "./handLabels";

/**
 * How sure a network is of each image's own label, when it has learned from other images: the lower,
 * the more likely the label is wrong.
 * @param probabilities each class' probability, of images that the network has not learned from,
 *   shape [nImages, nClasses]
 * @param y the label of each image
 * @throws RangeError when there is another number of labels than of images, or a label is no class
 * @see https://doi.org/10.1613/jair.1.12125 Northcutt, Jiang and Chuang (2021): confident learning
 */
export function selfConfidence(
  probabilities: Samples<Float32Array>,
  y: ArrayLike<number>,
): Float32Array {
  const [nImages, nClasses] = probabilities.shape;
  checkLength("y", y, ["nImages", nImages]);
  checkLabels("y", y, nClasses);
  return Float32Array.from(y, (label, i) => probabilities.data[i * nClasses + label]);
}

/**
 * The images whose labels are the most suspicious, the worst first.
 * @param confidence from `selfConfidence`
 * @param count how many; there may be fewer
 * @returns positions in confidence
 * @throws RangeError when count is no integer from 0, or a confidence is no number
 */
export function mostSuspicious(confidence: Float32Array, count: number): Int32Array {
  checkInteger("count", count, 0, "say how many labels to look at");
  const at = confidence.findIndex(Number.isNaN);
  if (at >= 0) {
    throw new RangeError(`confidence[${at}]=NaN must be a number; drop that image`);
  }
  const order = Int32Array.from(confidence, (_, i) => i);
  return order.sort((a, b) => confidence[a] - confidence[b] || a - b).slice(0, count);
}

/**
 * Images drawn at random, each as likely as any other, for a spot check.
 * @param nImages how many there are
 * @param count how many to draw; at most all
 * @param seed an integer from 0 to 2^32 - 1; default 0
 * @throws RangeError when nImages or count is no integer from 0
 */
export function spotCheckImages(nImages: number, count: number, seed = 0): Int32Array {
  checkInteger("nImages", nImages, 0, "say how many images there are");
  checkInteger("count", count, 0, "say how many images to look at");
  return new RandomState(seed).permutation(nImages).slice(0, count);
}

/** What a spot check says. */
export interface SpotCheck extends Interval {
  /** How many of the images that were looked at have the right label. */
  readonly right: number;
  /** How many were looked at and could be told. */
  readonly nImages: number;
  /** right / nImages: an estimate without bias of the share of all images. */
  readonly share: number;
  /** How many more to look at for half the interval. */
  readonly more: number;
}

/**
 * The share of right labels, from images drawn at random whose true class a person told.
 * @param yTold what the person said; NO_LABEL where nothing or «unsure»: such images do not count
 * @param yGiven the label to be judged; NO_LABEL where the image has none: it does not count either
 * @returns undefined where no image counts
 * @throws RangeError when the lengths differ, or a label is none
 */
export function spotCheck(
  yTold: ArrayLike<number>,
  yGiven: ArrayLike<number>,
): SpotCheck | undefined {
  checkLength("yGiven", yGiven, ["yTold.length", yTold.length]);
  checkHandLabels("yTold", yTold);
  checkHandLabels("yGiven", yGiven);
  const counting = Array.from(yTold, (_, i) => i).filter(
    (i) => yTold[i] !== NO_LABEL && yGiven[i] !== NO_LABEL,
  );
  const nImages = counting.length;
  if (nImages === 0) return undefined;
  const right = counting.filter((i) => yTold[i] === yGiven[i]).length;
  const more = moreToHalve(right, nImages);
  return { right, nImages, share: right / nImages, ...wilson(right, nImages), more };
}

/**
 * The spot check of each class, by the true one.
 * @param yTold as in `spotCheck`
 * @param yGiven as in `spotCheck`
 * @param nClasses how many classes there are
 * @returns one a class; undefined where no image of it counts
 * @throws RangeError as `spotCheck` does, and where yTold names no class of these
 */
export function spotCheckByClass(
  yTold: ArrayLike<number>,
  yGiven: ArrayLike<number>,
  nClasses: number,
): (SpotCheck | undefined)[] {
  checkHandLabels("yTold", yTold, nClasses);
  return Array.from({ length: nClasses }, (_, label) =>
    spotCheck(
      Array.from(yTold, (told) => (told === label ? told : NO_LABEL)),
      yGiven,
    ),
  );
}

/**
 * How many labels are wrong, where the truth is known.
 * @param names the name that each image was given
 * @param truth what each image shows
 * @param indices which images count, each from 0 to nImages - 1
 * @throws RangeError when there are not as many truths as names, or an index lies outside
 */
export function countWrong(
  names: readonly string[],
  truth: ArrayLike<string | number>,
  indices: ArrayLike<number>,
): number {
  checkLength("truth", truth, ["names.length", names.length]);
  checkPositions("indices", indices, ["nImages", names.length], "count images that there are");
  return Array.from(indices).filter((i) => names[i] !== String(truth[i])).length;
}

/** With fewer images a network can hardly tell a class. */
const FEW_IMAGES = 10;

/**
 * What is amiss with labels that a network is to learn from, a sentence each.
 * @param y the label of each image that it learns from
 * @param classNames the name of each class
 * @throws RangeError when a label is no class
 */
export function classWarnings(y: ArrayLike<number>, classNames: readonly string[]): string[] {
  checkLabels("y", y, classNames.length);
  const counts = new Array<number>(classNames.length).fill(0);
  for (let i = 0; i < y.length; i++) counts[y[i]]++;
  const few = classNames.filter((_, label) => counts[label] > 0 && counts[label] < FEW_IMAGES);
  const none = classNames.filter((_, label) => counts[label] === 0);
  return [
    few.length > 0 ? `Fewer than ${FEW_IMAGES} images to learn from: ${few.join(", ")}.` : "",
    none.length > 0 ? `No image to learn from: ${none.join(", ")}.` : "",
  ].filter((warning) => warning !== "");
}
