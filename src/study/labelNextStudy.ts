import { KMeans } from "../clustering/kmeans";
import { predict } from "../cnn/evaluation";
import { getModel } from "../cnn/model";
import { train } from "../cnn/training";
import type { Samples } from "../data/samples";
import { NO_LABEL } from "../labels/handLabels";
import { distanceToOwnCentroid } from "../labels/propagation";
import { spotCheckImages } from "../labels/quality";
import { labelNext, nearestMembers, spreadWithinClusters } from "../labels/suggestions";
import type { Watch } from "../running/watch";

/** What ten more labels did to the labels that spread from them, with one seed. */
export interface LabelNextTrial {
  readonly seed: number;
  /** The share of right labels when only the representatives are labelled, from 0 to 1. */
  readonly before: number;
  /** When images were added that `labelNext` suggests. */
  readonly suggested: number;
  /** When as many images were added that were drawn at random. */
  readonly random: number;
}

/** Passes of the network that tells which images it doubts. */
const EPOCHS = 3;

/**
 * Compares suggested images with random ones, where the truth is known.
 * @param X images as the network takes them, shape [nImages, height, width, 1], from 0 to 1
 * @param points the same images as they are clustered, from `imageSpace`
 * @param yTrue the true class of each image
 * @param options.k clusters, and so labels to begin with
 * @param options.more labels that are added
 * @param options.seeds one trial each
 * @param watch reports trials; an interrupt throws
 */
export async function labelNextStudy(
  X: Samples<Float32Array>,
  points: Samples<Float32Array>,
  yTrue: Uint8Array,
  { k, more, seeds }: { k: number; more: number; seeds: readonly number[] },
  watch: Watch = {},
): Promise<LabelNextTrial[]> {
  const trials: LabelNextTrial[] = [];
  for (const seed of seeds) {
    trials.push(await trial(X, points, yTrue, { k, more, seed }, { signal: watch.signal }));
    const done = trials.length;
    watch.onProgress?.({
      fraction: done / seeds.length,
      message: `${done} of ${seeds.length} seeds`,
    });
  }
  return trials;
}

async function trial(
  X: Samples<Float32Array>,
  points: Samples<Float32Array>,
  yTrue: Uint8Array,
  { k, more, seed }: { k: number; more: number; seed: number },
  watch: Watch,
): Promise<LabelNextTrial> {
  const [nImages, ...imageShape] = X.shape;
  const kmeans = new KMeans({ nClusters: k, nInit: 1, randomState: seed });
  const distances = await kmeans.fitTransform(points, watch);
  const ownDistance = distanceToOwnCentroid(distances, kmeans.labels);
  const first = nearestMembers(ownDistance, kmeans.labels, k);
  const spread = (labelled: Int32Array) => {
    const yHand = new Int32Array(nImages).fill(NO_LABEL);
    for (const i of labelled) yHand[i] = yTrue[i];
    return spreadWithinClusters(points, kmeans.labels, yHand);
  };
  const share = (labelled: Int32Array) =>
    spread(labelled).filter((label, i) => label === yTrue[i]).length / nImages;
  const y = spread(first);
  const shape = imageShape as [number, number, number];
  const model = getModel({ imageShape: shape, nClasses: Math.max(...yTrue) + 1, seed });
  await train(model, X, y, { epochs: EPOCHS, seed }, watch);
  const { probabilities } = await predict(model, X, watch);
  model.dispose();
  const suggested = labelNext(points, probabilities, kmeans.labels, y, first, more);
  const random = spotCheckImages(nImages, suggested.length, seed);
  return {
    seed,
    before: share(first),
    suggested: share(Int32Array.from([...first, ...suggested])),
    random: share(Int32Array.from([...first, ...random])),
  };
}
