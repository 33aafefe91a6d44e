import { inspect } from "node:util";

/** From here on digits before the point say nothing. */
const HUGE = 1e15;
/** Decimals beyond these nobody reads; smaller numbers are written with a power of ten. */
const MOST_DECIMALS = 8;

/**
 * A column's numbers as text, rounded alike. A number that this would hide is written with digits of its own.
 * @param cells what stands in the column
 * @param decimals how many decimals numbers show; default: none if all are whole, else four digits of the
 *   column's largest
 */
export function cellTexts(cells: readonly unknown[], decimals = decimalsOf(cells)): string[] {
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

function decimalsOf(cells: readonly unknown[]): number {
  const numbers = cells.filter((cell): cell is number => Number.isFinite(cell));
  if (numbers.every(Number.isInteger)) return 0;
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const digitsBeforePoint = Math.floor(Math.log10(largest)) + 1;
  return Math.min(MOST_DECIMALS, Math.max(0, 4 - digitsBeforePoint));
}
