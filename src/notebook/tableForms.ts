import { markdownText } from "./markdownText";
import type { Forms } from "./showing";
import { type Column, columnsOf, type Rows } from "./tableColumns";
import { tableHtml } from "./tableHtml";

/**
 * A table in every form: HTML, Markdown, aligned text, and its data as a tabular data resource.
 * @param table any DataFrame, as `tableHtml` takes it
 * @param caption what the table shows, in words
 * @see https://specs.frictionlessdata.io/tabular-data-resource/
 */
export function tableForms(table: Rows, caption: string): Forms {
  const columns = columnsOf(table);
  return {
    "text/html": tableHtml(table, caption),
    "application/vnd.dataresource+json": resourceOf(columns, caption),
    "text/markdown": `${markdownText(caption)}\n\n${markdownOf(columns)}`,
    "text/plain": `${caption}\n${alignedText(columns)}`,
  };
}

/**
 * Columns as lines of text, numbers to the right.
 * @param columns of a table, as `columnsOf` makes them
 */
export function alignedText(columns: readonly Column[]): string {
  const padded = columns.map(({ name, isNumeric, texts }) => {
    const width = [name, ...texts].reduce((most, { length }) => Math.max(most, length), 0);
    return [name, ...texts].map((text) => (isNumeric ? text.padStart(width) : text.padEnd(width)));
  });
  const lines = (padded[0] ?? []).map((_, i) => padded.map((texts) => texts[i]).join("  "));
  return lines.map((line) => line.trimEnd()).join("\n");
}

function markdownOf(columns: readonly Column[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = (columns[0]?.texts ?? []).map((_, i) =>
    row(columns.map(({ texts }) => markdownText(texts[i]))),
  );
  const head = row(columns.map(({ name }) => markdownText(name)));
  const rule = row(columns.map(ruleOf));
  return [head, rule, ...rows].join("\n");
}

/** As long as the column's widest text: pandoc divides a page's width by that. */
function ruleOf({ name, isNumeric, texts }: Column): string {
  const dashes = "-".repeat(Math.max(3, ...[name, ...texts].map(({ length }) => length)));
  return isNumeric ? `${dashes}:` : `:${dashes}`;
}

/** The data behind the texts: numbers with all digits. */
function resourceOf(columns: readonly Column[], caption: string) {
  const fields = columns.map(({ name, cells }) => ({ name, type: typeOf(cells) }));
  const rows = (columns[0]?.cells ?? []).map((_, i) =>
    Object.fromEntries(columns.map(({ name, cells }) => [name, jsonOf(cells[i])])),
  );
  return { title: caption, schema: { fields }, data: rows };
}

function typeOf(cells: readonly unknown[]): string {
  const known = cells.map(jsonOf).filter((cell) => cell !== null);
  if (known.every((cell) => typeof cell === "number")) {
    return known.every(Number.isInteger) ? "integer" : "number";
  }
  return known.every((cell) => typeof cell === "boolean") ? "boolean" : "string";
}

/** A cell as JSON has it; what is no number, or stands for nothing, is null. */
function jsonOf(cell: unknown): number | boolean | string | null {
  if (typeof cell === "bigint") return Number(cell);
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  if (typeof cell === "boolean" || typeof cell === "string") return cell;
  return cell === null || cell === undefined ? null : String(cell);
}
