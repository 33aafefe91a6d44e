import { checkInteger, checkLabels, checkLength } from "../data/checks";
import { type Samples, take } from "../data/samples";
import type { Figure } from "./figure";
import { imageGrid } from "./imageGrid";
import { count, counted } from "./wording";

/** Class names up to this length stand side by side below an image, longer ones below each other. */
const SHORT_NAME = 3;

/** Which errors are shown, and what they are called. */
export interface MisclassifiedDigitsOptions {
  /** How many, from 1; default 30. */
  readonly most?: number;
  /** How sure each image's class was, any finite numbers: the surest errors come first; default: in their order. */
  readonly sureness?: ArrayLike<number>;
  /** The figure's heading; default: that of a network's errors. */
  readonly title?: string;
}

/**
 * Images that got a wrong class: below each its true class and the one it got.
 * @param images shape [nImages, height, width] or [nImages, height, width, 1]; bytes, or floats from 0 to 1
 * @param yTrue the true class of each image, its position in classNames
 * @param yPredicted the class that it got, from a network or by propagation
 * @param classNames the name of each class
 * @param options which of them, and the heading
 * @throws RangeError when the lists do not belong together, or a label is no position in classNames
 */
export function misclassifiedDigits(
  images: Samples,
  yTrue: ArrayLike<number>,
  yPredicted: ArrayLike<number>,
  classNames: readonly string[],
  options: MisclassifiedDigitsOptions = {},
): Figure {
  const { most = 30, sureness, title = "Misclassified: true class → predicted class" } = options;
  checkInteger("most", most, 1, "say how many errors to show");
  checkLength("yTrue", yTrue, ["nImages", images.shape[0]]);
  checkLength("yPredicted", yPredicted, ["nImages", images.shape[0]]);
  checkLabels("yTrue", yTrue, classNames.length);
  checkLabels("yPredicted", yPredicted, classNames.length);
  const wrong = Array.from(yTrue, (_, i) => i).filter((i) => yTrue[i] !== yPredicted[i]);
  if (sureness) {
    checkLength("sureness", sureness, ["nImages", yTrue.length]);
    checkSureness(sureness);
    wrong.sort((a, b) => sureness[b] - sureness[a]);
  }
  const shown = wrong.slice(0, most);
  const arrow = classNames.some((name) => name.length > SHORT_NAME) ? "\n→ " : " → ";
  const pairs = shown.map((i) => [classNames[yTrue[i]], classNames[yPredicted[i]]]);
  return imageGrid(take(images, shown), {
    title,
    caption: `${count(wrong.length)} of ${counted(yTrue.length, "image")} got a wrong class${shownText(shown.length, sureness ? "surest" : "first")}.`,
    captions: pairs.map((pair) => pair.join(arrow)),
    hover: pairs.map(
      ([isClass, taken], j) => `image ${shown[j]}\ntrue ${isClass}\npredicted ${taken}`,
    ),
  });
}

function checkSureness(sureness: ArrayLike<number>): void {
  const at = Array.from(sureness).findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new RangeError(
    `sureness[${at}]=${sureness[at]} must be a finite number; leave sureness out, or drop that image`,
  );
}

function shownText(nShown: number, which: string): string {
  if (nShown === 0) return "";
  if (nShown === 1) return `; the ${which} is shown, below it its true class and the one it got`;
  return `; the ${which} ${nShown} are shown, below each its true class and the one it got`;
}
