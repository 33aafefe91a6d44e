import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { closest, distance } from "fastest-levenshtein";
import { unparse } from "papaparse";
import { type CsvRow, readCsv } from "../data/csv";
import { writeWhole } from "../data/writeWhole";
import { checkAllLabelled, type HandLabel, UNSURE } from "./handLabels";
import { isOfSample } from "./sampleLabels";

/** The columns of the file. Only hash and label count; the others are for its readers. */
const COLUMNS = ["hash", "file", "cluster", "label", "when"] as const;
const HASH = /^[0-9a-f]{64}$/;
/** A misspelt name is at most so many letters away from the one that was meant. */
const FEW_LETTERS = 2;
/** More problems than this are counted, not listed. */
const MOST_LISTED = 10;

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
  if (!existsSync(path)) return [];
  const [heading, ...rows] = await readCsv(path);
  if (!heading) return [];
  const column = columnsOf(path, heading);
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

/** An image that somebody is to label. */
export type AskedImage = Pick<HandLabel, "hash" | "file" | "cluster">;

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
  const known = new Set(labels.map(({ hash }) => hash));
  const missing = asked.flatMap(({ hash }, i) => (known.has(hash) ? [] : [i]));
  if (missing.length === 0) return;
  if (isOfSample(dirname(path))) {
    throw new Error(
      `${missing.length} pictures have no label in ${path}, which comes with the project and stays as it is: name them on the page above, or copy its folder and give the copy as labelsDir`,
    );
  }
  await writeWaiting(
    path,
    labels,
    missing.map((i) => asked[i]),
  );
  checkAllLabelled(missing, path);
}

/**
 * Writes hand labels, and below them a row for each image that has none, which waits to be filled in.
 * @param path the file, which is replaced
 * @param labels in the order of their rows
 * @param unlabelled the images that wait
 * @throws Error as `writeLabels` does
 */
export async function writeWaiting(
  path: string,
  labels: readonly HandLabel[],
  unlabelled: readonly AskedImage[],
): Promise<void> {
  const waiting = unlabelled.map((image) => ({ ...image, label: "", when: "" }));
  await writeLabels(path, [...labels, ...waiting]);
}

/**
 * The text of a file of hand labels.
 * @param labels in the order of their rows; one whose label is "" waits to be filled in
 */
export function labelsCsv(labels: readonly HandLabel[]): string {
  const rows = labels.map((label) => COLUMNS.map((name) => label[name] ?? ""));
  // The mark tells spreadsheets that this is UTF-8.
  return `\ufeff${unparse([[...COLUMNS], ...rows])}\r\n`;
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

type Columns = Record<(typeof COLUMNS)[number], number>;

function columnsOf(path: string, { cells, line }: CsvRow): Columns {
  const names = cells.map((cell) => cell.toLowerCase());
  const entries = COLUMNS.map((name) => [name, names.indexOf(name)] as const);
  const column = Object.fromEntries(entries) as Columns;
  if (column.hash >= 0 && column.label >= 0) return column;
  throw new Error(
    `${path}: line ${line} must name the columns ${COLUMNS.join(",")}, but is ${JSON.stringify(cells.join(",").slice(0, 60))}; give a file of labels, or move this one away`,
  );
}

function labelOf({ cells, line }: CsvRow, column: Columns): HandLabel {
  const cell = (name: keyof Columns) => cells[column[name]] ?? "";
  const cluster = /^\d+$/.test(cell("cluster")) ? Number(cell("cluster")) : undefined;
  const hash = cell("hash").toLowerCase();
  // People write it as they begin a sentence.
  const label = cell("label").toLowerCase() === UNSURE ? UNSURE : cell("label");
  return { hash, file: cell("file"), cluster, label, when: cell("when"), line };
}

function problemOf(
  { hash, file, label }: HandLabel,
  lineOf: ReadonlyMap<string, number>,
  classNames?: readonly string[],
): string | undefined {
  if (hash === "") {
    return `label=${label || "(empty)"} has no hash, so no image (${file || "no file named"}); fill in the row or delete it`;
  }
  if (!HASH.test(hash)) {
    return `hash=${hash.slice(0, 20)} must be 64 hexadecimal digits; copy it again`;
  }
  const earlier = lineOf.get(hash);
  if (earlier) return `the same image (${file}) as in line ${earlier}; keep one of them`;
  if (!classNames || label === UNSURE || classNames.includes(label)) return undefined;
  return `label=${label} is no class${suggestion(label, classNames)}; the classes are ${classNames.join(", ")}`;
}

function suggestion(label: string, classNames: readonly string[]): string {
  const plain = (text: string) => text.toLowerCase();
  const names = [...classNames, UNSURE];
  const nearest = names[names.map(plain).indexOf(closest(plain(label), names.map(plain)))];
  const letters = distance(plain(label), plain(nearest));
  const few = letters <= FEW_LETTERS && letters < label.length;
  return few ? `: did you mean ${nearest}?` : "";
}

function report(path: string, problems: readonly string[]): string {
  const listed = problems.slice(0, MOST_LISTED);
  const more = problems.length - listed.length;
  const rest = more > 0 ? [`and ${more} more`] : [];
  const lines = [...listed, ...rest].map((line) => `  ${line}`);
  return `${path}: ${problems.length} of its rows cannot be used; correct them, nothing was changed\n${lines.join("\n")}`;
}
