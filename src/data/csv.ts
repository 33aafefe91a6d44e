import { readFile } from "node:fs/promises";
import { TextDecoder } from "node:util";
import { parse } from "papaparse";
import { fileSize, named } from "./files";
import { decodeText } from "./text";

/** One row of a table of text. */
export interface CsvRow {
  /** Where it begins in the file, the first line being 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a table as spreadsheets save it: comma, semicolon or tab between the cells, any kind of line
 * end, with or without a byte order mark, in UTF-8, UTF-16 or, where the bytes are none of these, Latin-1.
 * @param path the file
 * @returns its rows, the heading among them; rows that are empty are left out, cells are trimmed
 * @throws Error naming the file when it cannot be read
 */
export async function readCsv(path: string): Promise<CsvRow[]> {
  await fileSize(path);
  const bytes = await named(path, () => readFile(path));
  // Excel on Windows saves in its own extension of Latin-1.
  return parseCsv(decodeText(bytes) ?? new TextDecoder("windows-1252").decode(bytes));
}

/**
 * The rows of a table given as text.
 * @param text as `readCsv` finds it in a file
 */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  const delimiter = delimiterOf(text);
  for (const cells of parse<string[]>(text, { delimiter, skipEmptyLines: false }).data) {
    const trimmed = cells.map((cell) => cell.normalize("NFC").trim());
    if (trimmed.some((cell) => cell !== "")) rows.push({ line, cells: trimmed });
    line += 1 + cells.reduce((breaks, cell) => breaks + cell.split(/\r\n|\r|\n/).length - 1, 0);
  }
  return rows;
}

/**
 * What stands between the cells: the first line tells, outside of its quotation marks.
 * @param text a table, or its first line
 */
export function delimiterOf(text: string): string {
  const first = text.split(/[\r\n]/).find((line) => line.trim() !== "") ?? "";
  const heading = first.replace(/"(?:[^"]|"")*"/g, "");
  const parts = (delimiter: string) => heading.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, one) => (parts(one) > parts(best) ? one : best));
}
