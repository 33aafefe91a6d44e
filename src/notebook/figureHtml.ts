import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DrawnFigure, titleOf } from "./drawnFigure";
import { escapeHtml } from "./html";

/** The script of the page, without its comments: every figure carries a copy. */
const drawFigure = readFileSync(join(__dirname, "drawFigure.js"), "utf8").replace(
  /^ *(\/\/|\/\*\*).*\n/gm,
  "",
);

/** What stands where scripts do not run, with a picture and without; the script replaces it. */
const STILL =
  "Still picture; in JupyterLab, run its cell again or trust the notebook (command palette: Trust Notebook) to bring it to life.";
const NO_PICTURE =
  "An interactive figure belongs here. JupyterLab draws it when its cell runs again, or when you trust the notebook (command palette: Trust Notebook); pages that run no scripts cannot.";

/** Drawn narrower, the texts below images would run into each other; the page scrolls instead. */
const LEAST_WIDTH = 560;

const PNG_URL = "data:image/png;base64,";

/**
 * A figure as HTML: its still picture or a line that says how to see it, its caption, its data and
 * the script that draws it, which finds it by an id that is made of its data.
 * @param figure as `drawn` makes it
 * @param still a picture of it, a PNG as base64; default: none
 */
export function figureHtml(figure: DrawnFigure, still?: string): string {
  const { width, height, meta } = figure.layout;
  const name = escapeHtml(titleOf(figure));
  const size = `min-width: ${LEAST_WIDTH}px; max-width: ${width}px; aspect-ratio: ${width} / ${height}`;
  const json = jsonOf(figure, still);
  const id = `figure-${createHash("sha256").update(json).digest("hex").slice(0, 12)}`;
  // Where styles are stripped too, the attribute keeps the picture's size.
  const picture = still
    ? `<img src="${PNG_URL}${still}" alt="${name}" width="${width}" style="width: 100%">`
    : "";
  return `<figure id="${id}" role="group" aria-label="${name}" style="margin: 0 0 0.75em">
<div class="plot" role="img" aria-label="${name}" style="${size}">${picture}<p>${still ? STILL : NO_PICTURE}</p></div>
<figcaption tabindex="0" style="max-width: ${width}px">${escapeHtml(meta.caption)}</figcaption>
<script type="application/json" class="data">${json}</script>
<script>${drawFigure.replace("FIGURE_ID", id)}</script>
</figure>`;
}

/**
 * The images of an image grid: a PNG as base64; undefined for other figures.
 * @param figure as `drawn` makes it
 */
export function pictureOf({ data }: DrawnFigure): string | undefined {
  const sources = data.map((trace) => (trace.type === "image" ? trace.source : undefined));
  return sources.find((source) => source?.startsWith(PNG_URL))?.slice(PNG_URL.length);
}

/** What the page's script draws; a picture that is the still already is stored once, as that. */
function jsonOf(figure: DrawnFigure, still?: string): string {
  const { width, height, ...layout } = figure.layout;
  const isStored = (key: string, value: unknown) => key === "source" && value === PNG_URL + still;
  const json = JSON.stringify({ ...figure, layout }, (key, value) =>
    isStored(key, value) ? undefined : value,
  );
  return json.replaceAll("<", "\\u003c");
}
