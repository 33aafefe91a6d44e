import { checkPercent, percentile } from "./percentile";
import type { Samples } from "./samples";

/**
 * The image nearest each centroid, the one worth labelling by hand: the original's
 * `np.argmin(X_digits_dist, axis=0)`. Of equally near images the first wins.
 * @param XDigitsDist distance of each image to each centroid, shape [nImages, k]
 * @returns k image indices
 */
export function representatives(XDigitsDist: Samples<Float32Array>): Int32Array {
  const [nImages, k] = XDigitsDist.shape;
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
 * @param yRepresentativeDigits the label of each of the k representatives
 * @throws RangeError when an image's cluster has no representative
 */
export function propagate(
  clusterLabels: Int32Array,
  yRepresentativeDigits: Uint8Array,
): Uint8Array {
  return Uint8Array.from(clusterLabels, (cluster) => {
    if (cluster < yRepresentativeDigits.length) return yRepresentativeDigits[cluster];
    throw new RangeError(
      `cluster=${cluster} must be below k=${yRepresentativeDigits.length}; label one representative for each cluster`,
    );
  });
}

/**
 * The distance of each image to its own centroid: the original's
 * `X_digits_dist[np.arange(len(X_train)), kmeans.labels_]`.
 * @param XDigitsDist distance of each image to each centroid, shape [nImages, k]
 * @param clusterLabels the cluster of each image
 */
export function distanceToOwnCentroid(
  XDigitsDist: Samples<Float32Array>,
  clusterLabels: Int32Array,
): Float32Array {
  const k = XDigitsDist.shape[1];
  return Float32Array.from(clusterLabels, (cluster, i) => XDigitsDist.data[i * k + cluster]);
}

/**
 * Partial label propagation: which images keep the propagated label. In every cluster the images
 * up to the given percentile of the distances to its centroid are kept, the farther ones left out.
 * @param XClusterDist the distance of each image to its own centroid
 * @param clusterLabels the cluster of each image, from 0 to k - 1
 * @param percentileClosest from 0 (the nearest image of each cluster) to 100 (all); the original takes 50
 * @returns the indices of the kept images, ascending
 * @throws RangeError when percentileClosest lies outside 0..100
 */
export function closestToCentroid(
  XClusterDist: Float32Array,
  clusterLabels: Int32Array,
  percentileClosest: number,
): Int32Array {
  checkPercent("percentileClosest", percentileClosest);
  const cutoffDistance = byCluster(XClusterDist, clusterLabels).map((distances) =>
    distances.length > 0 ? percentile(distances, percentileClosest) : 0,
  );
  const kept: number[] = [];
  clusterLabels.forEach((cluster, i) => {
    if (XClusterDist[i] <= cutoffDistance[cluster]) kept.push(i);
  });
  return Int32Array.from(kept);
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
 * @param percentiles each from 0 to 100
 * @param XClusterDist the distance of each image to its own centroid
 * @param clusterLabels the cluster of each image
 * @param yPropagated the propagated label of each image
 * @param yTrue the true label of each image
 * @throws RangeError when a percentile lies outside 0..100
 */
export function propagationsByPercentile(
  percentiles: readonly number[],
  XClusterDist: Float32Array,
  clusterLabels: Int32Array,
  yPropagated: Uint8Array,
  yTrue: Uint8Array,
): Propagation[] {
  return percentiles.map((percentileClosest) => {
    const kept = closestToCentroid(XClusterDist, clusterLabels, percentileClosest);
    const accuracy = labelAccuracy(yPropagated, yTrue, kept);
    return { percentileClosest, nImages: kept.length, labelAccuracy: accuracy };
  });
}

/**
 * The share of images whose propagated label is the true one, from 0 to 1.
 * @param yPropagated the propagated label of each image
 * @param yTrue the true label of each image
 * @param indices which images count, at least one; default: all
 * @throws RangeError when none counts
 */
export function labelAccuracy(
  yPropagated: Uint8Array,
  yTrue: Uint8Array,
  indices: ArrayLike<number> = Int32Array.from(yTrue, (_, i) => i),
): number {
  if (indices.length < 1) throw new RangeError("nImages=0 must be at least 1; keep some images");
  let correct = 0;
  for (let j = 0; j < indices.length; j++) {
    if (yPropagated[indices[j]] === yTrue[indices[j]]) correct++;
  }
  return correct / indices.length;
}

function byCluster(XClusterDist: Float32Array, clusterLabels: Int32Array): Float32Array[] {
  const k = clusterLabels.reduce((largest, cluster) => Math.max(largest, cluster + 1), 0);
  const distances: number[][] = Array.from({ length: k }, () => []);
  clusterLabels.forEach((cluster, i) => {
    distances[cluster].push(XClusterDist[i]);
  });
  return distances.map((list) => Float32Array.from(list));
}
