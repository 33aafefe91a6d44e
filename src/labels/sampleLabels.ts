import { join, resolve, sep } from "node:path";

/** Where the labels of the sample pictures lie; they come with the project. */
const SAMPLE_LABELS = join(sep, "notebooks", "labels", "digits");

/**
 * Whether a folder of labels is the one of the sample pictures, which no run changes.
 * @param folder its path, from the notebook's folder or that of its executed copy
 */
export function isOfSample(folder: string): boolean {
  return resolve(folder).endsWith(SAMPLE_LABELS);
}
