import { checked, type EngineName } from "../clustering/options";
import { checkBatchSize, checkEpochs } from "../cnn/checking";
import { checkSavable } from "../cnn/modelFolder";
import { checkInteger } from "../data/checks";
import { findFiles } from "../data/idxFiles";
import { checkWritable } from "../data/writeWhole";
import { readLabels } from "../labels/labelsFile";
import { checkPercent } from "../numeric/percentile";
import { checkSeed } from "../numeric/random";

/** What the first notebook's cell of parameters sets; it says what each of them means. */
export interface Parameters {
  readonly k: number;
  readonly percentileClosest: number;
  readonly nInit: number;
  readonly seed: number;
  readonly engine: EngineName;
  readonly trainNumExamples: number;
  readonly baselineEpochs: number;
  readonly propagatedEpochs: number;
  readonly batchSize: number;
  readonly comparisonSteps: number;
  readonly ceiling: boolean;
  readonly dataDir: string | undefined;
  readonly labelsFile: string | undefined;
  readonly modelDir: string;
}

/**
 * Refuses parameters that a later cell would refuse, before anything is computed with the others.
 * @param parameters all parameters: k from 2, the others as the helpers that take them have it
 * @throws RangeError naming the parameter, its value, its bound and the remedy
 * @throws Error where dataDir does not exist, labelsFile holds rows that cannot be used or cannot be written,
 *   or no model can be saved in modelDir
 */
export async function checkParameters(parameters: Parameters): Promise<void> {
  const { k, percentileClosest, nInit, seed, engine, batchSize, dataDir, modelDir } = parameters;
  checkInteger("k", k, 2, "choose how many images to label");
  checkPercent("percentileClosest", percentileClosest);
  checkSeed("seed", seed);
  checked({ nClusters: k, nInit, randomState: seed, engine });
  checkInteger("trainNumExamples", parameters.trainNumExamples, 1, "the original takes 50");
  checkEpochs("baselineEpochs", parameters.baselineEpochs);
  checkEpochs("propagatedEpochs", parameters.propagatedEpochs);
  checkBatchSize(batchSize);
  checkInteger("comparisonSteps", parameters.comparisonSteps, 1, "one batch is a step");
  await checkData(dataDir, parameters.labelsFile);
  await checkSavable("modelDir", modelDir);
}

async function checkData(
  dataDir: string | undefined,
  labelsFile: string | undefined,
): Promise<void> {
  if (labelsFile !== undefined) await checkLabelsFile(labelsFile);
  if (dataDir === "") throw new Error('dataDir="" names no folder; undefined takes MNIST');
  if (dataDir === undefined) return;
  const { labelled } = await findFiles(dataDir);
  if (labelled || labelsFile) return;
  throw new Error(
    `labelsFile=undefined copies true labels, but dataDir=${dataDir} holds none; name a CSV file to type labels into, such as ../runs/labels.csv`,
  );
}

/** Its classes are checked as soon as the data has told which there are. */
async function checkLabelsFile(labelsFile: string): Promise<void> {
  if (labelsFile === "") {
    throw new Error('labelsFile="" names no file; undefined copies the true labels');
  }
  await checkWritable("labelsFile", labelsFile);
  await readLabels(labelsFile);
}
