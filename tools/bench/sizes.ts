import sharp from "sharp";
import { KMeans } from "../../src/clustering/kmeans";
import { imageHashes } from "../../src/data/imageHash";
import { loadImages } from "../../src/data/loading";
import { type Samples, samplesOf, take, takeLabels } from "../../src/data/samples";
import { trainTestSplit } from "../../src/data/splitting";
import { imageSpace, type SpaceImages } from "../../src/graph/imageSpace";
import { labelAccuracy, propagate, representatives } from "../../src/labels/propagation";
import { writeReport } from "./report";

const SIZES = [8, 14, 28, 64];
const SPACES = ["pixels", "gradients", "spectral"] as const;
const SEEDS = [0, 1, 2];
const N_IMAGES = 5000;
const K = 50;

/**
 * What the spaces of the second and fourth notebook are worth for images of other sizes: digits of MNIST
 * drawn smaller and larger, 50 labels spread to all. Writes docs/bench/sizes.md.
 */
export async function benchSizes(): Promise<void> {
  const { data, target, imageShape } = await loadImages();
  const rows: (string | number)[][] = [];
  for (const size of SIZES) {
    const sums = SPACES.map(() => 0);
    for (const seed of SEEDS) {
      const rest = trainTestSplit(data, target, {
        testSize: N_IMAGES / target.length,
        randomState: seed,
      });
      const images = await drawn(rest.XTest, imageShape, size);
      for (const [i, space] of SPACES.entries()) {
        sums[i] += (await spreadIn(space, images, rest.yTest, seed)) / SEEDS.length;
      }
    }
    rows.push([`${size} x ${size}`, ...sums.map((sum) => Number((100 * sum).toFixed(1)))]);
    console.log(rows[rows.length - 1].join(" "));
  }
  const title = `Correct labels in % when ${K} spread to ${N_IMAGES.toLocaleString("en-US")} digits drawn in other sizes, mean of ${SEEDS.length} seeds`;
  writeReport("sizes", [{ title, columns: ["", ...SPACES], rows }], { Node: process.version });
}

/** Images of another size. */
async function drawn(
  X: Samples<Uint8Array>,
  [height, width]: readonly [number, number],
  size: number,
): Promise<SpaceImages> {
  const [nImages] = X.shape;
  const data = new Uint8Array(nImages * size * size);
  for (let i = 0; i < nImages; i++) {
    const raw = { width, height, channels: 1 } as const;
    const image = sharp(take(X, [i]).data, { raw }).resize(size, size);
    data.set(await image.toColourspace("b-w").raw().toBuffer(), i * size * size);
  }
  const imageShape = [size, size] as const;
  const pixels = samplesOf(data, [nImages, size * size]);
  const hashes = imageHashes(pixels, imageShape);
  return { data: pixels, imageShape, hashes };
}

async function spreadIn(
  space: (typeof SPACES)[number],
  images: SpaceImages,
  yTrue: Uint8Array,
  seed: number,
): Promise<number> {
  const points = await imageSpace(images, { space, k: K, upright: true, seed });
  const kmeans = new KMeans({ nClusters: K, nInit: 3, randomState: seed });
  const labelled = representatives(await kmeans.fitTransform(points));
  return labelAccuracy(propagate(kmeans.labels, takeLabels(yTrue, labelled)), yTrue);
}
