import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { samplesOf } from "../src/data/samples";
import { accuracyCurves } from "../src/figures/accuracyCurves";
import type { Figure } from "../src/figures/figure";
import { imageGrid } from "../src/figures/imageGrid";
import { figureHtml } from "../src/notebook/figureHtml";
import { interruptible } from "../src/notebook/interruptible";
import { duration, outcomeHtml, progressHtml } from "../src/notebook/progressHtml";

const GRID = imageGrid(samplesOf(new Uint8Array(12), [1, 4, 3]), {
  title: 'A "quoted" <title>',
  caption: "Less < more & so on.",
  hover: ["</script><b>"],
});

/** The data that the page's script reads. */
function dataOf(html: string): Pick<Figure, "data" | "layout"> {
  const [, json] = html.match(/class="data">(.*?)<\/script>/) ?? [];
  return JSON.parse(json);
}

test("a figure's HTML holds its picture once and nothing that could end its script", () => {
  const html = figureHtml(GRID);
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

test("a figure leaves its builder's data as it was", () => {
  const before = structuredClone(GRID);
  figureHtml(GRID);
  assert.deepEqual(GRID, before);
});

test("typed arrays, large integers and what is not finite reach the page as JSON has them", () => {
  const trace = { type: "bar", x: Float32Array.of(1, 2), y: [1n, Number.NaN] };
  const figure = { data: [trace], layout: {}, caption: "" } as unknown as Figure;
  const html = figureHtml(figure);
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
  const html = figureHtml(accuracyCurves(history));
  assert.ok(html.length < 6000, `${html.length} bytes`);
  assert.match(html, /trust the notebook/);
});

test("progress is one line with a bar, and tells the time left once it can", () => {
  const line = progressHtml("k-means", { fraction: 0.25, message: "start 3 < 10" }, 10);
  assert.match(line, /<progress max="1" value="0.250" aria-label="k-means"><\/progress>/);
  assert.match(line, /k-means: start 3 &lt; 10 - 10 s, about 30 s left/);
  for (const [fraction, seconds] of [
    [0, 60],
    [0.04, 60],
    [0.5, 4.9],
  ]) {
    assert.doesNotMatch(progressHtml("x", { fraction, message: "early" }, seconds), /left/);
  }
  assert.match(outcomeHtml("k-means", "10 starts", 8.24), />k-means: 10 starts - 8\.2 s</);
});

test("what comes before the first work done does not count for the time left", () => {
  const progress = { fraction: 0.06, message: "seeding" };
  const first = { fraction: 0.01, seconds: 70 };
  assert.match(progressHtml("k-means", progress, 75, first), /1 min 15 s, about 1 min 34 s left/);
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
