import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { MIN_SIZE } from "../cnn/checking";
import { checkSavable } from "../cnn/modelFolder";
import { FEWEST_JUDGED } from "../cnn/outOfSample";
import { checkInteger } from "../data/checks";
import { checkWritable } from "../data/writeWhole";
import { checkSpace } from "../graph/imageSpace";
import { checkClasses } from "../labels/handLabels";
import { isOfSample } from "../labels/sampleLabels";
import { checkPercent } from "../numeric/percentile";
import { checkSeed } from "../numeric/random";

/** What the cell of parameters of the notebook about one's own images sets; it says what each means. */
export interface LabellingParameters {
  readonly pictureDir: string | undefined;
  readonly labelsDir: string;
  readonly classes?: readonly string[];
  readonly size: number;
  readonly space: string;
  readonly k: number;
  readonly percentileClosest: number;
  readonly epochs: number;
  readonly seed: number;
  readonly nChecked: number;
  readonly nSeeds: number;
  readonly modelDir: string;
  readonly predictionsFile: string;
}

/**
 * Refuses parameters that a later cell would refuse, before anything is computed with the others.
 * @param parameters all of them
 * @throws RangeError naming the parameter, its value, its bound and the remedy
 * @throws Error where pictureDir does not exist, where one's own pictures would get the labels of the
 *   sample, or where labels, model or predictions cannot be written
 */
export async function checkLabellingParameters(parameters: LabellingParameters): Promise<void> {
  const { pictureDir, labelsDir, size, k, percentileClosest, epochs, seed } = parameters;
  checkInteger("size", size, MIN_SIZE, "the network's two poolings leave nothing of fewer pixels");
  if (parameters.classes) checkClasses("classes", parameters.classes);
  checkSpace(parameters.space);
  checkInteger("k", k, 2, "choose how many pictures to name");
  checkPercent("percentileClosest", percentileClosest);
  checkInteger("epochs", epochs, 1, "10 are enough for a thousand pictures");
  checkSeed("seed", seed);
  checkInteger("nChecked", parameters.nChecked, 1, "choose how many pictures to look at");
  checkSeeds(parameters.nSeeds);
  if (pictureDir !== undefined && !existsSync(pictureDir)) {
    throw new Error(
      `pictureDir=${pictureDir} does not exist (looked for ${resolve(pictureDir)}); give your folder of pictures`,
    );
  }
  if (pictureDir !== undefined && isOfSample(labelsDir)) {
    throw new Error(
      `labelsDir=${labelsDir} holds the labels of the sample digits; name a folder for those of your pictures, such as labels/mine`,
    );
  }
  // The labels of the sample come with the project, and are only read.
  if (!isOfSample(labelsDir)) await checkWritable("labelsDir", join(labelsDir, "labels.csv"));
  await checkSavable("modelDir", parameters.modelDir);
  await checkFile("predictionsFile", parameters.predictionsFile);
}

/**
 * Refuses a set that is too small for what the notebook does with it, before anything is computed.
 * @param nImages how many pictures there are
 * @param parameters the clusters, and how much of each is learned from
 * @throws RangeError where there are fewer pictures than clusters, or could be too few to learn from
 */
export function checkEnoughPictures(
  nImages: number,
  { k, percentileClosest }: Pick<LabellingParameters, "k" | "percentileClosest">,
): void {
  if (nImages < FEWEST_JUDGED) {
    throw new RangeError(
      `nImages=${nImages} must be at least ${FEWEST_JUDGED}, as two networks learn from a half of the pictures each; add pictures`,
    );
  }
  if (k > nImages) {
    throw new RangeError(
      `k=${k} must be at most ${nImages}, the pictures that there are; choose fewer clusters or add pictures`,
    );
  }
  // Of a cluster of n are kept floor((n - 1) * percentileClosest / 100) + 1: in all, no fewer than this.
  const fewest = Math.max(k, Math.floor(((nImages - k) * percentileClosest) / 100) + 1);
  if (fewest >= FEWEST_JUDGED || percentileClosest === 100) return;
  throw new RangeError(
    `k=${k} with percentileClosest=${percentileClosest} may leave fewer than ${FEWEST_JUDGED} of ${nImages} pictures to learn from; raise one of them or add pictures`,
  );
}

function checkSeeds(nSeeds: number): void {
  checkInteger("nSeeds", nSeeds, 0, "10 give a fair comparison, 0 leaves it out");
  if (nSeeds !== 1) return;
  throw new RangeError(
    "nSeeds=1 must be 2 or more, or 0: one seed tells nothing of luck; 0 leaves the comparison out",
  );
}

async function checkFile(name: string, path: string): Promise<void> {
  if (path === "" || (existsSync(path) && statSync(path).isDirectory())) {
    throw new Error(`${name}=${path} must be a file; add a name to it, such as predictions.csv`);
  }
  await checkWritable(name, path);
}
