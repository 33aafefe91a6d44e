import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where the labels of the sample pictures lie; they come with the project. A kernel sees this file by a link. */
const SAMPLE_LABELS = join(realpathSync(__dirname), "..", "..", "notebooks", "labels", "digits");

/**
 * Whether a folder of labels is the one of the sample pictures, which no run changes.
 * @param folder its path, from the folder in which the notebook runs
 */
export function isOfSample(folder: string): boolean {
  return (existsSync(folder) ? realpathSync(folder) : resolve(folder)) === SAMPLE_LABELS;
}
