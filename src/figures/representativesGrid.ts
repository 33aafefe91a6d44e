import type { Samples } from "../samples";
import type { Figure } from "./figure";
import { imageGrid } from "./imageGrid";
import { count } from "./wording";

/**
 * The representative of each cluster with its label; the pointer reads cluster, label and size.
 * @param XRepresentativeDigits the image nearest each centroid, shape [k, height, width], from 0 to 1
 * @param yRepresentativeDigits the label of each, its position in classNames
 * @param clusterLabels the cluster of each clustered image, from 0 to k - 1
 * @param classNames the name of each class
 */
export function representativesGrid(
  XRepresentativeDigits: Samples,
  yRepresentativeDigits: Uint8Array,
  clusterLabels: Int32Array,
  classNames: readonly string[],
): Figure {
  const k = yRepresentativeDigits.length;
  const sizes = sizesOf(clusterLabels, k);
  const names = Array.from(yRepresentativeDigits, (label) => classNames[label]);
  const hover = names.map(
    (name, i) => `cluster ${i}<br>label ${name}<br>${count(sizes[i])} images`,
  );
  const caption = [
    `The images nearest the ${k} centroids, each above its label.`,
    `Their clusters hold from ${count(Math.min(...sizes))} to ${count(Math.max(...sizes))} images.`,
    missing(classNames, names),
  ];
  return imageGrid(XRepresentativeDigits, {
    title: "One image of each cluster, with its label",
    caption: caption.join(" "),
    captions: names,
    hover,
  });
}

function sizesOf(clusterLabels: Int32Array, k: number): number[] {
  const sizes = new Array<number>(k).fill(0);
  for (const cluster of clusterLabels) sizes[cluster]++;
  return sizes;
}

function missing(classNames: readonly string[], names: readonly string[]): string {
  const absent = classNames.filter((name) => !names.includes(name));
  if (absent.length === 0) return `All ${classNames.length} classes are among them.`;
  return `No image stands for: ${absent.join(", ")}.`;
}
