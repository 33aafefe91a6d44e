import assert from "node:assert/strict";
import { test } from "node:test";
import { type KernelCell, runInKernel } from "./support/kernelDriver";

const CELLS = {
  imports: {
    code: `
import { accuracyCurves } from "./src/figures/accuracyCurves";
import { showFigure } from "./src/notebook/showFigure";
import { showTable } from "./src/notebook/showTable";
import { watched } from "./src/notebook/watched";
import { trainingTable } from "./src/tables";
import { Interrupted } from "./src/running/watch";
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let rounds = 0;`,
  },
  shown: {
    code: `
const measured = { loss: [1], accuracy: [0.5], valLoss: [], valAccuracy: [], epochSeconds: [1], nEpochs: 1, nSteps: 1, interrupted: false };
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
} satisfies Record<string, KernelCell>;

const outcome = runInKernel(CELLS);

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
