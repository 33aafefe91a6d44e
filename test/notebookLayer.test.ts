import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { DataFrame } from "danfojs-node";
import { samplesOf } from "../src/data/samples";
import { accuracyCurves } from "../src/figures/accuracyCurves";
import type { Figure } from "../src/figures/figure";
import { imageGrid } from "../src/figures/imageGrid";
import type { drawn } from "../src/notebook/drawnFigure";
import { figureForms, formsOf, PLOTLY_TYPE } from "../src/notebook/figureForms";
import { interruptible } from "../src/notebook/interruptible";
import { duration, outcomeForms, progressForms } from "../src/notebook/progressForms";
import { tableForms } from "../src/notebook/tableForms";
import { contrast } from "./support/contrast";

const GRID = imageGrid(samplesOf(new Uint8Array(12), [1, 4, 3]), {
  title: 'A "quoted" <title>',
  caption: "Less < more & so on.",
  hover: ["</script><b>"],
});

/** A figure's or a line's HTML. */
const htmlOf = (forms: Record<string, unknown>) => String(forms["text/html"]);

/** The data that the page's script reads. */
function dataOf(html: string): Pick<Figure, "data" | "layout"> {
  const [, json] = html.match(/class="data">(.*?)<\/script>/) ?? [];
  return JSON.parse(json);
}

test("a figure's HTML holds its picture once and nothing that could end its script", () => {
  const html = htmlOf(figureForms(GRID));
  assert.equal(html.match(/data:image\/png/g)?.length, 1);
  assert.match(
    html,
    /<img src="data:image\/png;base64,[^"]+" alt="A &quot;quoted&quot; &lt;title&gt;"/,
  );
  assert.match(html, /<figcaption tabindex="0"[^>]*>Less &lt; more &amp; so on\.<\/figcaption>/);
  assert.equal(html.match(/<\/script>/g)?.length, 2);
  const { data, layout } = dataOf(html);
  assert.deepEqual(data[1], GRID.data[1]);
  assert.equal(layout.width, undefined, "the page decides on the width");
});

test("a figure has a form for every reader, and a still picture replaces the bare images", () => {
  const forms = figureForms(GRID);
  const figure = forms[PLOTLY_TYPE] as ReturnType<typeof drawn>;
  assert.equal(forms["text/plain"], 'A "quoted" <title>\nLess < more & so on.');
  assert.match(htmlOf(forms), new RegExp(`src="data:image/png;base64,${forms["image/png"]}"`));
  assert.equal(figure.layout.width, 800);
  assert.equal(figure.layout.meta.caption, GRID.caption);
  // On any page: its paper comes with it.
  const { font, paper_bgcolor } = figure.layout.template?.layout ?? {};
  assert.ok(contrast(String(font?.color), String(paper_bgcolor)) > 7);
  const withStill = formsOf(figure, "STILL");
  assert.equal(withStill["image/png"], "STILL");
  assert.match(
    htmlOf(withStill),
    /<img src="data:image\/png;base64,STILL" alt="[^"]+" width="800"/,
  );
  const [{ source }] = dataOf(htmlOf(withStill)).data as { source?: string }[];
  assert.equal(source, (figure.data[0] as { source?: string }).source, "the images, to be drawn");
});

test("a figure's id is made of its data: the same each time, another for another figure", () => {
  const idOf = (figure: Figure) =>
    /<figure id="(figure-\w+)"/.exec(htmlOf(figureForms(figure)))?.[1];
  assert.equal(idOf(GRID), idOf(structuredClone(GRID)));
  assert.notEqual(idOf(GRID), idOf({ ...GRID, caption: "Another." }));
  assert.match(htmlOf(figureForms(GRID)), new RegExp(`\\[id="${idOf(GRID)}"\\]`));
});

test("a table has a form for every reader, and its data keep all digits", () => {
  const columns = ["name|s", "share (%)", "big"];
  const values = [
    ["a*b", 12.3456, 10n],
    ["long name", Number.NaN, 2000n],
  ];
  const forms = tableForms(new DataFrame(values, { columns }), "Two rows.");
  assert.deepEqual(forms["application/vnd.dataresource+json"], {
    title: "Two rows.",
    schema: {
      fields: [
        { name: "name|s", type: "string" },
        { name: "share (%)", type: "number" },
        { name: "big", type: "integer" },
      ],
    },
    data: [
      { "name|s": "a*b", "share (%)": 12.3456, big: 10 },
      { "name|s": "long name", "share (%)": null, big: 2000 },
    ],
  });
  assert.equal(
    forms["text/plain"],
    [
      "Two rows.",
      "name|s     share (%)    big",
      "a*b            12.35     10",
      "long name          –  2,000",
    ].join("\n"),
  );
  assert.equal(
    forms["text/markdown"],
    [
      "Two rows.\n",
      "| name\\|s | share (%) | big |",
      "| :--------- | ---------: | -----: |",
      "| a\\*b | 12.35 | 10 |",
      "| long name | – | 2,000 |",
    ].join("\n"),
  );
  assert.match(htmlOf(forms), /<caption[^>]*>Two rows\.<\/caption>/);
});

test("a figure leaves its builder's data as it was", () => {
  const before = structuredClone(GRID);
  htmlOf(figureForms(GRID));
  assert.deepEqual(GRID, before);
});

test("typed arrays, large integers and what is not finite reach the page as JSON has them", () => {
  const trace = { type: "bar", x: Float32Array.of(1, 2), y: [1n, Number.NaN] };
  const figure = { data: [trace], layout: {}, caption: "" } as unknown as Figure;
  const html = htmlOf(figureForms(figure));
  assert.deepEqual(dataOf(html).data, [{ type: "bar", x: [1, 2], y: [1, null] }]);
  assert.match(html, /aspect-ratio: 800 \/ 400/);
});

test("the script that each figure carries is small, and a figure without scripts says what to do", () => {
  const history = {
    loss: [],
    accuracy: [0.5],
    valLoss: [],
    valAccuracy: [],
    epochSeconds: [],
    nEpochs: 3,
    nSteps: 3,
    interrupted: false,
  };
  const html = htmlOf(figureForms(accuracyCurves(history)));
  assert.ok(html.length < 6000, `${html.length} bytes`);
  assert.match(html, /trust the notebook/);
});

const lineOf = (...args: Parameters<typeof progressForms>) => htmlOf(progressForms(...args));
const outcomeLine = (...args: Parameters<typeof outcomeForms>) => htmlOf(outcomeForms(...args));

test("progress is one line with a bar, and tells the time left once it can", () => {
  const line = lineOf("k-means", { fraction: 0.25, message: "start 3 < 10" }, 10);
  assert.match(line, /<progress max="1" value="0.250" aria-label="k-means"><\/progress>/);
  assert.match(line, /k-means: start 3 &lt; 10 - 10 s, about 30 s left/);
  for (const [fraction, seconds] of [
    [0, 60],
    [0.04, 60],
    [0.5, 4.9],
  ]) {
    assert.doesNotMatch(lineOf("x", { fraction, message: "early" }, seconds), /left/);
  }
  assert.match(outcomeLine("k-means", "10 starts", 8.24), />k-means: 10 starts - 8\.2 s</);
});

test("what comes before the first work done does not count for the time left", () => {
  const progress = { fraction: 0.06, message: "seeding" };
  const first = { fraction: 0.01, seconds: 70 };
  assert.match(lineOf("k-means", progress, 75, first), /1 min 15 s, about 1 min 34 s left/);
});

test("durations are written for a person", () => {
  assert.deepEqual([0, 8.24, 9.96, 59.4, 59.6, 125].map(duration), [
    "0.0 s",
    "8.2 s",
    "10 s",
    "59 s",
    "1 min 0 s",
    "2 min 5 s",
  ]);
});

/** Stands for tslab's listener, and for a while alone: the test runner has one of its own. */
function kernelListener(t: TestContext) {
  const heard = { count: 0 };
  const runners = process.listeners("SIGINT");
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", () => {
    heard.count++;
  });
  t.after(() => {
    process.removeAllListeners("SIGINT");
    for (const listener of runners) process.on("SIGINT", listener);
  });
  return heard;
}

function untilAborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve("stopped")));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("an interrupt aborts all running computations, and only the next one is the kernel's", async (t) => {
  const heard = kernelListener(t);
  const both = Promise.all([interruptible(untilAborted), interruptible(untilAborted)]);
  await pause(20);
  process.emit("SIGINT");
  assert.deepEqual(await both, ["stopped", "stopped"]);
  assert.equal(heard.count, 0);
  process.emit("SIGINT");
  await pause(20);
  assert.equal(heard.count, 1);
});

test("a second interrupt reaches the kernel when a computation does not stop", async (t) => {
  const heard = kernelListener(t);
  let end = () => {};
  const deaf = interruptible(() => new Promise<void>((resolve) => (end = resolve)));
  await pause(20);
  process.emit("SIGINT");
  await pause(20);
  process.emit("SIGINT");
  await pause(20);
  assert.equal(heard.count, 1);
  end();
  await deaf;
  assert.equal(process.listenerCount("SIGINT"), 1);
});

test("the kernel's listener comes back after a nested computation and after an error", async (t) => {
  const heard = kernelListener(t);
  const inner = () => interruptible(() => Promise.reject(new Error("inner")));
  await assert.rejects(interruptible(inner), /inner/);
  assert.equal(process.listenerCount("SIGINT"), 1);
  process.emit("SIGINT");
  await pause(20);
  assert.equal(heard.count, 1);
});
