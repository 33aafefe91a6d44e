import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, predict } from "../src/cnn/evaluation";
import type { History } from "../src/cnn/history";
import { train } from "../src/cnn/training";
import { head, samplesOf } from "../src/data/samples";
import type { Progress } from "../src/running/watch";
import { barModel, bars, leakless, weightsOf } from "./support/bars";

test("training learns, and its history has one value an epoch", async () => {
  const { X, y } = bars(300);
  const validation = bars(60, 3, 1);
  const model = barModel();
  const options = { epochs: 6, learningRate: 0.005, validation };
  const history = await leakless(() => train(model, X, y, options));
  assert.equal(history.interrupted, false);
  for (const name of ["loss", "accuracy", "valLoss", "valAccuracy", "epochSeconds"] as const) {
    assert.equal(history[name].length, 6, name);
  }
  assert.ok(history.loss[5] < history.loss[0] / 2, `losses ${history.loss}`);
  assert.ok(history.valAccuracy[5] > 0.9, `accuracies ${history.valAccuracy}`);
  const scored = await leakless(() => evaluate(model, validation.X, validation.y));
  assert.deepEqual(scored, {
    loss: history.valLoss[5],
    accuracy: history.valAccuracy[5],
    nImages: 60,
  });
  model.dispose();
});

test("a training ends after its most steps, within an epoch if need be", async () => {
  const { X, y } = bars(100);
  const [whole, part] = [barModel(), barModel()];
  const options = { seed: 3, batchSize: 16 };
  const { nSteps } = await train(whole, X, y, { ...options, epochs: 2 });
  const history = await train(part, X, y, { ...options, epochs: 9, mostSteps: 14 });
  assert.deepEqual([nSteps, history.nSteps, history.accuracy.length], [14, 14, 2]);
  assert.deepEqual(weightsOf(part), weightsOf(whole));
  const cut = await train(part, X, y, { ...options, epochs: 9, mostSteps: 10 });
  assert.deepEqual([cut.nSteps, cut.accuracy.length], [10, 2]);
  assert.ok(cut.accuracy[1] <= 1 && cut.loss[1] > 0);
  await assert.rejects(train(part, X, y, { epochs: 1, mostSteps: 0 }), {
    message: /^mostSteps=0 must be an integer from 1/,
  });
  for (const model of [whole, part]) model.dispose();
});

test("zero epochs change nothing", async () => {
  const { X, y } = bars(10);
  const model = barModel();
  const before = weightsOf(model);
  const history = await leakless(() => train(model, X, y, { epochs: 0, validation: { X, y } }));
  assert.deepEqual([history.loss, history.valLoss, history.epochSeconds], [[], [], []]);
  assert.deepEqual(weightsOf(model), before);
  model.dispose();
});

test("the same seed repeats weights and history to the bit, another seed does not", async () => {
  const { X, y } = bars(100);
  const run = async (seed: number) => {
    const model = barModel();
    const { loss, accuracy } = await train(model, X, y, { epochs: 2, seed, batchSize: 16 });
    const weights = weightsOf(model);
    model.dispose();
    return { loss, accuracy, weights };
  };
  const first = await run(3);
  assert.deepEqual(await run(3), first);
  assert.notDeepEqual((await run(4)).weights, first.weights);
});

test("pixels may be doubles as well", async () => {
  const { X, y } = bars(40);
  const results = await Promise.all(
    [X.data, new Float64Array(X.data)].map(async (data) => {
      const model = barModel();
      const { loss } = await train(model, samplesOf(data, X.shape), y, { epochs: 1 });
      const { probabilities } = await predict(model, samplesOf(data, X.shape));
      model.dispose();
      return { loss, probabilities };
    }),
  );
  assert.deepEqual(results[1], results[0]);
});

test("a batch larger than the data is one step, whatever the order of the images", async () => {
  const { X, y } = bars(20);
  const losses = await Promise.all(
    [1, 2].map(async (seed) => {
      const model = barModel();
      const { loss } = await train(model, X, y, { epochs: 1, batchSize: 64, seed });
      model.dispose();
      return loss[0];
    }),
  );
  const model = barModel();
  const untrained = await evaluate(model, X, y);
  for (const loss of losses) assert.ok(Math.abs(loss - untrained.loss) < 1e-6);
  model.dispose();
});

test("progress: the history after each epoch, in between a line that tells where it stands", async () => {
  const { X, y } = bars(900);
  const model = barModel();
  const seen: Progress[] = [];
  const lengths: number[] = [];
  const onProgress = (progress: Progress) => {
    seen.push(progress);
    const history = progress.partial as History | undefined;
    if (history) lengths.push(history.loss.length);
  };
  const options = { epochs: 2, batchSize: 1, validation: { X: head(X, 20), y: y.subarray(0, 20) } };
  await train(model, X, y, options, { onProgress });
  assert.deepEqual(lengths, [1, 2]);
  assert.ok(seen.every(({ fraction }, i) => i === 0 || fraction >= seen[i - 1].fraction));
  assert.equal(seen[seen.length - 1].fraction, 1);
  assert.match(
    seen[0].message,
    /^epoch 1 of 2, batch \d+ of 900, loss \d\.\d{4}, accuracy \d\.\d{4}$/,
  );
  assert.match(
    seen[seen.length - 1].message,
    /^epoch 2 of 2, loss \d\.\d{4}, accuracy \d\.\d{4}, validation loss \d\.\d{4}, accuracy \d\.\d{4}$/,
  );
  model.dispose();
});

test("an interrupt ends training with the completed epochs and the weights so far", async () => {
  const { X, y } = bars(60);
  const model = barModel();
  const stop = new AbortController();
  const onProgress = ({ partial }: Progress) => {
    if ((partial as History | undefined)?.loss.length === 2) stop.abort();
  };
  const history = await leakless(() =>
    train(model, X, y, { epochs: 1000, validation: { X, y } }, { onProgress, signal: stop.signal }),
  );
  assert.equal(history.interrupted, true);
  assert.deepEqual([history.loss.length, history.valLoss.length], [2, 2]);
  const kept = weightsOf(model);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(weightsOf(model), kept, "something trained on");
  model.dispose();
});

test("an interrupt within the first epoch keeps no epoch; within a second it has stopped", async () => {
  const { X, y } = bars(6000);
  const model = barModel();
  const before = weightsOf(model);
  const began = performance.now();
  const signal = AbortSignal.timeout(200);
  const history = await train(model, X, y, { epochs: 1, batchSize: 1 }, { signal });
  assert.ok(performance.now() - began < 1200);
  assert.deepEqual([history.interrupted, history.loss], [true, []]);
  assert.notDeepEqual(weightsOf(model), before);
  model.dispose();
});

test("a loss that is no number stops at its step and names the remedy", async () => {
  const { X, y } = bars(96);
  const model = barModel();
  await leakless(() =>
    assert.rejects(train(model, X, y, { epochs: 3, learningRate: 1e30 }), {
      message: /^loss=(NaN|Infinity) in epoch 1, step [23] .*learningRate below 1e\+30/,
    }),
  );
  model.dispose();
});
