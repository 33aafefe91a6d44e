import { checkLabels, checkLength, checkPositions, MOST_CLUSTERS } from "../data/checks";
import type { Samples } from "../data/samples";
import { checkPercent, percentile } from "../numeric/percentile";
import { checkHandLabels, NO_LABEL } from "./handLabels";

/**
 * The image nearest each centroid, the one worth labelling by hand: the original's
 * `np.argmin(X_digits_dist, axis=0)`. Of equally near images the first wins.
 * @param XDigitsDist distance of each image to each centroid, shape [nImages, k]
 * @returns k image indices
 * @throws RangeError for no images, or a distance that is none
 */
export function representatives(XDigitsDist: Samples<Float32Array>): Int32Array {
  const [nImages, k] = matrixShape(XDigitsDist);
  if (nImages < 1) throw new RangeError("nImages=0 must be at least 1; cluster some images");
  checkDistances("XDigitsDist.data", XDigitsDist.data);
  const nearest = new Int32Array(k);
  const distance = new Float32Array(k).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < nImages; i++) {
    for (let cluster = 0; cluster < k; cluster++) {
      const candidate = XDigitsDist.data[i * k + cluster];
      if (candidate < distance[cluster]) {
        distance[cluster] = candidate;
        nearest[cluster] = i;
      }
    }
  }
  return nearest;
}

/**
 * Full label propagation: every image takes the label of its cluster's representative.
 * @param clusterLabels the cluster of each image, from 0 to k - 1
 * @param yRepresentativeDigits the label of each of the k representatives, as an array of any kind;
 *   NO_LABEL where it has none, as then no image of its cluster has
 * @param nClasses how many classes there are, to check the labels; default: as many as bytes tell apart, 256
 * @returns the label of each image, or NO_LABEL
 * @throws RangeError when there is not exactly one label for each cluster, or a label is no class
 */
export function propagate(
  clusterLabels: ArrayLike<number>,
  yRepresentativeDigits: ArrayLike<number>,
  nClasses?: number,
): Int32Array {
  checkHandLabels("yRepresentativeDigits", yRepresentativeDigits, nClasses);
  const k = yRepresentativeDigits.length;
  const remedy = "label one representative for each cluster";
  checkPositions("clusterLabels", clusterLabels, ["k", k], remedy);
  const nClusters = new Set(Int32Array.from(clusterLabels)).size;
  if (nClusters !== k) {
    throw new RangeError(
      `yRepresentativeDigits.length=${k} must equal nClusters=${nClusters}; ${remedy}, NO_LABEL where it has none`,
    );
  }
  return Int32Array.from(clusterLabels, (cluster) => yRepresentativeDigits[cluster]);
}

/**
 * Those of some images that have a label.
 * @param indices the images, each from 0 to nImages - 1
 * @param y the label of each image, or NO_LABEL, as `propagate` gives them
 * @throws RangeError for an index outside
 */
export function labelledOf(indices: Int32Array, y: ArrayLike<number>): Int32Array {
  checkPositions("indices", indices, ["nImages", y.length], "count images that there are");
  return indices.filter((i) => y[i] !== NO_LABEL);
}

/**
 * The distance of each image to its own centroid: the original's
 * `X_digits_dist[np.arange(len(X_train)), kmeans.labels_]`.
 * @param XDigitsDist distance of each image to each centroid, shape [nImages, k]
 * @param clusterLabels the cluster of each image, from 0 to k - 1
 * @throws RangeError when the two do not fit each other
 */
export function distanceToOwnCentroid(
  XDigitsDist: Samples<Float32Array>,
  clusterLabels: ArrayLike<number>,
): Float32Array {
  const [nImages, k] = matrixShape(XDigitsDist);
  checkLength("clusterLabels", clusterLabels, ["nImages", nImages]);
  const remedy = "give distances and clusters of one clustering";
  checkPositions("clusterLabels", clusterLabels, ["k", k], remedy);
  return Float32Array.from(clusterLabels, (cluster, i) => XDigitsDist.data[i * k + cluster]);
}

/**
 * Partial label propagation: which images keep the propagated label. In every cluster the images
 * up to the given percentile of the distances to its centroid are kept, the farther ones left out.
 * @param XClusterDist the distance of each image to its own centroid, finite, from 0
 * @param clusterLabels the cluster of each image, from 0 to k - 1
 * @param percentileClosest from 0 (the nearest image of each cluster) to 100 (all); the original takes 50
 * @returns the indices of the kept images, ascending
 * @throws RangeError when percentileClosest lies outside 0..100, a distance or a cluster is none, or
 *   there is another number of clusters than of distances
 */
export function closestToCentroid(
  XClusterDist: Float32Array,
  clusterLabels: ArrayLike<number>,
  percentileClosest: number,
): Int32Array {
  checkPercent("percentileClosest", percentileClosest);
  checkDistances("XClusterDist", XClusterDist);
  checkLength("clusterLabels", clusterLabels, ["nImages", XClusterDist.length]);
  const remedy = "give the clusters that k-means found";
  checkPositions("clusterLabels", clusterLabels, ["mostClusters", MOST_CLUSTERS], remedy);
  const cutoffDistance = new Map<number, number>();
  for (const [cluster, distances] of byCluster(XClusterDist, clusterLabels)) {
    cutoffDistance.set(cluster, percentile(Float32Array.from(distances), percentileClosest));
  }
  const images = Int32Array.from(XClusterDist, (_, i) => i);
  return images.filter((i) => XClusterDist[i] <= (cutoffDistance.get(clusterLabels[i]) as number));
}

/** How well labels propagate up to one percentile. */
export interface Propagation {
  /** Per cent of each cluster, nearest first, that take its label. */
  readonly percentileClosest: number;
  /** How many images those are. */
  readonly nImages: number;
  /** The share of them whose propagated label is the true one, from 0 to 1. */
  readonly labelAccuracy: number;
}

/**
 * What the choice of the percentile costs and gains: partial propagation at several percentiles,
 * checked against the truth.
 * @param percentiles each from 0 to 100, any number of them
 * @param XClusterDist the distance of each image to its own centroid
 * @param clusterLabels the cluster of each image
 * @param yPropagated the propagated label of each image; one with NO_LABEL is not counted
 * @param yTrue the true label of each image
 * @throws RangeError when a percentile lies outside 0..100, or the lists do not belong together
 */
export function propagationsByPercentile(
  percentiles: readonly number[],
  XClusterDist: Float32Array,
  clusterLabels: ArrayLike<number>,
  yPropagated: ArrayLike<number>,
  yTrue: ArrayLike<number>,
): Propagation[] {
  return percentiles.map((percentileClosest) => {
    const closest = closestToCentroid(XClusterDist, clusterLabels, percentileClosest);
    const kept = labelledOf(closest, yPropagated);
    const accuracy = labelAccuracy(yPropagated, yTrue, kept);
    return { percentileClosest, nImages: kept.length, labelAccuracy: accuracy };
  });
}

/**
 * The share of images whose propagated label is the true one, from 0 to 1; NO_LABEL is none.
 * @param yPropagated the propagated label of each image, or NO_LABEL
 * @param yTrue the true label of each image
 * @param indices which images count, at least one, each from 0 to nImages - 1; default: all
 * @throws RangeError when none counts, an index lies outside, a label is none, or the lengths differ
 */
export function labelAccuracy(
  yPropagated: ArrayLike<number>,
  yTrue: ArrayLike<number>,
  indices: ArrayLike<number> = Int32Array.from(yTrue, (_, i) => i),
): number {
  checkHandLabels("yPropagated", yPropagated);
  checkLabels("yTrue", yTrue);
  checkLength("yPropagated", yPropagated, ["nImages", yTrue.length]);
  checkPositions("indices", indices, ["nImages", yTrue.length], "count images that there are");
  if (indices.length < 1) throw new RangeError("nImages=0 must be at least 1; keep some images");
  let correct = 0;
  for (let j = 0; j < indices.length; j++) {
    if (yPropagated[indices[j]] === yTrue[indices[j]]) correct++;
  }
  return correct / indices.length;
}

function byCluster(
  XClusterDist: Float32Array,
  clusterLabels: ArrayLike<number>,
): Map<number, number[]> {
  const distances = new Map<number, number[]>();
  XClusterDist.forEach((distance, i) => {
    const members = distances.get(clusterLabels[i]);
    if (members) members.push(distance);
    else distances.set(clusterLabels[i], [distance]);
  });
  return distances;
}

function matrixShape({ data, shape }: Samples): readonly number[] {
  if (shape.length === 2 && shape[0] * shape[1] === data.length) return shape;
  throw new RangeError(
    `XDigitsDist.shape=[${shape}] must be [nImages, k] and hold its ${data.length} distances; give what fitTransform returns`,
  );
}

/**
 * Refuses distances that are none.
 * @param name the list's name, for the message
 * @param distances of some images to a centroid
 * @throws RangeError naming the first that is not finite, or below 0
 */
export function checkDistances(name: string, distances: ArrayLike<number>): void {
  for (let i = 0; i < distances.length; i++) {
    if (distances[i] >= 0 && distances[i] < Infinity) continue;
    throw new RangeError(
      `${name}[${i}]=${distances[i]} must be a finite distance from 0; repair or drop that image`,
    );
  }
}
