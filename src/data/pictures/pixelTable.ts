import { open } from "node:fs/promises";
import { basename } from "node:path";
import { imageHashes } from "../imageHash";
import { samplesOf } from "../samples";
import type { FolderImages } from "./folder";
import { NO_CLASS } from "./folderNames";
import { AS_THEY_ARE } from "./framing";
import { naturally } from "./walk";

/** What the column of the classes is called in the tables that are found. */
const CLASS_COLUMN = /^(label|class|target|y)$/i;

/**
 * Reads a CSV file of pixels: an image a row, a pixel a column, from 0 to 255, and maybe a first or last
 * column called label, class, target or y. Images must be square, as tables do not tell their shape.
 * @param path the file; with or without a heading, comma or semicolon between the columns
 * @throws Error naming the line: rows of another length, pixels that are no bytes, no square number of them
 */
export async function loadPixelTable(path: string): Promise<FolderImages> {
  if (!/\.(csv|txt)$/i.test(path)) {
    throw new Error(`dir=${path} must be a folder of pictures or a CSV file of pixels`);
  }
  const { rows, names } = await readRows(path);
  const side = Math.sqrt(rows[0]?.length ?? 0);
  if (rows.length < 2 || !Number.isInteger(side)) {
    throw new Error(
      `${path}: ${rows.length} rows of ${rows[0]?.length ?? 0} pixels; give at least 2 rows of a square number of pixels`,
    );
  }
  const data = new Uint8Array(rows.length * side * side);
  rows.forEach((row, i) => {
    data.set(row, i * side * side);
  });
  const images = samplesOf(data, [rows.length, side * side]);
  const classNames = [...new Set(names)].filter((name) => name !== "").sort(naturally);
  return {
    ...{ dir: path, data: images, imageShape: [side, side], classNames, arePictures: false },
    files: rows.map((_, i) => `${basename(path)} row ${i + 1}`),
    hashes: imageHashes(images, [side, side]),
    target: Int32Array.from(names, (name) => (name === "" ? NO_CLASS : classNames.indexOf(name))),
    isTest: rows.map(() => false),
    framing: AS_THEY_ARE,
    unreadable: [],
    notes: [
      `${rows.length.toLocaleString("en-US")} images of ${side} x ${side} pixels, from a table, as they are.`,
    ],
  };
}

async function readRows(path: string): Promise<{ rows: Uint8Array[]; names: string[] }> {
  const file = await open(path);
  const rows: Uint8Array[] = [];
  const names: string[] = [];
  let classColumn = -1;
  let line = 0;
  for await (const text of file.readLines()) {
    line++;
    if (text.trim() === "") continue;
    const cells = text.replace(/^\ufeff/, "").split(/[,;\t]/);
    if (line === 1 && cells.some((cell) => Number.isNaN(Number(cell)))) {
      classColumn = cells.findIndex((cell) => CLASS_COLUMN.test(unquoted(cell)));
      continue;
    }
    if (rows.length === 0 && classColumn < 0) classColumn = labelBesideSquare(cells.length);
    const [name] = classColumn < 0 ? [""] : cells.splice(classColumn, 1);
    names.push(unquoted(name));
    rows.push(pixelsOf(path, line, cells, rows[0]?.length));
  }
  return { rows, names };
}

/** Without a heading, a column more than a square number of them is the class, and comes first. */
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
    const value = Number(cell);
    if (Number.isInteger(value) && value >= 0 && value <= 255 && cell.trim() !== "") return value;
    throw new Error(`${path}, line ${line}: pixel=${cell} must be an integer from 0 to 255`);
  });
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}
