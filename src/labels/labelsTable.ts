import { existsSync } from "node:fs";
import { unparse } from "papaparse";
import { UNSURE } from "../data/classNames";
import { type CsvRow, readCsv } from "../data/csv";
import type { HandLabel } from "./handLabels";

/** The columns of a file of labels. Only hash and label count; the others are for its readers. */
export const COLUMNS = ["hash", "file", "cluster", "label", "when"] as const;

/** Where the columns stand; -1 where the file has none of that name. */
export type Columns = Readonly<Record<(typeof COLUMNS)[number], number>>;

/** A file of labels as it is, with the columns that somebody has added. */
export interface LabelsTable {
  readonly names: readonly string[];
  readonly column: Columns;
  readonly rows: readonly CsvRow[];
}

/** An image that somebody is to label. */
export type AskedImage = Pick<HandLabel, "hash" | "file" | "cluster">;

/**
 * Reads a file of labels without a look at what its rows say.
 * @param path the file; one that does not exist, or is empty, has no rows
 * @throws Error when its heading names no hash or no label, or it cannot be read
 */
export async function readTable(path: string): Promise<LabelsTable> {
  const [heading, ...rows] = existsSync(path) ? await readCsv(path) : [];
  const names = heading?.cells ?? COLUMNS;
  const column = columnsOf(names);
  if (column.hash >= 0 && column.label >= 0) return { names, column, rows };
  throw new Error(
    `${path}: line ${heading.line} must name the columns ${COLUMNS.join(",")}, but is ${JSON.stringify(names.join(",").slice(0, 60))}; give a file of labels, or move this one away`,
  );
}

function columnsOf(names: readonly string[]): Columns {
  const plain = names.map((name) => name.toLowerCase());
  return Object.fromEntries(COLUMNS.map((name) => [name, plain.indexOf(name)])) as Columns;
}

/**
 * What a row says.
 * @param row of a file of labels
 * @param column where that file's columns stand
 */
export function labelOf({ cells, line }: CsvRow, column: Columns): HandLabel {
  const cell = (name: keyof Columns) => cells[column[name]] ?? "";
  const cluster = /^\d+$/.test(cell("cluster")) ? Number(cell("cluster")) : undefined;
  const hash = cell("hash").toLowerCase();
  // A spreadsheet lets in breaks and further spaces that nobody sees; the labelling page does not.
  const said = cell("label").replace(/\s+/g, " ");
  // People write it as they begin a sentence.
  const label = said.toLowerCase() === UNSURE ? UNSURE : said;
  return { hash, file: cell("file"), cluster, label, when: cell("when"), line };
}

/**
 * A file's rows, with one that waits for each of some images.
 * @param table the file; rows that hold a label, or something in a column of somebody's own, stay as they are
 * @param asked the images that wait; equal ones share a row
 * @returns the heading and the rows; undefined where they are what the file holds
 */
export function withWaiting(
  table: LabelsTable,
  asked: readonly AskedImage[],
): string[][] | undefined {
  const width = Math.max(table.names.length, ...table.rows.map(({ cells }) => cells.length));
  const given = padded(table.names, width);
  const names = [...given, ...COLUMNS.filter((name) => table.column[name] < 0)];
  const column = columnsOf(names);
  const waiting = new Map(asked.map((image) => [image.hash, image]));
  const before = table.rows.map(({ cells }) => padded(cells, names.length));
  const kept = before.flatMap((cells) => {
    const hash = cells[column.hash].toLowerCase();
    const image = waiting.get(hash);
    waiting.delete(hash);
    if (image && cells[column.label] === "") return [filled(cells, column, image)];
    return isSomebodys(cells, column) ? [cells] : [];
  });
  const blank = padded([], names.length);
  const rows = [...kept, ...[...waiting.values()].map((image) => filled(blank, column, image))];
  return JSON.stringify(rows) === JSON.stringify(before) ? undefined : [names, ...rows];
}

function padded(cells: readonly string[], width: number): string[] {
  return Array.from({ length: width }, (_, at) => cells[at] ?? "");
}

function filled(
  cells: readonly string[],
  column: Columns,
  { hash, file, cluster }: AskedImage,
): string[] {
  const row = [...cells];
  row[column.hash] = hash;
  row[column.file] = file;
  row[column.cluster] = String(cluster ?? "");
  return row;
}

/** Whether a row holds more than what made it wait. */
function isSomebodys(cells: readonly string[], column: Columns): boolean {
  const ours = [column.hash, column.file, column.cluster, column.when];
  return cells.some((cell, at) => cell !== "" && !ours.includes(at));
}

/**
 * Rows as the text of a file that spreadsheets open.
 * @param rows the heading first
 */
export function csvText(rows: readonly (readonly unknown[])[]): string {
  // The mark tells spreadsheets that this is UTF-8.
  return `\ufeff${unparse(rows.map((row) => [...row]))}\r\n`;
}
