import { checkLabels, checkLength, checkPositions } from "../data/checks";
import { checkHandLabels, NO_LABEL } from "./handLabels";

/** A cluster to be shown, and what to call it. */
export interface NamedCluster {
  readonly cluster: number;
  readonly name: string;
}

/**
 * How pure each cluster is: the share of its labelled images whose propagated label is the true one.
 * @param clusterLabels the cluster of each image, from 0 to k - 1
 * @param yPropagated the propagated label of each image, or NO_LABEL
 * @param yTrue the true label of each image
 * @returns one share a cluster, from 0 to 1; NaN for a cluster without labelled images
 * @throws RangeError when the lists do not belong together, or a label is none
 */
export function clusterPurities(
  clusterLabels: Int32Array,
  yPropagated: ArrayLike<number>,
  yTrue: ArrayLike<number>,
): number[] {
  checkLength("yPropagated", yPropagated, ["nImages", clusterLabels.length]);
  checkLength("yTrue", yTrue, ["nImages", clusterLabels.length]);
  checkHandLabels("yPropagated", yPropagated);
  checkLabels("yTrue", yTrue);
  checkPositions(
    "clusterLabels",
    clusterLabels,
    ["nImages", clusterLabels.length],
    "cluster again",
  );
  const k = clusterLabels.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
  const sizes = new Array<number>(k).fill(0);
  const right = new Array<number>(k).fill(0);
  clusterLabels.forEach((cluster, i) => {
    if (yPropagated[i] === NO_LABEL) return;
    sizes[cluster]++;
    if (yPropagated[i] === yTrue[i]) right[cluster]++;
  });
  return sizes.map((size, cluster) => right[cluster] / size);
}

/**
 * The purest cluster and the most mixed one; of equally pure ones the first.
 * @param purities from `clusterPurities`; those that are NaN do not count
 * @throws RangeError when none counts
 */
export function purestAndMostMixed(purities: readonly number[]): [purest: number, mixed: number] {
  const known = purities.filter((purity) => !Number.isNaN(purity));
  if (known.length < 1) {
    throw new RangeError("purities hold no number; label the representative of a cluster");
  }
  return [purities.indexOf(Math.max(...known)), purities.indexOf(Math.min(...known))];
}

/**
 * The purest cluster and the most mixed one, for figures: one alone where all are equally pure.
 * @param purities from `clusterPurities`; those that are NaN do not count
 */
export function extremeClusters(purities: readonly number[]): NamedCluster[] {
  const [purest, mixed] = purestAndMostMixed(purities);
  if (purest === mixed) {
    return [{ cluster: purest, name: "one of the clusters with a label (all are equally pure)" }];
  }
  return [
    { cluster: purest, name: "the purest" },
    { cluster: mixed, name: "the most mixed" },
  ];
}
