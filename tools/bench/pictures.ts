import { link, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { getModel } from "../../src/cnn/model";
import { saveModel } from "../../src/cnn/saving";
import { loadImages } from "../../src/data/loading";
import { AS_THEY_ARE } from "../../src/data/pictures/framing";
import { pixelScalingOf } from "../../src/data/pixelScaling";
import { RandomState } from "../../src/numeric/random";
import { ROOT } from "../setup/paths.mjs";
import type { Spent } from "./clock";
import { Contestant } from "./contestant";
import { median, rounded, writeReport } from "./report";

/** Which pictures to read, and by what. */
export interface PicturesJob {
  readonly way: "loadFolder" | "sharp" | "predict";
  readonly dir: string;
  /** Height and width to bring them to, in pixels. */
  readonly size: number;
  readonly modelDir: string;
}
export interface PicturesAnswer extends Spent {
  readonly nPictures: number;
  readonly peakMB: number;
}

const SIZE = 28;
const N_SMALL = 100_000;
const N_LARGE = 10_000;
/** Distinct large pictures: the others are further names of these, as ten thousand would fill a disk. */
const N_DISTINCT = 200;
/** Pictures that are written at once. */
const AT_ONCE = 500;

/**
 * Reads and names many pictures, in processes of their own, beside sharp alone, and writes
 * docs/bench/pictures.{json,md}.
 * @param rounds how often each is measured, in turns; the median counts
 */
export async function benchPictures(rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-pictures-"));
  try {
    const [few, small, large, modelDir] = ["few", "small", "large", "model"].map((name) =>
      join(folder, name),
    );
    await writeDigits(few, N_SMALL / 10);
    await writeDigits(small, N_SMALL);
    await writePhotos(large);
    await writeModel(modelDir);
    const jobs = [
      ["10,000 PNG files of 28 x 28: loadFolder", "loadFolder", few],
      ["100,000 of these: loadFolder", "loadFolder", small],
      ["10,000 JPEG files of 1,000 x 1,000: loadFolder", "loadFolder", large],
      ["the same: sharp alone, nothing checked or kept", "sharp", large],
      ["10,000 PNG files named by predict", "predict", few],
      ["100,000 of these", "predict", small],
      ["10,000 JPEG files named by predict", "predict", large],
    ] as const;
    const answers: PicturesAnswer[][] = jobs.map(() => []);
    for (let round = 0; round < rounds; round++) {
      for (const [i, [name, way, dir]] of jobs.entries()) {
        answers[i].push(await run({ way, dir, size: SIZE, modelDir }));
        console.log(`  ${name}: ${answers[i][round].seconds} s`);
      }
    }
    report(
      jobs.map(([name]) => name),
      answers,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A process of its own for each: its peak of memory is its own. */
async function run(job: PicturesJob): Promise<PicturesAnswer> {
  const here = join(ROOT, "tools", "bench", "picturesHere.ts");
  const command = [process.execPath, "--import", "tsx", here];
  const contestant = new Contestant<PicturesJob, PicturesAnswer>(command);
  const answer = await contestant.ask(job);
  contestant.close();
  return answer;
}

function report(names: readonly string[], answers: readonly PicturesAnswer[][]): void {
  const middle = (own: readonly PicturesAnswer[], of: keyof PicturesAnswer) =>
    median(own.map((answer) => answer[of]));
  const rows = answers.map((own, i) => {
    const seconds = middle(own, "seconds");
    const perSecond = Math.round(own[0].nPictures / seconds);
    const peak = Math.round(middle(own, "peakMB"));
    return [names[i], rounded(seconds), middle(own, "processor"), perSecond, peak];
  });
  const columns = ["", "seconds", "processor s", "pictures a second", "peak memory, MB"];
  const title = "Folders of pictures, read as 28 x 28 grey pixels";
  writeReport("pictures", [{ title, columns, rows }], {
    Node: process.version,
    sharp: sharp.versions.sharp ?? "",
  });
}

/** Calls write for each number below count, some at once. */
async function writeMany(count: number, write: (i: number) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < count; start += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - start);
    await Promise.all(Array.from({ length }, (_, i) => write(start + i)));
  }
}

/** MNIST's digits, from the first again after the last, a thousand in a folder. */
async function writeDigits(dir: string, count: number): Promise<void> {
  const { data } = await loadImages();
  const [nImages, width] = data.shape;
  for (let part = 0; part < count; part += 1000)
    await mkdir(join(dir, `part-${part / 1000}`), { recursive: true });
  await writeMany(count, (i) => {
    const pixels = data.data.slice((i % nImages) * width, ((i % nImages) + 1) * width);
    const path = join(dir, `part-${Math.floor(i / 1000)}`, `${i}.png`);
    return sharp(pixels, { raw: { width: SIZE, height: SIZE, channels: 1 } })
      .png()
      .toFile(path);
  });
}

/** Pictures of a megapixel with soft shapes and some noise, as cameras make them. */
async function writePhotos(dir: string): Promise<void> {
  await mkdir(dir);
  const side = 1000;
  const random = new RandomState(0);
  const name = (i: number) => join(dir, `${String(i).padStart(5, "0")}.jpg`);
  for (let i = 0; i < N_DISTINCT; i++) {
    const coarse = Uint8Array.from({ length: 12 * 12 * 3 }, () => 256 * random.randomSample());
    const soft = sharp(coarse, { raw: { width: 12, height: 12, channels: 3 } })
      .resize(side, side, { kernel: "cubic" })
      .removeAlpha();
    const noise = { type: "gaussian", mean: 0, sigma: 12 } as const;
    const grain = sharp({
      create: { width: side, height: side, channels: 3, background: "#000", noise },
    });
    await sharp(await soft.png().toBuffer())
      .composite([{ input: await grain.png().toBuffer(), blend: "add" }])
      .jpeg({ quality: 88 })
      .toFile(name(i));
  }
  await writeMany(N_LARGE - N_DISTINCT, (i) => link(name(i % N_DISTINCT), name(N_DISTINCT + i)));
}

/** A network that has learned nothing, as naming takes it as long. */
async function writeModel(dir: string): Promise<void> {
  const model = getModel({ imageShape: [SIZE, SIZE, 1], nClasses: 10 });
  const { data } = await loadImages();
  const classNames = [..."0123456789"];
  await saveModel(dir, model, { classNames, scaling: pixelScalingOf(data), pictures: AS_THEY_ARE });
  model.dispose();
}
