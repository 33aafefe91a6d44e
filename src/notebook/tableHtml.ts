import type { DataFrame } from "danfojs-node";
import { escapeHtml } from "./html";

type Cell = number | string | boolean | null | undefined;

/**
 * A table as HTML: numbers rounded alike down a column and set to the right, text to the left, the
 * first column as the rows' headings.
 * @param table any DataFrame; units stand in its column names: "time (s)"
 * @param caption what the table shows, in words
 */
export function tableHtml(table: DataFrame, caption: string): string {
  const values = table.values as Cell[][];
  const columns = table.columns.map((name, j) =>
    columnOf(
      name,
      values.map((row) => row[j]),
    ),
  );
  const head = columns.map(({ name, align }) => `<th scope="col"${align}>${escapeHtml(name)}</th>`);
  const body = values.map((_, i) => {
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

function columnOf(name: string, cells: Cell[]): Column {
  const isText = cells.some((cell) => typeof cell === "string");
  const align = ` style="text-align: ${isText ? "left" : "right"}"`;
  const decimals = decimalsOf(name, cells.filter((cell) => Number.isFinite(cell)) as number[]);
  const format = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return { name, align, texts: cells.map((cell) => textOf(cell, format)) };
}

function textOf(cell: Cell, format: Intl.NumberFormat): string {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return "–";
  return typeof cell === "number" ? format.format(cell) : String(cell);
}

/**
 * Whole numbers stay whole; per cents and seconds get two decimals, others four digits of the
 * column's largest.
 */
function decimalsOf(name: string, numbers: number[]): number {
  if (numbers.every(Number.isInteger)) return 0;
  if (/\((%|s)\)$/.test(name)) return 2;
  const largest = Math.max(...numbers.map(Math.abs));
  const digitsBeforePoint = Math.max(0, Math.floor(Math.log10(largest)) + 1);
  return Math.max(0, 4 - digitsBeforePoint);
}
