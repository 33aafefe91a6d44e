import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { loadTrainTest } from "../loading";
import { writeFolder } from "../writeWhole";

/** Enough to learn something from, few enough to be quick. */
const N_PICTURES = 2000;

/**
 * Pictures to try the notebook on: the first 2,000 of MNIST's digits as PNG files, written when they are
 * first asked for.
 * @param dir the folder that they are written to
 * @returns dir
 */
export async function samplePictures(dir: string): Promise<string> {
  if (existsSync(dir)) return dir;
  const { train } = await loadTrainTest();
  const [height, width] = train.imageShape;
  const write = (draft: string, i: number) => {
    const pixels = train.data.data.slice(i * height * width, (i + 1) * height * width);
    const name = `digit-${String(i).padStart(4, "0")}.png`;
    return sharp(pixels, { raw: { width, height, channels: 1 } })
      .png()
      .toFile(join(draft, name));
  };
  const writeAll = async (draft: string) => {
    await Promise.all(Array.from({ length: N_PICTURES }, (_, i) => write(draft, i)));
  };
  await writeFolder(resolve(dir), writeAll);
  return dir;
}

/**
 * What the sample pictures show, in the order of their names: for looking at how good guesses are.
 * @returns the digit of each
 */
export async function sampleTruth(): Promise<Uint8Array> {
  const { train } = await loadTrainTest();
  return train.target.slice(0, N_PICTURES);
}
