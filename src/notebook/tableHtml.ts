import type { Table } from "../tables";
import { cellTexts } from "./cellText";
import { escapeHtml } from "./html";

/** The heading above the rows' own names, where a table has them. */
const INDEX = "index";

/**
 * A table as HTML: numbers rounded alike down a column and set to the right, text to the left. The
 * rows' headings are their index where somebody gave one, or else the first column.
 * @param table any DataFrame; units stand in its column names: "time (s)"; those of src/tables.ts say how
 *   many decimals a column shows
 * @param caption what the table shows, in words
 */
export function tableHtml(table: Table, caption: string): string {
  const values = table.values as unknown[][];
  const index: (number | string)[] = table.index;
  const columns = table.columns.map((name, j) =>
    columnOf(
      name,
      values.map((row) => row[j]),
      table.decimals?.[name],
    ),
  );
  if (index.some((name, i) => name !== i)) columns.unshift(columnOf(INDEX, index));
  const head = columns.map(({ name, align }) => `<th scope="col"${align}>${escapeHtml(name)}</th>`);
  const body = index.map((_, i) => {
    const cells = columns.map(({ texts, align }, j) =>
      j === 0
        ? `<th scope="row"${align}>${escapeHtml(texts[i])}</th>`
        : `<td${align}>${escapeHtml(texts[i])}</td>`,
    );
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table style="font-variant-numeric: tabular-nums">
<caption tabindex="0" style="text-align: left">${escapeHtml(caption)}</caption>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table>`;
}

interface Column {
  readonly name: string;
  readonly align: string;
  readonly texts: string[];
}

function columnOf(name: string, cells: readonly unknown[], decimals?: number): Column {
  const isNumeric = cells.every(
    (cell) => !cell || ["number", "bigint", "boolean"].includes(typeof cell),
  );
  const align = ` style="text-align: ${isNumeric ? "right" : "left"}"`;
  return { name, align, texts: cellTexts(cells, decimals) };
}
