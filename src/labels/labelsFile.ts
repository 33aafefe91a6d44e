import { dirname } from "node:path";
import { writeWhole } from "../data/writeWhole";
import { checkAllLabelled, type HandLabel } from "./handLabels";
import { problemOf, report } from "./labelProblems";
import { type AskedImage, COLUMNS, csvText, labelOf, readTable, withWaiting } from "./labelsTable";
import { isOfSample } from "./sampleLabels";

/**
 * Reads a file of hand labels: CSV with a heading and a row an image, as the labelling page or
 * `writeLabels` wrote it or a spreadsheet saved it again. A row whose label is empty waits to be
 * filled in: it is left out.
 * @param path the file; one that does not exist yet holds no labels
 * @param classNames the classes that may be named; default: any
 * @throws Error naming each line that is wrong, and why: a half-filled row, an image named twice, an
 *   unknown class with the one that was probably meant
 */
export async function readLabels(
  path: string,
  classNames?: readonly string[],
): Promise<HandLabel[]> {
  const { column, rows } = await readTable(path);
  const problems: string[] = [];
  const lineOf = new Map<string, number>();
  const labels: HandLabel[] = [];
  for (const row of rows) {
    const label = labelOf(row, column);
    if (label.hash && label.label === "") continue;
    const problem = problemOf(label, lineOf, classNames);
    if (problem) problems.push(`line ${row.line}: ${problem}`);
    lineOf.set(label.hash, row.line);
    labels.push(label);
  }
  if (problems.length > 0) throw new Error(report(path, problems));
  return labels;
}

/**
 * Writes hand labels, whole or not at all; what the file held before is kept as `path.bak`.
 * @param path the file, which is replaced
 * @param labels in the order of their rows
 * @throws Error naming the file and the reason; it is then as it was
 */
export async function writeLabels(path: string, labels: readonly HandLabel[]): Promise<void> {
  await writeWhole(path, labelsCsv(labels), { backup: true });
}

/**
 * Stops where images have no label yet. Their rows then wait in the file to be filled in, on the labelling
 * page or with a spreadsheet; what it held is kept. The file of the sample pictures, which comes with the
 * project, stays as it is: a run with other parameters does not change it.
 * @param path the file
 * @param labels what it holds, from `readLabels`
 * @param asked the images that must have a label
 * @throws Error naming the images by their numbers among those asked, from 1, and the file
 */
export async function askForMissing(
  path: string,
  labels: readonly HandLabel[],
  asked: readonly AskedImage[],
): Promise<void> {
  const missing = await letWait(path, labels, asked);
  if (missing.length > 0 && isOfSample(dirname(path))) {
    throw new Error(
      `${missing.length === 1 ? "1 picture has" : `${missing.length} pictures have`} no label in ${path}, which comes with the project and stays as it is: name them on the page above, or copy its folder and give the copy as labelsDir`,
    );
  }
  checkAllLabelled(missing, path);
}

/**
 * Has a row wait for each image that has no label yet, where labels are welcome but not needed. The files of
 * the sample pictures stay as they are.
 * @param path the file; what it holds is kept
 * @param labels what it holds, from `readLabels`
 * @param asked the images that may get a label
 * @returns the positions of those that have none
 */
export async function letWait(
  path: string,
  labels: readonly HandLabel[],
  asked: readonly AskedImage[],
): Promise<readonly number[]> {
  const known = new Set(labels.map(({ hash }) => hash));
  const missing = asked.flatMap(({ hash }, i) => (known.has(hash) ? [] : [i]));
  const unlabelled = missing.map((i) => asked[i]);
  if (missing.length > 0 && !isOfSample(dirname(path))) await writeWaiting(path, unlabelled);
  return missing;
}

/**
 * Has a row wait in the file for each of some images, to be filled in. Whatever somebody wrote into the file
 * stays, columns of their own too; only rows that wait for other images go. Where no row changes, the file is
 * not touched.
 * @param path the file; made where there is none
 * @param unlabelled the images that wait; equal ones share a row
 * @throws Error as `readLabels` does for the heading, and as `writeLabels` does
 */
export async function writeWaiting(path: string, unlabelled: readonly AskedImage[]): Promise<void> {
  const table = withWaiting(await readTable(path), unlabelled);
  if (table) await writeWhole(path, csvText(table), { backup: true });
}

/**
 * The text of a file of hand labels.
 * @param labels in the order of their rows; one whose label is "" waits to be filled in
 */
export function labelsCsv(labels: readonly HandLabel[]): string {
  return csvText([COLUMNS, ...labels.map((label) => COLUMNS.map((name) => label[name] ?? ""))]);
}

/**
 * The hand labels whose images are not among those at hand, each as a sentence with its line.
 * @param path the labels' file, for the messages
 * @param labels from `readLabels`
 * @param hashes the hashes of all images at hand
 * @throws Error when there are labels and not one is of an image at hand: a file of another set
 */
export function goneLabels(
  path: string,
  labels: readonly HandLabel[],
  hashes: readonly string[],
): string[] {
  const known = new Set(hashes);
  const gone = labels.filter(({ hash }) => !known.has(hash));
  if (gone.length > 0 && gone.length === labels.length) {
    throw new Error(
      `${path}: none of its ${labels.length} labels is of these ${hashes.length} images; it belongs to another set, or to another size of the images: give this set a file of its own`,
    );
  }
  return gone.map(
    ({ line, file, hash, label }) =>
      `${path}, line ${line}: the image of label ${label} (${file || hash.slice(0, 8)}) is not among these`,
  );
}
