import { checkLength, checkPositions } from "../data/checks";

/**
 * How pure each cluster is: the share of its images whose propagated label is the true one.
 * @param clusterLabels the cluster of each image, from 0 to k - 1
 * @param yPropagated the propagated label of each image, or NO_LABEL
 * @param yTrue the true label of each image
 * @returns one share a cluster, from 0 to 1; NaN for a cluster without images
 * @throws RangeError when the lists do not belong together
 */
export function clusterPurities(
  clusterLabels: Int32Array,
  yPropagated: ArrayLike<number>,
  yTrue: ArrayLike<number>,
): number[] {
  checkLength("yPropagated", yPropagated, ["nImages", clusterLabels.length]);
  checkLength("yTrue", yTrue, ["nImages", clusterLabels.length]);
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
    sizes[cluster]++;
    if (yPropagated[i] === yTrue[i]) right[cluster]++;
  });
  return sizes.map((size, cluster) => right[cluster] / size);
}

/**
 * The purest cluster and the most mixed one, for figures; of equally pure ones the first.
 * @param purities from `clusterPurities`
 */
export function purestAndMostMixed(purities: readonly number[]): [purest: number, mixed: number] {
  const known = purities.filter((purity) => !Number.isNaN(purity));
  return [purities.indexOf(Math.max(...known)), purities.indexOf(Math.min(...known))];
}
