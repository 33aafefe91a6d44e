import { inspect } from "node:util";

/** From here on digits before the point say nothing. */
const HUGE = 1e15;
/** Decimals beyond these nobody reads; smaller numbers are written with a power of ten. */
const MOST_DECIMALS = 8;

/**
 * A column's numbers as text: whole numbers stay whole; per cents and seconds get two decimals, others
 * four digits of the column's largest. A number that these would hide is written with digits of its own.
 * @param name the column's name, with its unit: "time (s)"
 * @param cells what stands in the column
 */
export function cellTexts(name: string, cells: readonly unknown[]): string[] {
  const numbers = cells.filter((cell): cell is number => Number.isFinite(cell));
  const decimals = decimalsOf(name, numbers);
  const format = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return cells.map((cell) => textOf(cell, format, decimals));
}

function textOf(cell: unknown, format: Intl.NumberFormat, decimals: number): string {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return "–";
  if (typeof cell === "number") return numberText(cell, format, decimals);
  if (typeof cell === "bigint") return cell.toLocaleString("en-US");
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "–" : cell.toISOString();
  if (typeof cell === "object") return inspect(cell, { breakLength: Infinity });
  return String(cell);
}

function numberText(value: number, format: Intl.NumberFormat, decimals: number): string {
  const size = Math.abs(value);
  if (size >= HUGE && Number.isFinite(value)) return value.toExponential(3);
  const isHidden = size > 0 && size < 0.5 / 10 ** decimals;
  return isHidden ? String(Number(value.toPrecision(3))) : format.format(value);
}

function decimalsOf(name: string, numbers: readonly number[]): number {
  if (numbers.every(Number.isInteger)) return 0;
  if (/\((%|s)\)$/.test(name)) return 2;
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const digitsBeforePoint = Math.floor(Math.log10(largest)) + 1;
  return Math.min(MOST_DECIMALS, Math.max(0, 4 - digitsBeforePoint));
}
