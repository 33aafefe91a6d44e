import { checkLabels, MOST_CLASSES } from "../data/checks";
import { UNSURE } from "../data/classNames";

/** In a list of labels: this image has none. */
export const NO_LABEL = -1;

/**
 * What a person said of one image. It belongs to the image, by the hash of its pixels: never to the
 * number of a cluster, which another seed gives to other images.
 */
export interface HandLabel {
  /** From `imageHash`. */
  readonly hash: string;
  /** What the image was called, for people who read the file; "" where it has no name. */
  readonly file: string;
  /** The cluster that it stood for when it was labelled, for people too; undefined where for none. */
  readonly cluster?: number;
  /** The name of its class, or UNSURE. */
  readonly label: string;
  /** When it was labelled: "2026-05-04T09:31:07Z". */
  readonly when: string;
  /** Its line in the file that it was read from. */
  readonly line?: number;
}

/**
 * Refuses labels that are neither a class nor NO_LABEL.
 * @param name the list's name
 * @param labels the label of each image
 * @param nClasses how many classes there are; default: as many as bytes can tell apart
 */
export function checkHandLabels(name: string, labels: ArrayLike<number>, nClasses?: number): void {
  const given = Array.from(labels, (label) => (label === NO_LABEL ? 0 : label));
  checkLabels(name, given, nClasses);
}

/**
 * How many of some images have a label.
 * @param y the label of each image, or NO_LABEL
 */
export function countLabelled(y: ArrayLike<number>): number {
  return Array.from(y).filter((label) => label !== NO_LABEL).length;
}

/** What hand labels say of some images. */
export interface LabelsFor {
  /** The class of each image, its position in classNames; NO_LABEL where it has none. */
  readonly y: Int32Array;
  /** Positions of the images that nobody has looked at yet. */
  readonly missing: readonly number[];
  /** Positions of the images that somebody looked at and was unsure of. */
  readonly unsure: readonly number[];
}

/**
 * The hand labels of some images, such as the representatives; labels of other images are not used.
 * @param hashes the hash of each image, from `imageHashes`
 * @param labels all hand labels, in any order; of two for one image the later counts
 * @param classNames the name of each class; its position is its label
 * @throws RangeError when a label that is needed is no class
 */
export function labelsFor(
  hashes: readonly string[],
  labels: readonly HandLabel[],
  classNames: readonly string[],
): LabelsFor {
  const labelOf = new Map(labels.map(({ hash, label }) => [hash, label]));
  const said = hashes.map((hash) => labelOf.get(hash));
  const positions = (wanted: (label?: string) => boolean) =>
    said.flatMap((label, i) => (wanted(label) ? [i] : []));
  return {
    y: Int32Array.from(said, (label) => positionOf(label, classNames)),
    missing: positions((label) => label === undefined),
    unsure: positions((label) => label === UNSURE),
  };
}

function positionOf(label: string | undefined, classNames: readonly string[]): number {
  if (label === undefined || label === UNSURE) return NO_LABEL;
  const position = classNames.indexOf(label);
  if (position >= 0) return position;
  throw new RangeError(
    `label=${label} must be one of the ${classNames.length} classes: ${classNames.join(", ")}`,
  );
}

/**
 * The classes that hand labels name, in an order that is the same for the same names: "2" before "10".
 * @param labels any hand labels
 */
export function classNamesOf(labels: readonly HandLabel[]): string[] {
  const names = new Set(labels.map(({ label }) => label));
  names.delete(UNSURE);
  const { compare } = new Intl.Collator("en", { numeric: true });
  return [...names].sort((a, b) => compare(a, b) || (a < b ? -1 : 1));
}

/**
 * Refuses names that cannot be the classes of a network.
 * @param name where they stand, for the message: a parameter, or a file of labels
 * @param classNames the name of each class
 * @throws RangeError for fewer than two of them, for an empty one, one given twice, and UNSURE
 */
export function checkClasses(name: string, classNames: readonly string[]): void {
  const { length } = classNames;
  if (length < 2 || length > MOST_CLASSES) {
    throw new RangeError(
      `${name} names ${length} ${length === 1 ? "class" : "classes"}${length === 1 ? ` (${classNames[0]})` : ""}, which must be 2 to ${MOST_CLASSES}: a network tells classes from each other; ${length < 2 ? "name pictures of another class too" : "merge some"}`,
    );
  }
  classNames.forEach((one, i) => {
    const remedy = "give each class a name of its own";
    if (one.trim() === "") throw new RangeError(`${name}: name ${i + 1} is empty; ${remedy}`);
    if (classNames.indexOf(one) < i)
      throw new RangeError(`${name}: ${one} stands twice; ${remedy}`);
    if (one.toLowerCase() === UNSURE) {
      throw new RangeError(`${name}: ${one} means that nobody can tell the class; ${remedy}`);
    }
  });
}

/**
 * Stops where labels are still to be given.
 * @param missing positions without a label, from `labelsFor`
 * @param file the labels' file, for the message
 * @throws Error naming the first of them by their numbers on the labelling page, from 1
 */
export function checkAllLabelled(missing: readonly number[], file: string): void {
  if (missing.length === 0) return;
  const numbers = missing.slice(0, 10).map((i) => i + 1);
  const more =
    missing.length > numbers.length ? ` and ${missing.length - numbers.length} more` : "";
  throw new Error(
    missing.length === 1
      ? `1 picture has no label yet in ${file}: number ${numbers[0]}; name it on the page above or fill in its row, then run the cells from here on`
      : `${missing.length} pictures have no label yet in ${file}: numbers ${numbers.join(", ")}${more}; name them on the page above or fill in their rows, then run the cells from here on`,
  );
}
