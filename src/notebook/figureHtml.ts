import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Figure } from "../figures/figure";
import { CHART_HEIGHT, FIGURE_WIDTH } from "../figures/template";
import { escapeHtml } from "./html";

/** The script of the page, without its comments: every figure carries a copy. */
const drawFigure = readFileSync(join(__dirname, "drawFigure.js"), "utf8").replace(
  /^ *(\/\/|\/\*\*).*\n/gm,
  "",
);

/** What stands where a script may not run; the script replaces it. */
const UNTRUSTED =
  "An interactive figure belongs here. This page runs no scripts: run the cell again, or trust the notebook (in JupyterLab, command palette: Trust Notebook).";

/** Drawn narrower, the texts below images would run into each other; the page scrolls instead. */
const LEAST_WIDTH = 560;

/**
 * A figure as HTML: its still picture or a line that says how to see it, its caption, its data and
 * the script that draws it.
 * @param figure from a builder in src/figures
 */
export function figureHtml(figure: Figure): string {
  const { width = FIGURE_WIDTH, height = CHART_HEIGHT, title, ...layout } = figure.layout;
  const name = escapeHtml((typeof title === "string" ? title : title?.text) ?? "Figure");
  const size = `min-width: ${LEAST_WIDTH}px; max-width: ${width}px; aspect-ratio: ${width} / ${height}`;
  const { data, still } = takeStill(figure);
  const json = JSON.stringify({ data, layout: { ...layout, title } }, plain).replaceAll(
    "<",
    "\\u003c",
  );
  const picture = still ? `<img src="${still}" alt="${name}" style="width: 100%">` : "";
  return `<figure role="group" aria-label="${name}" style="margin: 0 0 0.75em">
<div class="plot" role="img" aria-label="${name}" style="${size}">${picture}<p>${UNTRUSTED}</p></div>
<figcaption tabindex="0" style="max-width: ${width}px">${escapeHtml(figure.caption)}</figcaption>
<script type="application/json" class="data">${json}</script>
<script>${drawFigure}</script>
</figure>`;
}

/** Values as JSON has them: typed arrays as arrays, large integers as numbers. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;
}

/** Takes the picture of an image trace out of the data, so that it is stored once, as the still. */
function takeStill(figure: Figure): { data: unknown[]; still?: string } {
  let still: string | undefined;
  const data = figure.data.map((trace) => {
    if (trace.type !== "image") return trace;
    const { source, ...rest } = trace;
    still = source;
    return rest;
  });
  return { data, still };
}
