/**
 * Makes a data folder for the notebooks out of PNG images: `npm run images -- FROM TO`.
 * FROM holds a folder of images for each class, or just images when nobody has labelled them yet.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { PNG } from "pngjs";
import { isMadeBySystem } from "../src/data/files";
import { idxBytes } from "../src/data/idx";
import { type Samples, samplesOf } from "../src/data/samples";
import { trainTestSplit } from "../src/data/splitting";

/** The share that MNIST puts aside as test images. */
const TEST_SHARE = 1 / 7;
/** How much red, green and blue count for the brightness of a pixel (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114];

interface Labelled {
  readonly images: Samples<Uint8Array>;
  readonly labels: Uint8Array;
  readonly classNames: string[];
}

/**
 * Reads labelled images.
 * @param from a folder with a folder of PNG images for each class, or with PNG images of no class
 * @throws Error naming the folder or file: no images, fewer than two, more than 256 classes, sizes that differ
 */
export function readPngs(from: string): Labelled {
  if (!existsSync(from))
    throw new Error(`FROM=${from} does not exist; give a folder of PNG images`);
  const folders = readdirSync(from, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !isMadeBySystem(entry.name),
  );
  const classNames = folders.length > 0 ? folders.map(({ name }) => name).sort() : ["unlabelled"];
  const folderOf = (name: string) => (folders.length > 0 ? join(from, name) : from);
  const files = classNames.flatMap((name, label) =>
    pngFiles(folderOf(name)).map((path) => ({ path, label })),
  );
  if (files.length < 2)
    throw new Error(`FROM=${from} holds ${files.length} PNG images; give at least 2`);
  if (classNames.length > 256) {
    throw new Error(`FROM=${from} holds ${classNames.length} classes, at most 256 fit; merge some`);
  }
  const { width, height } = PNG.sync.read(readFileSync(files[0].path));
  const pixels = new Uint8Array(files.length * width * height);
  files.forEach(({ path }, i) => {
    const image = PNG.sync.read(readFileSync(path));
    if (image.width !== width || image.height !== height) {
      throw new Error(
        `${path}: size=${image.width} x ${image.height} must be ${width} x ${height} as ${basename(files[0].path)} has; bring all images to one size`,
      );
    }
    pixels.set(greys(image), i * width * height);
  });
  const images = samplesOf(pixels, [files.length, height, width]);
  return { images, labels: Uint8Array.from(files, ({ label }) => label), classNames };
}

/**
 * Writes images as a data folder, a seventh of them as test images; whole or not at all.
 * @param labelled from `readPngs`
 * @param to a folder that does not exist yet
 * @throws Error when it exists
 */
export function writeDataFolder({ images, labels, classNames }: Labelled, to: string): void {
  if (existsSync(to)) throw new Error(`TO=${to} exists already; name a new folder`);
  const split = trainTestSplit(images, labels, { testSize: TEST_SHARE });
  const files: Record<string, Buffer | string> = {
    "train-images-idx3-ubyte": idxBytes(split.XTrain),
    "train-labels-idx1-ubyte": idxBytes(samplesOf(split.yTrain, [split.yTrain.length])),
    "t10k-images-idx3-ubyte": idxBytes(split.XTest),
    "t10k-labels-idx1-ubyte": idxBytes(samplesOf(split.yTest, [split.yTest.length])),
    "class-names.txt": `${classNames.join("\n")}\n`,
  };
  const aside = `${to}.partial`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(aside, name), bytes);
  renameSync(aside, to);
}

function pngFiles(folder: string): string[] {
  const names = readdirSync(folder).filter(
    (name) => name.toLowerCase().endsWith(".png") && !isMadeBySystem(name),
  );
  return names.sort().map((name) => join(folder, name));
}

function greys({ data, width, height }: PNG): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) =>
    Math.round(LUMA.reduce((sum, weight, channel) => sum + weight * data[4 * i + channel], 0)),
  );
}

if (require.main === module) {
  const [from, to] = process.argv.slice(2);
  try {
    if (!from || !to) throw new Error("give two folders: npm run images -- FROM TO");
    const labelled = readPngs(from);
    writeDataFolder(labelled, to);
    const { shape } = labelled.images;
    console.log(
      `${shape[0]} images of ${shape[1]} x ${shape[2]} pixels, ${labelled.classNames.length} classes -> ${to}`,
    );
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
