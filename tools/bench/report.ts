import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { writeWhole } from "../setup/files.mjs";
import { ROOT } from "../setup/paths.mjs";

const DOCS = join(ROOT, "docs", "bench");

/** One table of a report: ratios come first, as they mean the same on every machine. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The middle value, of an even number the lower middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[(values.length - 1) >> 1];
}

/** Three significant digits, as a reader wants them in a table. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/**
 * Prints tables and keeps them as docs/bench/NAME.json and NAME.md, each written whole or not at all.
 * @param versions what was compared, by name
 */
export function writeReport(
  name: string,
  tables: readonly Table[],
  versions: Record<string, string>,
): void {
  const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
  const list = Object.entries(versions).map(([what, version]) => `${what} ${version}`);
  const markdown = [
    `Measured on: ${machine}. ${list.join(", ")}.`,
    ...tables.map(({ title, columns, rows }) =>
      [`### ${title}`, "", line(columns), line(columns.map(() => "---")), ...rows.map(line)].join(
        "\n",
      ),
    ),
  ].join("\n\n");
  console.log(markdown);
  const json = JSON.stringify({ machine, versions, tables }, null, 2);
  writeWhole(join(DOCS, `${name}.json`), `${json}\n`);
  writeWhole(join(DOCS, `${name}.md`), `${markdown}\n`);
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}
