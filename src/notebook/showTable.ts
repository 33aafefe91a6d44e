import type { Table } from "../tables";
import { show } from "./showing";
import { tableForms } from "./tableForms";

/**
 * Shows a table below the cell.
 * @param table a DataFrame, such as those of src/tables.ts; units stand in its column names
 * @param caption what the table shows, in words
 */
export function showTable(table: Table, caption: string): void {
  show(tableForms(table, caption));
}
