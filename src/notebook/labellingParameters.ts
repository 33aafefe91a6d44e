import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { checkEpochs, checkModelOptions } from "../cnn/checking";
import { checkSavable } from "../cnn/modelFolder";
import { checkInteger } from "../data/checks";
import { checkSpace } from "../graph/imageSpace";
import { isOfSample } from "../labels/sampleLabels";
import { checkPercent } from "../numeric/percentile";
import { checkSeed } from "../numeric/random";

/** What the cell of parameters of the notebook about one's own images sets; it says what each means. */
export interface LabellingParameters {
  readonly pictureDir: string | undefined;
  readonly labelsDir: string;
  readonly size: number;
  readonly space: string;
  readonly k: number;
  readonly percentileClosest: number;
  readonly epochs: number;
  readonly seed: number;
  readonly nChecked: number;
  readonly nSeeds: number;
  readonly modelDir: string;
}

/**
 * Refuses parameters that a later cell would refuse, before anything is computed with the others.
 * @param parameters all but the file of predictions
 * @throws RangeError naming the parameter, its value, its bound and the remedy
 * @throws Error where pictureDir does not exist, where one's own pictures would get the labels of the
 *   sample, or where no model can be saved in modelDir
 */
export async function checkLabellingParameters(parameters: LabellingParameters): Promise<void> {
  const { pictureDir, labelsDir, size, k, percentileClosest, epochs, seed } = parameters;
  checkModelOptions([size, size, 1], 2);
  checkSpace(parameters.space);
  checkInteger("k", k, 2, "choose how many pictures to name");
  checkPercent("percentileClosest", percentileClosest);
  checkEpochs("epochs", epochs);
  checkSeed("seed", seed);
  checkInteger("nChecked", parameters.nChecked, 1, "choose how many pictures to look at");
  checkInteger("nSeeds", parameters.nSeeds, 0, "10 give a fair comparison, 0 leaves it out");
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
  await checkSavable("modelDir", parameters.modelDir);
}
