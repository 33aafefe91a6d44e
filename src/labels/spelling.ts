import { distance } from "fastest-levenshtein";
import { UNSURE } from "../data/classNames";
import type { HandLabel } from "./handLabels";
import { report } from "./labelProblems";

/** A class that was named so often is meant to be one. */
const FREQUENT = 3;
/** Shorter words that differ in a letter are words of their own: A and B, cat and car. */
const LONG_WORD = 4;

/**
 * The names that are probably misspelt, where nobody has said which classes there are: given once, and a
 * letter away from one that is known or was given several times. Each is a sentence with its line.
 * @param path the labels' file, for the messages
 * @param labels from `readLabels`
 * @param known classes that are meant as they are written; default: none
 * @throws Error naming each line whose label differs from another class only in case or spaces
 */
export function doubtfulNames(
  path: string,
  labels: readonly HandLabel[],
  known: readonly string[] = [],
): string[] {
  const uses = usesOf(labels, known);
  checkOneSpelling(path, labels, uses, known);
  const frequent = [...uses.keys()].filter(
    (name) => known.includes(name) || (uses.get(name)?.length ?? 0) >= FREQUENT,
  );
  return [...uses].flatMap(([name, [line, ...others]]) => {
    if (line === undefined || others.length > 0 || known.includes(name)) return [];
    const meant = frequent.find((other) => isOneLetterAway(name, other));
    if (meant === undefined) return [];
    return [`${path}, line ${line}: only this picture is named ${name}; did you mean ${meant}?`];
  });
}

/** The lines on which each class is named; known ones first, and may be named on none. */
function usesOf(labels: readonly HandLabel[], known: readonly string[]): Map<string, number[]> {
  const uses = new Map<string, number[]>(known.map((name) => [name, []]));
  for (const { label, line = 0 } of labels) {
    if (label !== UNSURE) uses.set(label, [...(uses.get(label) ?? []), line]);
  }
  return uses;
}

function checkOneSpelling(
  path: string,
  labels: readonly HandLabel[],
  uses: ReadonlyMap<string, readonly number[]>,
  known: readonly string[],
): void {
  const meantBy = new Map<string, string>();
  // Of several spellings the one that is known is meant, or the most frequent; of equals the first.
  const frequency = (name: string) => uses.get(name)?.length ?? 0;
  const byFrequency = [...uses.keys()].sort((a, b) => frequency(b) - frequency(a));
  for (const name of [...known, ...byFrequency]) {
    if (!meantBy.has(plain(name))) meantBy.set(plain(name), name);
  }
  const problems = labels.flatMap(({ label, line }) => {
    const meant = meantBy.get(plain(label)) ?? label;
    if (label === UNSURE || label === meant || known.includes(label)) return [];
    const [first] = uses.get(meant) ?? [];
    const where = first === undefined ? "" : ` in line ${first}`;
    return [
      `line ${line}: label=${label} differs from ${meant}${where} only in case or spaces: did you mean ${meant}? If they are two classes, list both in classes`,
    ];
  });
  if (problems.length > 0) throw new Error(report(path, problems));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\s/g, "");
}

/** Whether two names differ in one letter of one word; «letter A» and «letter B» are no misspellings. */
function isOneLetterAway(name: string, other: string): boolean {
  const words = name.toLowerCase().split(" ");
  const others = other.toLowerCase().split(" ");
  if (words.length !== others.length) return false;
  const odd = words.flatMap((word, i) => (word === others[i] ? [] : [[word, others[i]]]));
  if (odd.length !== 1) return false;
  const [[a, b]] = odd;
  const isLong = Math.max(a.length, b.length) >= LONG_WORD && !/\d/.test(a + b);
  return isLong && distance(a, b) === 1;
}
