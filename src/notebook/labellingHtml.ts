import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HandLabel } from "../labels/handLabels";
import { escapeHtml } from "./html";

/** The page's own files, without their comments: every page carries a copy. */
const source = (name: string) =>
  readFileSync(join(__dirname, name), "utf8").replace(
    /^ *(\/\/.*|\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\n/gm,
    "",
  );
const style = source("labelling.css");
const SCRIPTS = [
  "labellingCsv.js",
  "jupyterContents.js",
  "labellingStore.js",
  "labellingView.js",
  "labellingPage.js",
];
const script = SCRIPTS.map(source).join("");

/** One picture to be named. */
export interface LabellingItem {
  /** What identifies the image. */
  readonly hash: string;
  readonly file: string;
  /** The cluster that it stands for; undefined where for none. */
  readonly cluster?: number;
  /** What a person may know of it, in words: "cluster of 120 pictures". */
  readonly about: string;
  /** The picture as a data URL. */
  readonly picture: string;
  /** Whether it is so large that its pixels are not meant to be seen. */
  readonly isSmooth: boolean;
  /** The cluster's nearest, middle and farthest members as one picture; undefined where there are none. */
  readonly members?: string;
}

/** What a labelling page asks, and where it keeps the answers. */
export interface LabellingSheet {
  /** What is asked: "Which class does each picture show?" */
  readonly title: string;
  /** The labels' file, from the notebook's folder: "labels/labels.csv". */
  readonly file: string;
  /** The classes that are known, in the order of their keys. */
  readonly classNames: readonly string[];
  readonly items: readonly LabellingItem[];
  /** What the file holds now. */
  readonly labels: readonly HandLabel[];
}

/**
 * A page on which a person names pictures, one key each. Where scripts may not run, it shows the
 * pictures with their numbers and says what to do.
 * @param sheet what it asks
 */
export function labellingHtml(sheet: LabellingSheet): string {
  const name = escapeHtml(sheet.title);
  const items = sheet.items.map(({ hash, file, cluster, about }) => ({
    ...{ hash, file, about },
    cluster: String(cluster ?? ""),
  }));
  const rows = sheet.labels.map(({ hash, file, cluster, label, when }) => ({
    ...{ hash, file, label, when },
    cluster: String(cluster ?? ""),
  }));
  const data = { file: sheet.file, classNames: sheet.classNames, items, rows };
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return `<section class="labelling" aria-label="${name}">
<style>${style}</style>
<p class="title">${name}</p>
${UNTRUSTED}
<div class="sheet">
${HEAD}
<div>
<div class="picture" role="application" tabindex="0">
<ol class="pictures">${sheet.items.map(pictureHtml).join("")}</ol>
</div>
<p class="alive-only where"></p>
<p class="alive-only about"></p>
</div>
${KEYS}
<div class="alive-only jump" role="group" aria-label="Go to a picture"></div>
<textarea hidden readonly aria-label="The labels as CSV, to be copied"></textarea>
</div>
<p class="news" aria-live="polite"></p>
<script type="application/json" class="data">${json}</script>
<script>(() => {
${script}
const here = document.currentScript?.closest(".labelling");
const root = here ?? [...document.querySelectorAll(".labelling:not(.alive)")].pop();
if (root) void new LabellingPage(root).start();
})();</script>
</section>`;
}

/** What stands where scripts may not run. */
const UNTRUSTED = `<p class="still-only">This page runs no scripts, so that pictures cannot be named here. Run the cell again, or trust the notebook (in JupyterLab, command palette: Trust Notebook), or write the names into the file of labels.</p>`;

/** How far it is, and whether all is saved. */
const HEAD = `<div class="alive-only head">
<progress aria-label="Pictures named"></progress>
<span class="count"></span>
<span class="status" role="status"></span>
<button type="button" class="copy" data-action="copy" hidden>Copy the labels as CSV</button>
<p class="by-hand" hidden>Save the copied text as the file of labels, beside the notebook.</p>
<div class="elsewhere" role="alert" hidden><span></span> <button type="button" data-action="here">Label here</button></div>
</div>`;

/** The classes and what else can be done, each with its key. */
const KEYS = `<div class="alive-only keys">
<div class="classes" role="group" aria-label="Classes"></div>
<div class="typing">
<input aria-label="Name of the class" placeholder="name of a class" autocomplete="off" list="">
<datalist></datalist>
<button type="button" data-action="name">Name it <kbd>Enter</kbd></button>
</div>
<div class="actions">
<button type="button" class="unsure-key" data-action="unsure"><kbd>-</kbd> unsure or mixed</button>
<button type="button" data-action="undo"><kbd>⌫</kbd> undo</button>
<button type="button" data-action="back"><kbd>←</kbd> back</button>
<button type="button" data-action="skip"><kbd>→</kbd> skip</button>
<button type="button" data-action="missing"><kbd>↓</kbd> next without a name</button>
</div>
<p class="help">Click the picture or press Tab until it is framed. Press Enter to type the name of a class that is new; from then on its key is enough.</p>
<p class="finished"></p>
</div>`;

function pictureHtml({ file, picture, isSmooth, members }: LabellingItem, i: number): string {
  const name = `picture ${i + 1}: ${escapeHtml(file)}`;
  const strip = members
    ? `<p class="alive-only caption">Its cluster: nearest, middle and farthest from the centroid</p><img class="strip" src="${members}" alt="">`
    : "";
  return `<li><img class="large${isSmooth ? " smooth" : ""}" src="${picture}" alt="${name}">${strip}</li>`;
}
