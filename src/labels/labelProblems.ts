import { closest, distance } from "fastest-levenshtein";
import { isNamed, UNSURE } from "../data/classNames";
import type { HandLabel } from "./handLabels";

const HASH = /^[0-9a-f]{64}$/;
/** A misspelt name is at most so many letters away from the one that was meant. */
const FEW_LETTERS = 2;
/** More problems than this are counted, not listed. */
const MOST_LISTED = 10;

/**
 * Why a row cannot be used.
 * @param label the row
 * @param lineOf the lines of the rows above it, by their hashes
 * @param classNames the classes that may be named; default: any
 * @returns undefined where it can be used
 */
export function problemOf(
  { hash, file, label }: HandLabel,
  lineOf: ReadonlyMap<string, number>,
  classNames?: readonly string[],
): string | undefined {
  if (hash === "") {
    return `label=${label || "(empty)"} has no hash, so no image (${file || "no file named"}); fill in the row or delete it`;
  }
  if (!HASH.test(hash)) {
    return `hash=${hash.slice(0, 20)} must be 64 hexadecimal digits; copy it again`;
  }
  const earlier = lineOf.get(hash);
  if (earlier) return `the same image (${file}) as in line ${earlier}; keep one of them`;
  const known = classNames?.filter(isNamed);
  if (!known || label === UNSURE || known.includes(label)) return undefined;
  return `label=${label} is no class${suggestion(label, known)}; the classes are ${known.join(", ")}`;
}

function suggestion(label: string, classNames: readonly string[]): string {
  const plain = (text: string) => text.toLowerCase();
  const names = [...classNames, UNSURE];
  const nearest = names[names.map(plain).indexOf(closest(plain(label), names.map(plain)))];
  const letters = distance(plain(label), plain(nearest));
  const few = letters <= FEW_LETTERS && letters < label.length;
  return few ? `: did you mean ${nearest}?` : "";
}

/**
 * All that is wrong with a file, a line each; of many problems the first.
 * @param path the file
 * @param problems what is wrong, in the order of its lines
 */
export function report(path: string, problems: readonly string[]): string {
  const listed = problems.slice(0, MOST_LISTED);
  const more = problems.length - listed.length;
  const rest = more > 0 ? [`and ${more} more`] : [];
  const lines = [...listed, ...rest].map((line) => `  ${line}`);
  return `${path}: ${problems.length} of its rows cannot be used; correct them, nothing was changed\n${lines.join("\n")}`;
}
