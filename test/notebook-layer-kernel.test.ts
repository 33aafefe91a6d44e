import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { JUPYTER_ENV, PYTHON } from "../tools/setup/paths.mjs";

interface Cell {
  readonly code: string;
  /** Interrupts the kernel once a display of the cell holds this text. */
  readonly interrupt_when?: string;
}

interface Outcome {
  readonly status: "ok" | "error" | "abort";
  /** Every state of every display, in their order. */
  readonly displays: string[][];
  readonly stdout: string;
  readonly stderr: string;
  readonly secondsToStop: number | null;
}

/** Runs cells one after the other in one real kernel. */
function runInKernel(cells: Cell[]): Outcome[] {
  const printed = execFileSync(PYTHON, ["test/notebook-layer-kernel.py"], {
    input: JSON.stringify(cells),
    env: JUPYTER_ENV,
    encoding: "utf8",
  });
  return JSON.parse(printed);
}

const CELLS = {
  imports: {
    code: `
import { accuracyCurves } from "./src/figures/accuracyCurves";
import { showFigure } from "./src/notebook/showFigure";
import { showTable } from "./src/notebook/showTable";
import { watched } from "./src/notebook/watched";
import { samplesOf } from "./src/samples";
import { trainingTable } from "./src/tables";
import { Interrupted } from "./src/watch";
import { getModel } from "./src/cnn/model";
import { train } from "./src/cnn/training";
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let rounds = 0;`,
  },
  shown: {
    code: `
const measured = { loss: [1], accuracy: [0.5], valLoss: [], valAccuracy: [], epochSeconds: [1], interrupted: false };
showFigure(accuracyCurves(measured));
showTable(trainingTable(measured), "One epoch.");`,
  },
  stopped: {
    code: `
await watched("counting", async (watch) => {
  while (true) {
    await sleep(10);
    rounds++;
    watch.onProgress({ fraction: 0.5, message: "round " + rounds });
    if (watch.signal.aborted) throw new Interrupted("Counting stopped; the rounds are kept.");
  }
});`,
    interrupt_when: "round",
  },
  next: {
    code: "const seen = rounds; await sleep(300);\n[rounds === seen, process.listenerCount('SIGINT')]",
  },
  failed: {
    code: 'await watched("k-means", async () => { throw new RangeError("k=0 must be 1"); });',
  },
  afterFailure: { code: "await sleep(1);\nprocess.listenerCount('SIGINT')" },
  trained: {
    code: `
const X = samplesOf(new Float32Array(2000 * 784).map((_, i) => (i % 7) / 7), [2000, 28, 28, 1]);
const y = new Uint8Array(2000).map((_, i) => i % 10);
const model = getModel({ imageShape: [28, 28, 1], nClasses: 10, seed: 1 });
const history = await watched("Training", (watch) => train(model, X, y, { epochs: 1000 }, watch));`,
    interrupt_when: "Accuracy by epoch",
  },
  afterTraining: { code: "[history.interrupted, history.accuracy.length > 0]" },
} satisfies Record<string, Cell>;

const outcomes = runInKernel(Object.values(CELLS));
const outcome = Object.fromEntries(
  Object.keys(CELLS).map((name, i) => [name, outcomes[i]]),
) as Record<keyof typeof CELLS, Outcome>;

test("the helpers compile in the kernel", () => {
  assert.equal(outcome.imports.status, "ok", outcome.imports.stderr);
});

test("figures and tables are one display each", () => {
  const { status, displays, stderr } = outcome.shown;
  assert.equal(status, "ok", stderr);
  assert.equal(displays.length, 2);
  assert.match(displays[0][0], /<figure/);
  assert.match(displays[1][0], /<caption[^>]*>One epoch\.<\/caption>/);
});

test("Kernel > Interrupt stops a computation at once, in one line, and the next cell works", () => {
  const { status, displays, stderr, secondsToStop } = outcome.stopped;
  assert.equal(status, "error");
  assert.match(stderr, /^\[?Interrupted: Counting stopped; the rounds are kept\.\]?\n$/);
  assert.ok((secondsToStop ?? 9) < 1, `${secondsToStop} s`);
  assert.match(displays[0].at(-1) ?? "", /counting: interrupted - \d/);
  assert.equal(outcome.next.stdout, "[ true, 1 ]\n", "nothing runs on, and tslab listens again");
});

test("a failing computation leaves its error, a line with its time, and tslab's own interrupt", () => {
  const { status, displays, stderr } = outcome.failed;
  assert.equal(status, "error");
  assert.match(stderr, /^RangeError: k=0 must be 1\n/);
  assert.match(displays[0].at(-1) ?? "", /k-means: failed - 0\.\d s/);
  assert.equal(outcome.afterFailure.stdout, "1\n");
});

test("an interrupted training keeps its history and says so; its table replaces the curves", () => {
  const { status, displays, stderr, secondsToStop } = outcome.trained;
  assert.equal(status, "ok", stderr);
  const [line, curves] = displays;
  assert.match(line[0], /<progress/);
  assert.match(line.at(-1) ?? "", /Training: interrupted; kept are the history of \d+ epochs? and/);
  assert.match(curves[0], /class="data"/);
  assert.match(curves.at(-1) ?? "", /<table/);
  assert.ok((secondsToStop ?? 9) < 1, `${secondsToStop} s`);
  assert.equal(outcome.afterTraining.stdout, "[ true, true ]\n");
});
