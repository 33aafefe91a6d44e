import type { Accuracy } from "./cnn/evaluation";
import { isNamed } from "./data/classNames";
import type { ImageSet } from "./data/images";
import { count, counted, list, percent } from "./figures/wording";
import { halfInterval } from "./tables";

/**
 * What an image set holds, as a sentence of the run: true of any set.
 * @param images any image set
 */
export function imagesSentence({ data, imageShape, classNames, target }: ImageSet): string {
  const [height, width] = imageShape;
  const [nImages, nPixels] = data.shape;
  const truth = target ? "" : " Nobody knows the true class of these images.";
  const known = classNames.filter(isNamed);
  return `${counted(nImages, "image")} of ${height} x ${width} pixels: rows of ${count(nPixels)} numbers. ${known.length} classes: ${list(known)}.${truth}`;
}

/**
 * What a score means, beside the score of blind guessing.
 * @param measured on images that the network did not learn from
 * @param nClasses how many classes there are that images can be of
 */
export function scoreSentence(measured: Accuracy, nClasses: number): string {
  const of = `${accuracyText(measured)} of ${counted(measured.nImages, "image")}`;
  return `The network names ${of} right; guessing among ${nClasses} classes would get ${percent(1 / nClasses)}.`;
}

/**
 * What choosing the images and what spreading their labels brought, said only where it is more than chance.
 * @param nLabels how many labels a person gave, from 1
 * @param rungs the accuracies of three networks after the same number of steps, on the same images: one
 *   learned from the first images, one from the representatives, one from the images that these labels
 *   were spread to; more are not looked at
 */
export function gainsSentence(nLabels: number, rungs: readonly Accuracy[]): string {
  const [first, chosen, spread] = rungs;
  const one = nLabels === 1;
  return [
    `${counted(nLabels, "label")} on the first ${one ? "image" : "images"}: ${accuracyText(first)} of the held-out images right.`,
    `The same number of labels on ${one ? "an image" : "images"} that clustering chose: ${accuracyText(chosen)}, ${difference(first, chosen)}.`,
    `${one ? "This label" : "These labels"} spread through the clusters: ${accuracyText(spread)}, ${difference(chosen, spread)}.`,
    `From the first to the last: ${difference(first, spread)}.`,
  ].join(" ");
}

function accuracyText(measured: Accuracy): string {
  return `${percent(measured.accuracy)} (± ${(halfInterval(measured) * 100).toFixed(1)})`;
}

/** Two networks on the same images differ by chance by about as much as their intervals together. */
function difference(from: Accuracy, to: Accuracy): string {
  const points = (to.accuracy - from.accuracy) * 100;
  const chance = Math.hypot(halfInterval(from), halfInterval(to)) * 100;
  if (Math.abs(points) <= chance) return "no difference beyond chance";
  const size = `${Math.abs(points).toFixed(1)} points`;
  return points > 0 ? `a gain of ${size}` : `a loss of ${size}`;
}
