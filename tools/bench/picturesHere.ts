import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import sharp from "sharp";
import { predictionsCsv } from "../../src/cnn/namedPictures";
import { predictFolder } from "../../src/cnn/predictFolder";
import { loadFolder } from "../../src/data/pictures/folder";
import { Clock } from "./clock";
import { peakMB } from "./memory";
import type { PicturesAnswer, PicturesJob } from "./pictures";

/** Each answers how many pictures it read. */
const WAYS: Record<PicturesJob["way"], (job: PicturesJob) => Promise<number>> = {
  loadFolder: async ({ dir, size }) => (await loadFolder(dir, { size })).files.length,
  predict: async ({ dir, modelDir }) => {
    const rows = await predictFolder(modelDir, dir);
    return predictionsCsv(rows).length > 0 ? rows.filter(({ reason }) => !reason).length : 0;
  },
  sharp: bareSharp,
};

/** The library alone: grey pixels of one size, on all cores. */
async function bareSharp({ dir, size }: PicturesJob): Promise<number> {
  sharp.cache(false);
  // As many threads a picture as it takes by itself.
  sharp.concurrency(0);
  const files = await readdir(dir);
  let [next, read] = [0, 0];
  const reader = async () => {
    while (next < files.length) {
      const picture = sharp(join(dir, files[next++]), { autoOrient: true });
      const small = picture.resize({ width: size, height: size, fit: "inside" });
      await small.toColourspace("b-w").raw().toBuffer();
      read++;
    }
  };
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, reader));
  return read;
}

async function main(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const job: PicturesJob = JSON.parse(line);
    const clock = new Clock();
    const nPictures = await WAYS[job.way](job);
    const answer: PicturesAnswer = { ...clock.read(), nPictures, peakMB: peakMB() };
    console.log(JSON.stringify(answer));
  }
}

main();
