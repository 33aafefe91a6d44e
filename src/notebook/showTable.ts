import { display } from "tslab";
import type { Table } from "../tables";
import { tableHtml } from "./tableHtml";

/**
 * Shows a table below the cell.
 * @param table a DataFrame, such as those of src/tables.ts; units stand in its column names
 * @param caption what the table shows, in words
 */
export function showTable(table: Table, caption: string): void {
  display.html(tableHtml(table, caption));
}
