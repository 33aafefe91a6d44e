import { open } from "node:fs/promises";
import type { AsyncBuffer, SchemaTree } from "hyparquet";
import type { PixelRows } from "./pixelTable";
import { CLASS_COLUMN, checkPixelColumns, isPixel } from "./tableCells";

/** Kinds of numbers that may hold pixels; whole ones are asked for cell by cell. */
const NUMBERS = ["INT32", "INT64", "FLOAT", "DOUBLE"];

/** Gets a column's values, from a row on. */
type Take = (values: ArrayLike<unknown>, rowStart: number) => void;

/**
 * Reads a Parquet file of pixels, one column after the other, so that little is in memory besides the
 * pixels: any kind of numbers, any of the usual compressions.
 * @param path the file
 * @throws Error when it is no such file or damaged, or naming the column that holds no numbers, or the
 *   row and column of a cell that is no pixel
 */
export async function parquetPixels(path: string): Promise<PixelRows> {
  const { parquetMetadataAsync, parquetRead, parquetSchema, compressors } = await library(path);
  const handle = await open(path);
  try {
    const file = await bufferOf(handle);
    const metadata = await explained(path, parquetMetadataAsync(file));
    const columns = parquetSchema(metadata).children;
    const { label, pixels } = sorted(path, columns);
    const nRows = Number(metadata.num_rows);
    const read = (column: SchemaTree, take: Take) => {
      const onChunk = (chunk: { columnData: ArrayLike<unknown>; rowStart: number }) =>
        take(chunk.columnData, chunk.rowStart);
      const columns = [column.element.name];
      return explained(path, parquetRead({ file, metadata, compressors, columns, onChunk }));
    };
    const rows = new PixelColumns(path, nRows, pixels.length);
    for (const [i, column] of pixels.entries()) {
      await read(column, (values, rowStart) => rows.take(values, rowStart, i));
      rows.check(column.element.name);
    }
    const names = new Array<string>(nRows).fill("");
    if (label) {
      await read(label, (values, rowStart) => {
        for (let j = 0; j < values.length; j++) names[rowStart + j] = nameOf(values[j]);
      });
    }
    return { data: rows.data, nPixels: pixels.length, names };
  } finally {
    await handle.close();
  }
}

/** Pixels as rows, while they come in by columns. */
class PixelColumns {
  readonly data: Uint8Array;
  /** The first cell of a column that is no pixel. */
  #odd?: { readonly row: number; readonly value: unknown };

  constructor(
    readonly path: string,
    nRows: number,
    readonly nPixels: number,
  ) {
    this.data = new Uint8Array(nRows * nPixels);
  }

  /** Puts a part of a column into its place. The reader would not tell what is thrown here. */
  take(values: ArrayLike<unknown>, rowStart: number, column: number): void {
    for (let j = 0; j < values.length; j++) {
      const value = typeof values[j] === "bigint" ? Number(values[j]) : values[j];
      const row = rowStart + j;
      if (isPixel(value)) this.data[row * this.nPixels + column] = value;
      else this.#odd ??= { row, value };
    }
  }

  /** Refuses a column with a cell that is no pixel. */
  check(column: string): void {
    if (!this.#odd) return;
    const { row, value } = this.#odd;
    const shown = value === null || value === undefined ? "is missing and" : `${value}`;
    throw new Error(
      `${this.path}, row ${row + 1}, column ${column}: ${shown} must be an integer from 0 to 255`,
    );
  }
}

/** The column of the classes, if there is one, and those of the pixels. */
function sorted(path: string, columns: readonly SchemaTree[]) {
  const label = columns.find(({ element }) => CLASS_COLUMN.test(element.name));
  const pixels = columns.filter((column) => column !== label);
  const odd = pixels.find(
    ({ element, children }) => children.length > 0 || !NUMBERS.includes(element.type ?? ""),
  );
  if (!odd) {
    const names = pixels.map(({ element }) => element.name);
    checkPixelColumns(path, names);
    return { label, pixels };
  }
  const { name, type = "list or group" } = odd.element;
  throw new Error(
    `${path}: column ${name} (${type}) holds no numbers; give a column a pixel, one called label for the classes, and no others`,
  );
}

function nameOf(value: unknown): string {
  return value === null || value === undefined || Number.isNaN(value) ? "" : `${value}`.trim();
}

/** It comes as ES modules only, which a notebook's kernel cannot import at the top, and older Nodes not at all. */
async function library(path: string) {
  try {
    return { ...(await import("hyparquet")), ...(await import("hyparquet-compressors")) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_REQUIRE_ESM") throw error;
    throw new Error(
      `${path}: Node ${process.versions.node} cannot load what reads Parquet; take Node 20.19, 22.12 or any newer one, or save the table as CSV`,
    );
  }
}

async function bufferOf(handle: Awaited<ReturnType<typeof open>>): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const bytes = new Uint8Array(end - start);
      await handle.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
  };
}

async function explained<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw new Error(`${path}: damaged, cut off or no Parquet file (${reason})`);
  }
}
