import { open } from "node:fs/promises";
import type { PixelRows } from "./pixelTable";
import { CLASS_COLUMN, isPixel } from "./tableCells";

/**
 * Reads a CSV file of pixels line by line.
 * @param path the file; with or without a heading, comma, semicolon or tab between the columns; without
 *   a heading, a column more than a square number of them is the class, and comes first
 * @throws Error naming the line: rows of another length, pixels that are no bytes
 */
export async function csvPixels(path: string): Promise<PixelRows> {
  const file = await open(path);
  const rows: Uint8Array[] = [];
  const names: string[] = [];
  let classColumn = -1;
  let line = 0;
  for await (const text of file.readLines()) {
    line++;
    if (text.trim() === "") continue;
    const cells = text.replace(/^\ufeff/, "").split(/[,;\t]/);
    if (line === 1 && isHeading(cells)) {
      classColumn = cells.findIndex((cell) => CLASS_COLUMN.test(unquoted(cell)));
      continue;
    }
    if (rows.length === 0 && classColumn < 0) classColumn = labelBesideSquare(cells.length);
    const [name] = classColumn < 0 ? [""] : cells.splice(classColumn, 1);
    names.push(unquoted(name));
    rows.push(pixelsOf(path, line, cells, rows[0]?.length));
  }
  const { buffer, byteOffset, length } = Buffer.concat(rows);
  const data = new Uint8Array(buffer, byteOffset, length);
  return { data, nPixels: rows[0]?.length ?? 0, names };
}

/** One cell that is no number may be the class of the first image. */
function isHeading(cells: readonly string[]): boolean {
  const words = cells.map(unquoted).filter((cell) => Number.isNaN(Number(cell)));
  return words.length > 1 || words.some((word) => CLASS_COLUMN.test(word));
}

function labelBesideSquare(nColumns: number): number {
  const isSquare = (n: number) => Number.isInteger(Math.sqrt(n));
  return !isSquare(nColumns) && isSquare(nColumns - 1) ? 0 : -1;
}

function pixelsOf(
  path: string,
  line: number,
  cells: string[],
  expected = cells.length,
): Uint8Array {
  if (cells.length !== expected) {
    throw new Error(`${path}, line ${line}: ${cells.length} pixels must be ${expected}, as above`);
  }
  return Uint8Array.from(cells, (cell) => {
    const plain = unquoted(cell);
    const value = Number(plain);
    if (isPixel(value) && plain !== "") return value;
    throw new Error(`${path}, line ${line}: pixel=${cell} must be an integer from 0 to 255`);
  });
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}
