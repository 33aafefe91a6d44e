import { checkInteger, checkLength, checkPositions } from "../data/checks";
import { nFeatures, type Samples } from "../data/samples";
import { checkHandLabels, NO_LABEL } from "./handLabels";
import { checkDistances } from "./propagation";

/**
 * Images to label next: of the clusters that the network doubts most, one each. A cluster's doubt is
 * the sum over its members, so large mixed clusters come first; the image chosen is the one nearest to
 * the middle of those members that the network takes for another class than the cluster's label.
 * @param X what was clustered, shape [nImages, nFeatures]
 * @param probabilities what the network makes of each image, shape [nImages, nClasses]
 * @param clusterLabels the cluster of each image
 * @param yPropagated the propagated label of each image
 * @param labelled images that a person has labelled already: none of them is suggested
 * @param count how many at most, from 0; there are fewer where the network doubts fewer clusters
 * @throws RangeError when the lists are not of the same images, or a label is no class
 */
export function labelNext(
  X: Samples,
  probabilities: Samples<Float32Array>,
  clusterLabels: Int32Array,
  yPropagated: ArrayLike<number>,
  labelled: Iterable<number>,
  count: number,
): Int32Array {
  const known = new Set(labelled);
  const [nImages, nClasses] = probabilities.shape;
  checkLength("clusterLabels", clusterLabels, ["nImages", nImages]);
  checkLength("yPropagated", yPropagated, ["nImages", nImages]);
  checkLength("X", { length: X.shape[0] }, ["nImages", nImages]);
  checkHandLabels("yPropagated", yPropagated, nClasses);
  checkInteger("count", count, 0, "say how many images to label next");
  const doubt = new Map<number, number>();
  const doubted = new Map<number, number[]>();
  clusterLabels.forEach((cluster, i) => {
    const ofImage = probabilities.data.subarray(i * nClasses, (i + 1) * nClasses);
    const own = ofImage[yPropagated[i]] ?? 0;
    doubt.set(cluster, (doubt.get(cluster) ?? 0) + 1 - own);
    if (known.has(i) || own >= Math.max(...ofImage)) return;
    doubted.set(cluster, [...(doubted.get(cluster) ?? []), i]);
  });
  const clusters = [...doubted.keys()].sort(
    (a, b) => (doubt.get(b) as number) - (doubt.get(a) as number) || a - b,
  );
  const chosen = clusters.slice(0, count);
  return Int32Array.from(chosen, (cluster) => central(X, doubted.get(cluster) as number[]));
}

/**
 * Labels spread within clusters: each image takes that of the nearest labelled image of its cluster.
 * @param X what was clustered, shape [nImages, nFeatures]
 * @param clusterLabels the cluster of each image
 * @param yHand the label that a person gave each image; NO_LABEL where none
 * @returns the label of each image; NO_LABEL in clusters without a labelled image
 * @throws RangeError when there is another number of labels or clusters than of images, or a label is none
 */
export function spreadWithinClusters(
  X: Samples,
  clusterLabels: Int32Array,
  yHand: Int32Array,
): Int32Array {
  checkLength("clusterLabels", clusterLabels, ["nImages", X.shape[0]]);
  checkLength("yHand", yHand, ["nImages", X.shape[0]]);
  checkHandLabels("yHand", yHand);
  const labelled = new Map<number, number[]>();
  yHand.forEach((label, i) => {
    if (label === NO_LABEL) return;
    const cluster = clusterLabels[i];
    labelled.set(cluster, [...(labelled.get(cluster) ?? []), i]);
  });
  return Int32Array.from(clusterLabels, (cluster, i) => {
    const candidates = labelled.get(cluster) ?? [];
    if (candidates.length === 0) return NO_LABEL;
    const nearest = candidates.reduce((best, candidate) =>
      squaredDistance(X, i, candidate) < squaredDistance(X, i, best) ? candidate : best,
    );
    return yHand[nearest];
  });
}

/** The image nearest to the mean of some. */
function central(X: Samples, images: readonly number[]): number {
  const width = nFeatures(X);
  const mean = new Float64Array(width);
  for (const i of images) {
    for (let j = 0; j < width; j++) mean[j] += X.data[i * width + j] / images.length;
  }
  const distance = (i: number) =>
    mean.reduce((sum, value, j) => sum + (X.data[i * width + j] - value) ** 2, 0);
  return images.reduce((best, i) => (distance(i) < distance(best) ? i : best));
}

function squaredDistance(X: Samples, a: number, b: number): number {
  const width = nFeatures(X);
  let sum = 0;
  for (let j = 0; j < width; j++) sum += (X.data[a * width + j] - X.data[b * width + j]) ** 2;
  return sum;
}

/**
 * The member of each cluster nearest to its centroid. Unlike `representatives`, which the original
 * takes, it never stands for a cluster that it is no member of.
 * @param XClusterDist the distance of each image to its own centroid
 * @param clusterLabels the cluster of each image, from 0 to k - 1
 * @param k how many clusters there are
 * @returns k image indices
 * @throws RangeError when a cluster has no member, or the lists do not belong together
 */
export function nearestMembers(
  XClusterDist: ArrayLike<number>,
  clusterLabels: Int32Array,
  k: number,
): Int32Array {
  checkLength("XClusterDist", XClusterDist, ["nImages", clusterLabels.length]);
  checkDistances("XClusterDist", XClusterDist);
  checkPositions("clusterLabels", clusterLabels, ["k", k], "give the clusters that k-means found");
  const nearest = new Int32Array(k).fill(-1);
  clusterLabels.forEach((cluster, i) => {
    const best = nearest[cluster];
    if (best < 0 || XClusterDist[i] < XClusterDist[best]) nearest[cluster] = i;
  });
  const empty = nearest.indexOf(-1);
  if (empty >= 0) throw new RangeError(`cluster=${empty} has no member; choose fewer clusters`);
  return nearest;
}
