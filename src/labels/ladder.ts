import type { Rung } from "../cnn/rungs";
import { checkLength, checkPositions } from "../data/checks";
import type { Result } from "../tables";
import { countLabelled, NO_LABEL } from "./handLabels";
import { labelAccuracy, labelledOf } from "./propagation";

/** A clustering's images and labels, from which the rungs are taken. */
export interface Labelling {
  /** The true labels of the clustered images. */
  readonly yTrue: Uint8Array;
  /** Their propagated labels, or NO_LABEL. */
  readonly yPropagated: Int32Array;
  /** The image nearest each centroid, and the label that a person gave it, or NO_LABEL. */
  readonly representatives: Int32Array;
  readonly yRepresentatives: ArrayLike<number>;
  /** The images that keep the propagated label. */
  readonly kept: Int32Array;
}

/**
 * What the trick is made of, a rung each: as many labels on the first images as representatives have one, on
 * the representatives, spread to the images kept, and spread to all.
 * @param labelling images and labels that belong together
 * @param ceiling whether a last rung has all images with their true labels
 * @throws RangeError when the lists do not belong together
 */
export function ladder(labelling: Labelling, ceiling: boolean): Rung[] {
  const { yTrue, yPropagated, representatives, yRepresentatives, kept } = labelling;
  checkLength("yPropagated", yPropagated, ["nImages", yTrue.length]);
  checkLength("yRepresentatives", yRepresentatives, ["k", representatives.length]);
  for (const [name, images] of Object.entries({ representatives, kept })) {
    checkPositions(name, images, ["nImages", yTrue.length], "name images that there are");
  }
  const everyone = Int32Array.from(yTrue.keys());
  const isLabelled = (_: unknown, cluster: number) => yRepresentatives[cluster] !== NO_LABEL;
  const chosen = representatives.filter(isLabelled);
  const rung = (name: string, images: Int32Array, y: ArrayLike<number>): Rung => {
    const truth = images.map((i) => yTrue[i]);
    return { name, images, y, labelAccuracy: labelAccuracy(y, truth) };
  };
  const trueRung = (name: string, images: Int32Array) =>
    rung(
      name,
      images,
      images.map((i) => yTrue[i]),
    );
  const spreadRung = (name: string, images: Int32Array) =>
    rung(
      name,
      images,
      images.map((i) => yPropagated[i]),
    );
  return [
    trueRung(
      chosen.length === 1 ? "the first image" : `the first ${chosen.length} images`,
      everyone.subarray(0, chosen.length),
    ),
    rung(
      chosen.length === 1 ? "1 representative" : `${chosen.length} representatives`,
      chosen,
      Int32Array.from(yRepresentatives).filter(isLabelled),
    ),
    spreadRung("their labels spread to the closest", kept),
    spreadRung("their labels spread to all", labelledOf(everyone, yPropagated)),
    ...(ceiling ? [trueRung("all true labels", everyone)] : []),
  ];
}

/**
 * The row of the results that needs no network: each image takes the label of its nearest centroid. It rests
 * on as many images as have a label.
 * @param clusters the cluster nearest each image, from `kmeans.predict`
 * @param yRepresentatives the label of each cluster, or NO_LABEL, which is never right
 * @param yTrue the true label of each image
 * @throws RangeError when the lists do not belong together
 */
export function nearestCentroidResult(
  clusters: Int32Array,
  yRepresentatives: ArrayLike<number>,
  yTrue: Uint8Array,
): Result {
  const remedy = "give the clusters that the labels belong to";
  checkPositions("clusters", clusters, ["k", yRepresentatives.length], remedy);
  const y = Int32Array.from(clusters, (cluster) => yRepresentatives[cluster]);
  return {
    name: "the nearest centroid's label, no network",
    nImages: countLabelled(yRepresentatives),
    heldOut: { accuracy: labelAccuracy(y, yTrue), nImages: yTrue.length },
  };
}
