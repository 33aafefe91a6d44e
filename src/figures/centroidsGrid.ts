import { checkLength, checkPositions } from "../data/checks";
import { nFeatures, type Samples, samplesOf } from "../data/samples";
import type { Figure } from "./figure";
import { imageGrid } from "./imageGrid";

/** So many clusters are shown. */
const MOST_SHOWN = 20;

/**
 * Each centroid, drawn as the mean of its cluster's images, beside the image nearest it.
 * @param images the clustered images as they are, shape [nImages, height * width], bytes
 * @param clusterLabels the cluster of each image, from 0 to k - 1, none of them empty
 * @param XRepresentativeDigits the image nearest each centroid, shape [k, height, width], bytes
 * @throws RangeError when the lists do not belong together
 */
export function centroidsGrid(
  images: Samples<Uint8Array>,
  clusterLabels: ArrayLike<number>,
  XRepresentativeDigits: Samples<Uint8Array>,
): Figure {
  const [k, height, width] = XRepresentativeDigits.shape;
  checkLength("clusterLabels", clusterLabels, ["nImages", images.shape[0]]);
  checkPositions(
    "clusterLabels",
    clusterLabels,
    ["k", k],
    "give a representative for each cluster",
  );
  const nShown = Math.min(k, MOST_SHOWN);
  const means = clusterMeans(images, clusterLabels, k);
  const size = nFeatures(images);
  const pairs = new Float32Array(2 * nShown * size);
  for (let cluster = 0; cluster < nShown; cluster++) {
    pairs.set(means.subarray(cluster * size, (cluster + 1) * size), 2 * cluster * size);
    const representative = XRepresentativeDigits.data.subarray(
      cluster * size,
      (cluster + 1) * size,
    );
    pairs.set(
      Float32Array.from(representative, (pixel) => pixel / 255),
      (2 * cluster + 1) * size,
    );
  }
  const numbers = Array.from({ length: nShown }, (_, cluster) => cluster);
  const which = nShown < k ? `The first ${nShown} of ${k} clusters` : `All ${k} clusters`;
  return imageGrid(samplesOf(pairs, [2 * nShown, height, width]), {
    title: "Each centroid, and the image nearest it",
    caption: `${which}: on the left of each pair the mean of the cluster's images, on the right the image that represents it.`,
    captions: numbers.flatMap((cluster) => [`${cluster}: mean`, "nearest"]),
  });
}

/** The mean of each cluster's images, from 0 to 1. */
function clusterMeans(
  images: Samples<Uint8Array>,
  clusterLabels: ArrayLike<number>,
  k: number,
): Float32Array {
  const size = nFeatures(images);
  const sums = new Float64Array(k * size);
  const counts = new Float64Array(k);
  for (let i = 0; i < clusterLabels.length; i++) {
    const start = clusterLabels[i] * size;
    counts[clusterLabels[i]]++;
    for (let j = 0; j < size; j++) sums[start + j] += images.data[i * size + j];
  }
  return Float32Array.from(sums, (sum, j) => sum / 255 / (counts[Math.floor(j / size)] || 1));
}
