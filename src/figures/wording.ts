/**
 * A number of things as captions write it: "52,500".
 * @param n an integer
 */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/**
 * So many things with their unit: "1 image", "26,262 images".
 * @param n an integer
 * @param unit what one of them is called, whose plural ends on s
 */
export function counted(n: number, unit: string): string {
  return `${count(n)} ${unit}${n === 1 ? "" : "s"}`;
}

/**
 * The first of some things, as the beginning of a sentence: "The first 10 of 26,262 images", "All 3 images".
 * @param shown how many are shown
 * @param n how many there are
 * @param unit as in `counted`
 */
export function firstOf(shown: number, n: number, unit: string): string {
  if (shown < n) return `The first ${count(shown)} of ${counted(n, unit)}`;
  return n === 1 ? `The only ${unit}` : `All ${counted(n, unit)}`;
}

/**
 * Which images of a cluster lie within a percentile of the distances to its centroid: "the nearest 50 %".
 * @param percent from 0 to 100
 */
export function nearestShare(percent: number): string {
  return percent === 0 ? "the nearest image" : `the nearest ${percent} %`;
}

/**
 * A share as captions write it: 0.843 is "84.3 %"; one that is no number is "–".
 * @param share from 0 to 1
 */
export function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : "–";
}

/**
 * How many decimals numbers need so that the largest of them shows two digits, and at least one decimal.
 * @param largest the largest of them, from 0
 */
export function decimalsFor(largest: number): number {
  const digitsBeforePoint = largest > 0 ? Math.floor(Math.log10(largest)) + 1 : 1;
  return Math.min(100, Math.max(1, 2 - digitsBeforePoint));
}

/** The most things that a caption lists. */
const MOST_LISTED = 20;

/**
 * A list as captions write it; of a long one the first, and how many more there are.
 * @param names at least one
 */
export function list(names: readonly string[]): string {
  const more = names.length - MOST_LISTED;
  return `${names.slice(0, MOST_LISTED).join(", ")}${more > 0 ? ` and ${count(more)} more` : ""}`;
}

/**
 * Text that Plotly draws as it stands, where it would take "<b>" for bold: entities for what it reads
 * as HTML, and a break at the end of each line.
 * @param text any text
 */
export function plotlyText(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replaceAll("\n", "<br>");
}
