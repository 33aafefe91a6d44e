import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { idxBytes } from "../../src/data/idx";
import { loadTrainTest } from "../../src/data/loading";
import { head, reshape, samplesOf } from "../../src/data/samples";

const HEIGHT = 20;
const WIDTH = 24;

/** How the images of `writeSmallImages` differ from what it writes otherwise. */
interface SmallImages {
  /** Rows of pixels; default 20. */
  readonly height?: number;
  /** How many there are to train on, and to test on; default 600 and 100. */
  readonly counts?: readonly [number, number];
  /** Whether the true classes are there, or only the names of the classes; default true. */
  readonly labelled?: boolean;
  /** What becomes of a pixel; default: it stays. */
  readonly pixel?: (value: number) => number;
}

/** Writes some digits cut to so many rows of 24 pixels: few, and of another size than MNIST's. */
export async function writeSmallImages(folder: string, options: SmallImages = {}): Promise<void> {
  const {
    height = HEIGHT,
    counts = [600, 100],
    labelled = true,
    pixel = (value) => value,
  } = options;
  mkdirSync(folder, { recursive: true });
  const { train, test } = await loadTrainTest();
  if (!labelled) writeFileSync(join(folder, "class-names.txt"), train.classNames.join("\n"));
  for (const { part, set, count } of [
    { part: "train", set: train, count: counts[0] },
    { part: "t10k", set: test, count: counts[1] },
  ]) {
    const whole = reshape(head(set.data, count), [count, 28, 28]).data;
    const cut = Uint8Array.from({ length: count * height * WIDTH }, (_, i) => {
      const image = Math.floor(i / (height * WIDTH));
      const [row, column] = [Math.floor(i / WIDTH) % height, i % WIDTH];
      return pixel(whole[image * 784 + (row + 4) * 28 + column + 2]);
    });
    const images = samplesOf(cut, [count, height, WIDTH]);
    const labels = samplesOf(set.target.slice(0, count), [count]);
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idxBytes(images));
    if (labelled) writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idxBytes(labels));
  }
}

/** Writes 30 images to train on and 10 to test on: upright bars (label 1) and lying ones (2). Label 0 has no name. */
export function writeBars(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { part, count, first } of [
    { part: "train", count: 30, first: 0 },
    { part: "t10k", count: 10, first: 30 },
  ]) {
    const labels = Uint8Array.from({ length: count }, (_, i) => 1 + (i % 2));
    const pixels = Uint8Array.from({ length: count * HEIGHT * WIDTH }, (_, at) => {
      const [image, row] = [Math.floor(at / (HEIGHT * WIDTH)), Math.floor(at / WIDTH) % HEIGHT];
      const place = labels[image] === 1 ? at % WIDTH : row;
      // No two images are equal.
      return place >= 8 && place < 12 ? 200 + (((first + image) * 7 + at) % 50) : 0;
    });
    const images = samplesOf(pixels, [count, HEIGHT, WIDTH]);
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idxBytes(images));
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idxBytes(samplesOf(labels, [count])));
  }
  writeFileSync(join(folder, "class-names.txt"), "\nupright\nlying\n");
}
