import { checkLabels, checkLength, checkPositions } from "../data/checks";
import type { Samples } from "../data/samples";
import { NO_LABEL, UNSURE } from "../labels/handLabels";
import type { Figure } from "./figure";
import { imageGrid } from "./imageGrid";
import { count, list } from "./wording";

/**
 * The representative of each cluster with its label; the pointer reads cluster, label and size.
 * @param XRepresentativeDigits the image nearest each centroid, shape [k, height, width]
 * @param yRepresentativeDigits the label of each, its position in classNames, or NO_LABEL, as an array of any kind
 * @param clusterLabels the cluster of each clustered image, from 0 to k - 1
 * @param classNames the name of each class
 * @throws RangeError when there is another number of labels than of images, a label is no position in
 *   classNames, or a cluster has no representative
 */
export function representativesGrid(
  XRepresentativeDigits: Samples,
  yRepresentativeDigits: ArrayLike<number>,
  clusterLabels: ArrayLike<number>,
  classNames: readonly string[],
): Figure {
  const k = XRepresentativeDigits.shape[0];
  checkLength("yRepresentativeDigits", yRepresentativeDigits, ["k", k]);
  const given = Array.from(yRepresentativeDigits).filter((label) => label !== NO_LABEL);
  checkLabels("yRepresentativeDigits", given, classNames.length);
  const remedy = "give a representative for each cluster";
  checkPositions("clusterLabels", clusterLabels, ["k", k], remedy);
  const sizes = sizesOf(clusterLabels, k);
  const names = Array.from(yRepresentativeDigits, (label) => classNames[label] ?? UNSURE);
  const hover = names.map((name, i) => `cluster ${i}\nlabel ${name}\n${count(sizes[i])} images`);
  const caption = [
    `The images nearest the ${k} centroids, each above its label.`,
    ...(k > 0 ? [sizesText(sizes)] : []),
    missing(classNames, names),
  ];
  return imageGrid(XRepresentativeDigits, {
    title: "One image of each cluster, with its label",
    caption: caption.join(" "),
    captions: names,
    hover,
  });
}

function sizesOf(clusterLabels: ArrayLike<number>, k: number): number[] {
  const sizes = new Array<number>(k).fill(0);
  for (let i = 0; i < clusterLabels.length; i++) sizes[clusterLabels[i]]++;
  return sizes;
}

function sizesText(sizes: readonly number[]): string {
  return `Their clusters hold from ${count(Math.min(...sizes))} to ${count(Math.max(...sizes))} images.`;
}

function missing(classNames: readonly string[], names: readonly string[]): string {
  const absent = classNames.filter((name) => !names.includes(name));
  if (absent.length === 0) return `All ${classNames.length} classes are among them.`;
  return `No image stands for: ${list(absent)}.`;
}
