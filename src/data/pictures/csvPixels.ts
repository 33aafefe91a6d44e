import { parse } from "papaparse";
import { delimiterOf } from "../csv";
import { textLines } from "../text";
import type { PixelRows } from "./pixelTable";
import { CLASS_COLUMN, checkPixelColumns, isPixel } from "./tableCells";

/** Numbers that count up in the first line are names from so many on: no image begins like that. */
const COUNTED_NAMES = 64;

/**
 * Reads a CSV file of pixels line by line.
 * @param path the file; with or without a heading, comma, semicolon or tab between the columns, in UTF-8,
 *   UTF-16 or Latin-1; a heading tells which column is the class; without one, a column more than a square
 *   number of them is the class, and comes first
 * @throws Error naming the line: rows of another length, pixels that are no bytes; or naming the column
 *   that the heading tells to be neither
 */
export async function csvPixels(path: string): Promise<PixelRows> {
  const rows: Uint8Array[] = [];
  const names: string[] = [];
  const known = new Map<string, string>();
  let columns: Columns | undefined;
  let delimiter: string | undefined;
  let line = 0;
  for await (const text of textLines(path)) {
    line++;
    if (text.trim() === "") continue;
    delimiter ??= delimiterOf(text);
    const cells = cellsOf(path, line, text, delimiter);
    if (!columns) {
      columns = isHeading(cells) ? headed(path, cells) : unheaded(cells);
      if (columns.isHeaded) continue;
    }
    const pixels = upTo(cells, columns.count);
    const [name] = columns.label < 0 ? [""] : pixels.splice(columns.label, 1);
    names.push(kept(known, (name ?? "").normalize("NFC")));
    rows.push(pixelsOf(path, line, pixels, columns.count - (columns.label < 0 ? 0 : 1)));
  }
  const { buffer, byteOffset, length } = Buffer.concat(rows);
  const data = new Uint8Array(buffer, byteOffset, length);
  return { data, nPixels: rows[0]?.length ?? 0, names };
}

/** One copy of each name: a part of a line would keep all of what was read with it in memory. */
function kept(known: Map<string, string>, name: string): string {
  const copy = known.get(name) ?? Buffer.from(name).toString();
  known.set(copy, copy);
  return copy;
}

/** What the first line tells. */
interface Columns {
  readonly isHeaded: boolean;
  /** How many there are. */
  readonly count: number;
  /** Which of them is the class; -1 for none. */
  readonly label: number;
}

function cellsOf(path: string, line: number, text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter).map((cell) => cell.trim());
  const { data, errors } = parse<string[]>(text, { delimiter });
  // Some programs write a space before a quotation mark.
  const plain = (cell: string) => cell.replace(/^\s+"(.*)"\s*$/, "$1").trim();
  if (errors.length === 0) return data[0].map(plain);
  throw new Error(
    `${path}, line ${line}: its quotation marks do not match; a class's name must end on the line on which it begins`,
  );
}

/** One cell that is no number may be the class of the first image. */
function isHeading(cells: readonly string[]): boolean {
  const words = cells.filter((cell) => Number.isNaN(Number(cell)));
  if (words.length > 1 || words.some((word) => CLASS_COLUMN.test(word))) return true;
  const numbers = cells.filter((cell) => /^\d+$/.test(cell)).map(Number);
  return numbers.length >= COUNTED_NAMES && numbers.every((n, i) => n === numbers[0] + i);
}

function headed(path: string, cells: string[]): Columns {
  const names = upTo(cells, 0);
  const label = names.findIndex((name) => CLASS_COLUMN.test(name));
  checkPixelColumns(
    path,
    names.filter((_, i) => i !== label),
  );
  return { isHeaded: true, count: names.length, label };
}

function unheaded(cells: string[]): Columns {
  const count = upTo(cells, 0).length;
  const isSquare = (n: number) => Number.isInteger(Math.sqrt(n));
  return { isHeaded: false, count, label: !isSquare(count) && isSquare(count - 1) ? 0 : -1 };
}

/** A row without the empty cells behind its last column: some programs end each line on a comma. */
function upTo(cells: string[], count: number): string[] {
  let { length } = cells;
  while (length > count && cells[length - 1] === "") length--;
  return cells.slice(0, length);
}

function pixelsOf(path: string, line: number, cells: string[], expected: number): Uint8Array {
  if (cells.length !== expected) {
    throw new Error(`${path}, line ${line}: ${cells.length} pixels must be ${expected}, as above`);
  }
  return Uint8Array.from(cells, (cell) => {
    const value = Number(cell);
    if (isPixel(value) && cell !== "") return value;
    throw new Error(
      `${path}, line ${line}: pixel=${cell || '""'} must be an integer from 0 to 255`,
    );
  });
}
