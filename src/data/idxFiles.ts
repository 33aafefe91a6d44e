import { existsSync, statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, normalize, resolve } from "node:path";
import { isMadeBySystem, named } from "./files";

/** A data folder's parts, and what each holds. */
export type Part = "train" | "test";
export type Content = "images" | "labels";

/** The names under which MNIST and Fashion-MNIST are published. */
const PUBLISHED: Readonly<Record<Part, Readonly<Record<Content, string>>>> = {
  train: { images: "train-images-idx3-ubyte", labels: "train-labels-idx1-ubyte" },
  test: { images: "t10k-images-idx3-ubyte", labels: "t10k-labels-idx1-ubyte" },
};
/**
 * These and their relatives: unpacked by 7-Zip with a dot (`train-images.idx3-ubyte`), gzip'd, or with
 * a set's name before them (`emnist-letters-test-images-idx3-ubyte.gz`).
 */
const FILE_NAME = /^(.+-)?(train|t10k|test)-(images|labels)[-.]idx[13]-ubyte(\.gz)?$/i;
/** The most entries of a folder that a message lists. */
const MOST_LISTED = 12;

/** A file of a data folder. */
interface DataFile {
  readonly path: string;
  /** What stands before "train" or "t10k": "" or the name of a set, such as "emnist-letters-". */
  readonly set: string;
  readonly part: Part;
  readonly content: Content;
}

/** The files of a data folder. */
export interface DataFiles {
  /** The path of the file that holds this; throws where it is missing. */
  readonly path: (part: Part, content: Content) => string;
  /** Whether somebody knows the true classes: there is a file of labels. */
  readonly labelled: boolean;
}

/**
 * Finds the four files of a data folder, or the two of one without labels.
 * @param folder each file lies in it, or in a folder of its own name as in Kaggle's archive
 * @returns the files; of several copies the plain one by its published name
 * @throws Error when the folder is missing, or holds several sets; `path` throws for a file that is missing
 */
export async function findFiles(folder: string): Promise<DataFiles> {
  const dataDir = normalize(folder);
  if (!existsSync(folder)) {
    throw new Error(
      `dataDir=${folder} does not exist (looked for ${resolve(folder)}); give a folder that holds ${PUBLISHED.train.images} and its three companions`,
    );
  }
  if (!statSync(folder).isDirectory()) {
    throw new Error(`dataDir=${folder} is no folder; give the folder in which the files lie`);
  }
  const files = await dataFiles(dataDir);
  const set = theOnlySet(dataDir, [...new Set(files.map((file) => file.set))]);
  const entries = await entriesOf(dataDir);
  const ofSet = files.filter((file) => file.set === set);
  const path = (part: Part, content: Content) => {
    const found = ofSet.find((file) => file.part === part && file.content === content);
    if (found) return found.path;
    const name = PUBLISHED[part][content];
    throw new Error(
      `dataDir=${dataDir} has neither ${set}${name} nor ${set}${name}.gz, ${listed(entries)}; put the file there`,
    );
  };
  return { path, labelled: ofSet.some(({ content }) => content === "labels") };
}

/**
 * Whether a folder holds a file that is named as those of a data folder are.
 * @param folder the folder
 */
export async function holdsDataFiles(folder: string): Promise<boolean> {
  return (await dataFiles(normalize(folder))).length > 0;
}

/**
 * What lies in a folder, but for what systems make.
 * @param folder the folder
 * @throws Error naming it when it cannot be listed
 */
export async function entriesOf(folder: string): Promise<string[]> {
  const names = await named(folder, () => readdir(folder));
  return names.filter((name) => !isMadeBySystem(name)).sort();
}

/**
 * "it holds a, b and 7 more", for messages.
 * @param names the entries of a folder
 */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "it is empty";
  const more = names.length - MOST_LISTED;
  return `it holds ${names.slice(0, MOST_LISTED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The files by their names, of copies the best first: unpacked, in the folder itself, with a hyphen. */
async function dataFiles(dataDir: string): Promise<DataFile[]> {
  const files: DataFile[] = [];
  for (const name of await entriesOf(dataDir)) {
    if (!FILE_NAME.test(name)) continue;
    const path = join(dataDir, name);
    const isFolder = (await named(path, () => stat(path))).isDirectory();
    const inside = isFolder ? (await entriesOf(path)).filter((file) => FILE_NAME.test(file)) : [];
    const paths = inside.length > 0 ? inside.map((file) => join(path, file)) : [path];
    files.push(...paths.map(dataFile));
  }
  const rank = ({ path }: DataFile) =>
    (path.endsWith(".gz") ? 2 : 0) + (dirname(path) === dataDir ? 0 : 1);
  return files.sort((a, b) => rank(a) - rank(b));
}

function dataFile(path: string): DataFile {
  const [, set = "", part, content] = FILE_NAME.exec(basename(path)) as RegExpExecArray;
  return {
    path,
    set,
    part: part.toLowerCase() === "train" ? "train" : "test",
    content: content.toLowerCase() as Content,
  };
}

function theOnlySet(dataDir: string, sets: readonly string[]): string {
  if (sets.length === 0 || sets.includes("")) return "";
  if (sets.length === 1) return sets[0];
  const names = sets.map((set) => set.slice(0, -1)).join(", ");
  throw new Error(
    `dataDir=${dataDir} holds several sets: ${names}; give a folder with one of them`,
  );
}
