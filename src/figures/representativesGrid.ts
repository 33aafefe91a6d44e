import { checkLabels, checkLength, checkPositions } from "../data/checks";
import { isNamed, UNSURE } from "../data/classNames";
import type { Samples } from "../data/samples";
import { NO_LABEL } from "../labels/handLabels";
import type { Figure } from "./figure";
import { imageGrid } from "./imageGrid";
import { count, counted, list } from "./wording";

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
  const hover = names.map(
    (name, i) => `cluster ${i}\nlabel ${name}\n${counted(sizes[i], "image")}`,
  );
  const caption = [
    `The images nearest the ${k} centroids, each above its label.`,
    ...(k > 0 ? [sizesText(sizes)] : []),
    ...unsure(k - given.length),
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
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  if (least === most) return `Each of their clusters holds ${counted(least, "image")}.`;
  return `Their clusters hold from ${count(least)} to ${counted(most, "image")}.`;
}

function unsure(n: number): string[] {
  if (n === 0) return [];
  return [
    n === 1
      ? "1 is unsure: its cluster is left out."
      : `${n} are unsure: their clusters are left out.`,
  ];
}

function missing(classNames: readonly string[], names: readonly string[]): string {
  const known = classNames.filter(isNamed);
  const absent = known.filter((name) => !names.includes(name));
  if (absent.length === 0) return `All ${known.length} classes are among them.`;
  return `No image stands for: ${list(absent)}.`;
}
