import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { idxBytes } from "../../src/data/idx";
import { loadTrainTest } from "../../src/data/loading";
import { head, reshape, samplesOf } from "../../src/data/samples";

const HEIGHT = 20;
const WIDTH = 24;

/** Writes 600 training and 100 test digits cut to so many rows of 24 pixels: few, and of another size than MNIST's. */
export async function writeSmallImages(folder: string, height = HEIGHT): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { train, test } = await loadTrainTest();
  for (const { part, set, count } of [
    { part: "train", set: train, count: 600 },
    { part: "t10k", set: test, count: 100 },
  ]) {
    const whole = reshape(head(set.data, count), [count, 28, 28]).data;
    const cut = Uint8Array.from({ length: count * height * WIDTH }, (_, i) => {
      const image = Math.floor(i / (height * WIDTH));
      const [row, column] = [Math.floor(i / WIDTH) % height, i % WIDTH];
      return whole[image * 784 + (row + 4) * 28 + column + 2];
    });
    const images = samplesOf(cut, [count, height, WIDTH]);
    const labels = samplesOf(set.target.slice(0, count), [count]);
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idxBytes(images));
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idxBytes(labels));
  }
}
