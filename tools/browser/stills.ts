// Draws figures in a page of the project's own. Reads a JSON list of figures in Plotly's form from its
// input; prints their forms with a still picture each, or null where no Chromium is found.
import { text } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import type { DrawnFigure } from "../../src/notebook/drawnFigure";
import { formsOf } from "../../src/notebook/figureForms";
import { PLOTLY } from "../setup/paths.mjs";
import { findChromium, startBrowser } from "./chromium";

/** Shades of each colour: twice as many can hardly be told from these, and take half as many bytes again. */
const SHADES = 16;

async function main(): Promise<void> {
  const figures: DrawnFigure[] = JSON.parse(await text(process.stdin));
  const forms = findChromium() ? await withStills(figures) : null;
  process.stdout.write(JSON.stringify(forms));
}

async function withStills(figures: readonly DrawnFigure[]) {
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent("<!doctype html><title>Figures</title>");
    await page.addScriptTag({ path: PLOTLY });
    const forms = [];
    for (const figure of figures) forms.push(formsOf(figure, smaller(await drawnBy(page, figure))));
    return forms;
  } finally {
    await browser.close();
  }
}

/** The figure as a PNG, in its own size. */
async function drawnBy(page: Page, figure: DrawnFigure): Promise<Buffer> {
  const url: string = await page.evaluate((figure) => {
    const { width, height } = figure.layout;
    // biome-ignore lint/suspicious/noExplicitAny: the page's Plotly has no types here
    return (globalThis as any).Plotly.toImage(figure, { format: "png", width, height });
    // biome-ignore lint/suspicious/noExplicitAny: what it draws is JSON
  }, figure as any);
  return Buffer.from(url.split(",")[1], "base64");
}

/** The same picture in fewer bytes, as base64: on opaque paper, grey where it is grey. */
function smaller(drawn: Buffer): string {
  const png = PNG.sync.read(drawn);
  const step = 255 / (SHADES - 1);
  png.data = png.data.map((value) => Math.round(Math.round(value / step) * step)) as Buffer;
  const isGrey = png.data.every((value, i) => i % 4 === 3 || value === png.data[i - (i % 4)]);
  const options = { colorType: isGrey ? 0 : 2, deflateLevel: 9 } as const;
  return PNG.sync.write(png, options).toString("base64");
}

main().catch((error: Error) => {
  console.error(error.message.split("\n")[0]);
  process.exitCode = 1;
});
