import { escapeHtml } from "./html";
import { type Column, columnsOf, type Rows } from "./tableColumns";

/**
 * A table as HTML: numbers rounded alike down a column and set to the right, text to the left. The
 * rows' headings are their index where somebody gave one, or else the first column.
 * @param table any DataFrame; units stand in its column names: "time (s)"; those of src/tables.ts say how
 *   many decimals a column shows
 * @param caption what the table shows, in words
 */
export function tableHtml(table: Rows, caption: string): string {
  const columns = columnsOf(table);
  const head = columns.map(
    (column) => `<th scope="col"${align(column)}>${escapeHtml(column.name)}</th>`,
  );
  const rows = (columns[0]?.texts ?? []).map((_, i) => {
    const cells = columns.map((column, j) => {
      const text = `${align(column)}>${escapeHtml(column.texts[i])}`;
      return j === 0 ? `<th scope="row"${text}</th>` : `<td${text}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table style="font-variant-numeric: tabular-nums">
<caption tabindex="0" style="text-align: left">${escapeHtml(caption)}</caption>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}

function align({ isNumeric }: Column): string {
  return ` style="text-align: ${isNumeric ? "right" : "left"}"`;
}
