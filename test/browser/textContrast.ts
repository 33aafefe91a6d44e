import type { Page } from "playwright-core";
import { contrast } from "../support/contrast";

/** WCAG's least contrast of text with its background. */
const LEAST_CONTRAST = 4.5;

interface ShownText {
  readonly text: string;
  readonly color: string;
  readonly background: string;
}

/**
 * The texts of figures, captions, tables and lines of progress that stand out too little.
 * @see https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export async function lowContrastTexts(page: Page): Promise<string[]> {
  const texts = await page.evaluate(shownTexts);
  if (texts.length < 100) throw new Error(`only ${texts.length} texts were found on the page`);
  return texts
    .filter(({ color, background }) => contrast(color, background) < LEAST_CONTRAST)
    .map(({ text, color, background }) => `"${text}" is ${color} on ${background}`);
}

/** Runs in the page. The numbers in a heat map's cells have their cells as background, not the page. */
function shownTexts(): ShownText[] {
  const selectors = ["figure svg text", "figcaption", "caption", "th", "td", "figure p"];
  const outputs = selectors.map((selector) => `.jp-OutputArea-output ${selector}`).join();
  const solid = (color: string) => !/^rgba\(.*, 0\)$|^transparent$/.test(color);
  const backgroundOf = (element: Element): string => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (solid(color)) return color;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll(outputs)]
    .filter((element) => element.textContent && !element.closest(".heatmaplayer, .hoverlayer"))
    .map((element) => {
      const { color, fill } = getComputedStyle(element);
      return {
        text: element.textContent?.slice(0, 40) ?? "",
        color: element instanceof SVGElement ? fill : color,
        background: backgroundOf(element),
      };
    });
}
