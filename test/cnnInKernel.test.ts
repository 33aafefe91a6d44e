import assert from "node:assert/strict";
import { test } from "node:test";
import { type KernelCell, type Outcome, runInKernel } from "./support/kernelDriver";

const IMPORTS = {
  code: `
import { createHash } from "node:crypto";
import * as tf from "@tensorflow/tfjs-node";
import { KMeans } from "./src/clustering/kmeans";
import { evaluate } from "./src/cnn/evaluation";
import { getModel } from "./src/cnn/model";
import { train } from "./src/cnn/training";
import { scalePixels } from "./src/data/pixelScaling";
import { loadTrainTest } from "./src/data/loading";
import { watched } from "./src/notebook/watched";
import { head, reshape } from "./src/data/samples";
const digits = (await loadTrainTest()).train;
const all = reshape(scalePixels(digits.data, { low: 0, high: 255 }), [60_000, 28, 28, 1]);
const [X, y] = [head(all, 1000), digits.target.subarray(0, 1000)];
const few = head(X, 200);
const build = (seed: number) => getModel({ imageShape: [28, 28, 1], nClasses: 10, seed });
const model = build(1);
let tensors = tf.memory().numTensors;`,
};

/** Whether the cell before left anything behind: tensors, listeners, or a promise that still computes. */
const LEFT = {
  code: `
const { user } = process.cpuUsage(); await new Promise((done) => setTimeout(done, 500));
[tf.memory().numTensors - tensors, process.listenerCount("SIGINT"), process.cpuUsage().user - user < 2e5]`,
};
const NOTHING_LEFT = "[ 0, 1, true ]\n";

/** Trains, scores, and hashes what came of it: weights, history and accuracies. */
const REPEATED = {
  code: `
const outcomeOf = async (seed: number) => {
  const fresh = build(seed);
  const { loss, accuracy } = await train(fresh, X, y, { epochs: 2, seed });
  const hash = createHash("sha256").update(JSON.stringify([loss, accuracy, await evaluate(fresh, X, y)]));
  for (const weight of fresh.getWeights()) hash.update(weight.dataSync<"float32">());
  fresh.dispose();
  return hash.digest("hex");
};
[await outcomeOf(1), await outcomeOf(1), await outcomeOf(2)].join()`,
};

const CELLS = {
  imports: IMPORTS,
  repeated: REPEATED,
  trained: {
    code: 'const history = await watched("Training", (watch) => train(model, few, y.subarray(0, 200), { epochs: 1000 }, watch));',
    interrupt_when: ", loss ",
  },
  afterTraining: LEFT,
  kept: { code: "[history.interrupted, history.accuracy.length > 0]" },
  evaluated: {
    code: 'await watched("Evaluation", (watch) => evaluate(model, all, digits.target, watch));',
    interrupt_when: "images",
  },
  afterEvaluation: LEFT,
  clustered: {
    code: `
const rows = reshape(head(all, 20_000), [20_000, 784]);
const kmeans = new KMeans({ nClusters: 50, nInit: 100 });
await watched("k-means", (watch) => kmeans.fit(rows, watch));`,
    interrupt_when: "left",
  },
  afterClustering: LEFT,
} satisfies Record<string, KernelCell>;

const outcome = runInKernel(CELLS);

test("an interrupted training keeps its history and says so; its table replaces the curves", () => {
  const { status, displays, stdout, stderr, secondsToStop } = outcome.trained;
  assert.equal(status, "ok", outcome.imports.stderr + stderr);
  assert.equal(stdout + stderr, "");
  assert.equal(displays.length, 2, "one line and one figure");
  const [line, curves] = displays;
  assert.match(line[0], /<progress/);
  assert.match(line[1], /Training: epoch \d+ of 1000, .*accuracy \d\.\d{4}.* - [\d.]+ s/);
  assert.match(
    line.at(-1) ?? "",
    /Training: interrupted; kept are the weights of the last batch, \d+ of 1,000 epochs/,
  );
  assert.match(curves[0], /class="data"/);
  assert.match(curves.at(-1) ?? "", /<table/);
  assert.ok((secondsToStop ?? 9) < 1, `${secondsToStop} s`);
  assert.equal(outcome.afterTraining.stdout, NOTHING_LEFT);
  assert.equal(outcome.kept.stdout, "[ true, true ]\n");
});

test("an interrupted evaluation or k-means stops within a second, in one line that says what is kept", () => {
  assertStopped(
    outcome.evaluated,
    /Evaluation stopped after \d+ of 60000 images; the model is unchanged\./,
  );
  assert.equal(outcome.afterEvaluation.stdout, NOTHING_LEFT);
  assertStopped(outcome.clustered, /k-means was stopped, nothing of it is kept/);
  assert.equal(outcome.afterClustering.stdout, NOTHING_LEFT);
});

function assertStopped({ status, displays, stderr, secondsToStop }: Outcome, kept: RegExp): void {
  assert.equal(status, "error");
  assert.match(stderr, kept);
  assert.equal(stderr.trim().split("\n").length, 1, stderr);
  assert.match(displays[0].at(-1) ?? "", /: interrupted - \d/);
  assert.ok((secondsToStop ?? 9) < 1, `${secondsToStop} s`);
}

test("a seed gives the same weights, history and scores in one kernel and in the next; another seed others", () => {
  const [first, again, other] = outcome.repeated.stdout.trim().split(",");
  assert.match(first, /^[0-9a-f]{64}$/, outcome.repeated.stderr);
  assert.equal(again, first);
  assert.notEqual(other, first);
  const { repeated } = runInKernel({ imports: IMPORTS, repeated: REPEATED });
  assert.equal(repeated.stdout, outcome.repeated.stdout);
});
