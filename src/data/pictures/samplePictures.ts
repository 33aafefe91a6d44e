import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { named } from "../files";
import { loadTrainTest } from "../loading";
import { writeFolder, writeWhole } from "../writeWhole";

/** Enough to learn something from, few enough to be quick. */
const N_PICTURES = 2000;

/**
 * Pictures to try the notebook on: the first 2,000 of MNIST's digits as PNG files, written when they are
 * first asked for. Those that were deleted are written again, as `sampleTruth` counts on all of them.
 * @param dir the folder that they are written to
 * @returns dir
 * @throws Error naming what cannot be written
 */
export async function samplePictures(dir: string): Promise<string> {
  const folder = resolve(dir);
  if (!existsSync(folder)) {
    await writeFolder(folder, (draft) => writePictures(draft, new Set(), writeFile));
    return dir;
  }
  const present = new Set(await named(folder, () => readdir(folder)));
  await writePictures(folder, present, writeWhole);
  return dir;
}

/** Writes those that are not present yet. */
async function writePictures(
  folder: string,
  present: ReadonlySet<string>,
  save: (path: string, bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const names = Array.from({ length: N_PICTURES }, (_, i) => nameOf(i));
  if (names.every((name) => present.has(name))) return;
  const { train } = await loadTrainTest();
  const [height, width] = train.imageShape;
  const write = async (name: string, i: number) => {
    if (present.has(name)) return;
    const pixels = train.data.data.slice(i * height * width, (i + 1) * height * width);
    const picture = sharp(pixels, { raw: { width, height, channels: 1 } }).png();
    await save(join(folder, name), await picture.toBuffer());
  };
  await Promise.all(names.map(write));
}

function nameOf(i: number): string {
  return `digit-${String(i).padStart(4, "0")}.png`;
}

/**
 * What the sample pictures show, in the order of their names: for looking at how good guesses are.
 * @returns the digit of each
 */
export async function sampleTruth(): Promise<Uint8Array> {
  const { train } = await loadTrainTest();
  return train.target.slice(0, N_PICTURES);
}
