import { checkInteger, checkLabels, checkLength } from "../data/checks";
import { type Samples, take } from "../data/samples";
import type { Figure } from "./figure";
import { imageGrid } from "./imageGrid";
import { count } from "./wording";

/** Class names up to this length stand side by side below an image, longer ones below each other. */
const SHORT_NAME = 3;

/** How many errors are shown. */
export interface MisclassifiedDigitsOptions {
  /** From 1; default 30. */
  readonly most?: number;
}

/**
 * The first images that the network gets wrong: below each its true and its predicted class.
 * @param images shape [nImages, height, width] or [nImages, height, width, 1]; bytes, or floats from 0 to 1
 * @param yTrue the true class of each image, its position in classNames
 * @param yPredicted the class that the network gives it
 * @param classNames the name of each class
 * @param options how many
 * @throws RangeError when the lists do not belong together, or a label is no position in classNames
 */
export function misclassifiedDigits(
  images: Samples,
  yTrue: ArrayLike<number>,
  yPredicted: ArrayLike<number>,
  classNames: readonly string[],
  { most = 30 }: MisclassifiedDigitsOptions = {},
): Figure {
  checkInteger("most", most, 1, "say how many errors to show");
  checkLength("yTrue", yTrue, ["nImages", images.shape[0]]);
  checkLength("yPredicted", yPredicted, ["nImages", images.shape[0]]);
  checkLabels("yTrue", yTrue, classNames.length);
  checkLabels("yPredicted", yPredicted, classNames.length);
  const wrong = Array.from(yTrue, (_, i) => i).filter((i) => yTrue[i] !== yPredicted[i]);
  const shown = wrong.slice(0, most);
  const arrow = classNames.some((name) => name.length > SHORT_NAME) ? "\n→ " : " → ";
  const pairs = shown.map((i) => [classNames[yTrue[i]], classNames[yPredicted[i]]]);
  return imageGrid(take(images, shown), {
    title: "Misclassified: true class → predicted class",
    caption: `${count(wrong.length)} of ${count(yTrue.length)} images are misclassified; the first ${shown.length} are shown, below each its true and its predicted class.`,
    captions: pairs.map((pair) => pair.join(arrow)),
    hover: pairs.map(
      ([isClass, taken], j) => `image ${shown[j]}\ntrue ${isClass}\npredicted ${taken}`,
    ),
  });
}
