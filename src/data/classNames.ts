import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MOST_CLASSES } from "./checks";
import { fileSize, named } from "./files";
import { entriesOf, listed } from "./idxFiles";
import { knownClassNames } from "./knownSets";
import { decodeText } from "./text";

/** An optional file of a data folder: the name of each class, one a line, from label 0 on. */
const CLASS_NAMES = "class-names.txt";
/** What becomes of that name where a system hides ends of names, or capitals do not count. */
const LIKE_CLASS_NAMES = /^class-names\.txt(\.txt)?$/i;

/** What stands for a class where a person could not say which it is, so that no class may be called so. */
export const UNSURE = "unsure";

const unnamed = (label: number) => `unnamed ${label}`;

/**
 * Whether a class is one that images can be of, and not a gap among the labels.
 * @param name its name, from `readClassNames`
 * @param label its position there
 */
export function isNamed(name: string, label: number): boolean {
  return name !== unnamed(label);
}

/**
 * The name of each class of a data folder: from class-names.txt, of a published set that is recognised by
 * its labels, or else the labels' numbers. A line is a label: an empty line leaves a label without a
 * name, such as 0 where EMNIST's labels begin at 1, and may only stand for labels that no image has. Where
 * numbers are the names, those that no image has are no names either; `isNamed` tells.
 * @param dataDir the folder
 * @param trainLabels the labels of its training images, if there are any
 * @param testLabels those of its test images
 * @throws Error naming the file and line: labels without a name, a name twice, one that means that the class
 *   is not known, none at all, text in no known encoding; or the folder, where there are neither labels nor names
 */
export async function readClassNames(
  dataDir: string,
  trainLabels: Uint8Array = new Uint8Array(),
  testLabels: Uint8Array = new Uint8Array(),
): Promise<readonly string[]> {
  const used = [...new Set([...new Set(trainLabels), ...new Set(testLabels)])].sort(
    (a, b) => a - b,
  );
  const entries = await entriesOf(dataDir);
  const like = entries.filter((name) => LIKE_CLASS_NAMES.test(name));
  const file = like.includes(CLASS_NAMES) ? CLASS_NAMES : like[0];
  if (file === undefined) {
    if (used.length > 0) return knownClassNames(trainLabels) ?? numbersOf(used);
    throw new Error(
      `dataDir=${dataDir} has neither labels nor ${CLASS_NAMES}, ${listed(entries)}; write the names of your classes into ${CLASS_NAMES}, one a line`,
    );
  }
  const path = join(dataDir, file);
  const names = await readLines(path);
  const missing = used.find((label) => !names[label]);
  if (missing !== undefined) {
    throw new Error(
      `${path}: label=${missing} has no name on line ${missing + 1}; the file has ${names.length} lines, from line 1 for label 0, and the images' labels are ${ranges(used)}: name each of these (${dataDir}: ${listed(entries)})`,
    );
  }
  checkNames(path, names);
  if (!names.some(Boolean)) {
    throw new Error(
      `${path}: it names no class; write the names of your classes into it, one a line`,
    );
  }
  return names.map((name, label) => name || unnamed(label));
}

/** @param used the labels that images have, ascending, at least one */
function numbersOf(used: readonly number[]): string[] {
  const last = used[used.length - 1];
  return Array.from({ length: last + 1 }, (_, label) =>
    used.includes(label) ? String(label) : unnamed(label),
  );
}

async function readLines(path: string): Promise<string[]> {
  await fileSize(path);
  const bytes = await named(path, () => readFile(path));
  const text = decodeText(bytes);
  if (text === undefined) {
    throw new Error(
      `${path}: it is no text in UTF-8, nor in UTF-16 with its byte order mark; save it as UTF-8`,
    );
  }
  const lines = text.split(/\r\n|\r|\n/);
  const names = lines.map((line) => line.trim());
  while (names.length > 0 && names[names.length - 1] === "") names.pop();
  return names;
}

function checkNames(path: string, names: readonly string[]): void {
  if (names.length > MOST_CLASSES) {
    throw new Error(
      `${path}: nNames=${names.length} must be at most ${MOST_CLASSES}, as a label is one byte; merge some classes`,
    );
  }
  names.forEach((name, label) => {
    if (name.toLowerCase() === UNSURE) {
      throw new Error(
        `${path}: line ${label + 1} names "${name}", which means in a file of labels that nobody can tell the class; give the class another name`,
      );
    }
    const first = names.indexOf(name);
    if (name === "" || first === label) return;
    throw new Error(
      `${path}: line ${label + 1} names "${name}" as line ${first + 1} does; give each class a name of its own`,
    );
  });
}

/** "0 to 3, 7", for messages. */
function ranges(labels: readonly number[]): string {
  const starts = labels.filter((label, i) => label !== labels[i - 1] + 1);
  const ends = labels.filter((label, i) => label + 1 !== labels[i + 1]);
  return starts
    .map((start, i) => (start === ends[i] ? start : `${start} to ${ends[i]}`))
    .join(", ");
}
