import type { Table } from "../tables";
import { cellTexts } from "./cellText";

/** The heading above the rows' own names, where a table has them. */
const INDEX = "index";

/** What of a DataFrame is shown. */
export type Rows = Pick<Table, "columns" | "values" | "index" | "decimals">;

/** A column as it is shown. */
export interface Column {
  readonly name: string;
  /** Numbers are set to the right, text to the left. */
  readonly isNumeric: boolean;
  readonly cells: readonly unknown[];
  /** The cells as text, numbers rounded alike. */
  readonly texts: readonly string[];
}

/**
 * A table's columns as they are shown. The first one heads the rows: their index where somebody gave one.
 * @param table any DataFrame; those of src/tables.ts say how many decimals a column shows
 */
export function columnsOf(table: Rows): Column[] {
  const values = table.values as unknown[][];
  const index: (number | string)[] = table.index;
  const columns = table.columns.map((name, j) => {
    const cells = values.map((row) => row[j]);
    return columnOf(name, cells, table.decimals?.[name]);
  });
  if (index.some((name, i) => name !== i)) columns.unshift(columnOf(INDEX, index));
  return columns;
}

function columnOf(name: string, cells: readonly unknown[], decimals?: number): Column {
  const isNumeric = cells.every(
    (cell) => !cell || ["number", "bigint", "boolean"].includes(typeof cell),
  );
  return { name, isNumeric, cells, texts: cellTexts(cells, decimals) };
}
