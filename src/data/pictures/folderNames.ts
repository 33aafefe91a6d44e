import { UNSURE } from "../classNames";
import { naturally } from "./walk";

/** What the names of sub-folders mean: classes, the two parts of a set, or nothing. */
export type FolderNames = "classes" | "train-test" | "nothing";

/** Of an image whose class is not known. */
export const NO_CLASS = -1;

/** The names under which the parts of a set are found. */
const TRAIN = /^train(ing)?$/i;
const TEST = /^(test(ing)?|t10k|val(id(ation)?)?)$/i;

/** What the folders say of each file. */
export interface Sorted {
  readonly meaning: FolderNames;
  /** The names of the classes, "2" before "10"; none where folders mean nothing. */
  readonly classNames: readonly string[];
  /** The class of each file, its position in classNames; NO_CLASS where none is known. */
  readonly target: Int32Array;
  /** Of each file, whether it lies in a folder of test images. */
  readonly isTest: readonly boolean[];
}

/**
 * Reads the names of folders.
 * @param files from `findPictures`
 * @param asked what they mean; default: the two parts where all are called train and test, classes
 *   where there are at least two, nothing where there are fewer; a folder called «unsure» is of no class
 */
export function sortByFolder(files: readonly string[], asked?: FolderNames): Sorted {
  const paths = files.map((file) => file.split("/").slice(0, -1).map(oneLine));
  const meaning = asked ?? guess(paths);
  const depth = { classes: 0, "train-test": 1, nothing: Number.POSITIVE_INFINITY }[meaning];
  const named = paths.map((path) => path[depth] as string | undefined);
  const classNames = [...new Set(named)].filter(isClass).sort(naturally);
  const position = new Map(classNames.map((name, i) => [name, i]));
  return {
    meaning,
    classNames,
    target: Int32Array.from(named, (name) => position.get(name ?? "") ?? NO_CLASS),
    isTest: paths.map(([top]) => meaning === "train-test" && TEST.test(top ?? "")),
  };
}

function guess(paths: readonly string[][]): FolderNames {
  const tops = [...new Set(paths.flatMap((path) => path.slice(0, 1)))];
  const isPart = (name: string) => TRAIN.test(name) || TEST.test(name);
  if (tops.some((name) => TRAIN.test(name)) && tops.every(isPart)) return "train-test";
  return tops.length > 1 ? "classes" : "nothing";
}

function isClass(name: string | undefined): name is string {
  return name !== undefined && name.toLowerCase() !== UNSURE;
}

/** A name as it can stand in a list of names, one a line. */
function oneLine(name: string): string {
  return name.normalize("NFC").replace(/\s+/g, " ").trim();
}
