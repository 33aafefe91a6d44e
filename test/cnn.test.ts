import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-node";
import type { Labels } from "../src/cnn/checking";
import { evaluate, predict } from "../src/cnn/evaluation";
import { lossGradient } from "../src/cnn/logits";
import { getModel } from "../src/cnn/model";
import { backpropagate, stepsOf } from "../src/cnn/network";
import { dropout } from "../src/cnn/steps";
import { type TrainOptions, train } from "../src/cnn/training";
import { head, type Samples, samplesOf } from "../src/data/samples";
import { RandomState } from "../src/numeric/random";
import { Interrupted } from "../src/running/watch";
import { barModel, bars, IMAGE_SHAPE, leakless, weightsOf } from "./support/bars";

test("the network has the original's shapes and number of weights", () => {
  const model = getModel({ imageShape: [28, 28, 1], nClasses: 10 });
  const shapes = model.layers.map((layer) => (layer.outputShape as number[]).slice(1).join(" x "));
  assert.deepEqual(shapes.slice(0, 5), [
    "26 x 26 x 8",
    "13 x 13 x 8",
    "11 x 11 x 16",
    "5 x 5 x 16",
    "3 x 3 x 32",
  ]);
  assert.deepEqual(shapes.slice(5), ["288", "64", "10"]);
  assert.equal(model.countParams(), 25_034);
  model.dispose();
});

test("start weights are Glorot's, follow the seed, and differ from layer to layer", () => {
  const [first, again, other] = [barModel(7), barModel(7), barModel(8)];
  assert.deepEqual(weightsOf(first), weightsOf(again));
  assert.notDeepEqual(weightsOf(first), weightsOf(other));
  const [kernel, bias, secondKernel] = weightsOf(first);
  const limit = Math.sqrt(6 / (9 + 72));
  assert.ok(kernel.every((weight) => Math.abs(weight) <= limit));
  assert.ok(Math.max(...kernel) > limit / 2);
  assert.ok(bias.every((weight) => weight === 0));
  assert.notEqual(kernel[0] / limit, secondKernel[0] / Math.sqrt(6 / (72 + 144)));
  for (const model of [first, again, other]) model.dispose();
});

test("predictions are the softmax of the model's own logits", async () => {
  const { X, y } = bars(1100);
  const model = barModel();
  const { labels, probabilities } = await leakless(() => predict(model, X));
  assert.deepEqual(probabilities.shape, [1100, 3]);
  tf.tidy(() => {
    const logits = model.predict(tf.tensor(X.data, [...X.shape])) as tf.Tensor2D;
    const expected = tf.softmax(logits).dataSync<"float32">();
    const furthest = expected.reduce(
      (largest, value, i) => Math.max(largest, Math.abs(value - probabilities.data[i])),
      0,
    );
    assert.ok(furthest < 1e-6);
    assert.deepEqual([...labels], [...logits.argMax(1).dataSync()]);
  });
  const { accuracy } = await evaluate(model, X, y);
  assert.equal(accuracy, labels.filter((label, i) => label === y[i]).length / 1100);
  model.dispose();
});

test("gradients are those of tfjs' tape, for odd sizes, strides, padding and channels", () => {
  const layers = tf.layers;
  const glorot = () => tf.initializers.glorotNormal({ seed: 5 });
  const model = tf.sequential({
    layers: [
      layers.conv2d({
        inputShape: [15, 12, 2],
        filters: 4,
        kernelSize: [3, 2],
        padding: "same",
        activation: "relu",
        kernelInitializer: glorot(),
      }),
      layers.maxPooling2d({ poolSize: [2, 3], strides: [2, 2] }),
      layers.conv2d({ filters: 3, kernelSize: 2, strides: 2, kernelInitializer: glorot() }),
      layers.flatten(),
      layers.dense({ units: 4, kernelInitializer: glorot() }),
    ],
  });
  const y = Uint8Array.of(3, 0, 1, 2, 1);
  tf.tidy(() => {
    const images = tf.randomUniform([5, 15, 12, 2], 0, 1, "float32", 1);
    const steps = stepsOf(model);
    const gradients = backpropagate(steps, images, (logits) =>
      tf.tensor(lossGradient(logits.dataSync<"float32">(), y), logits.shape),
    );
    const oneHot = tf.oneHot(tf.tensor1d(y, "int32"), 4);
    const { grads } = tf.variableGrads(
      () => tf.losses.softmaxCrossEntropy(oneHot, model.apply(images) as tf.Tensor) as tf.Scalar,
    );
    const weights = steps.flatMap((step) => step.weight ?? []);
    assert.equal(weights.length, 6);
    weights.forEach((weight, i) => {
      const difference = tf.max(tf.abs(tf.sub(grads[weight.name], gradients[i]))).dataSync()[0];
      assert.ok(difference < 1e-6, `${weight.name}: ${difference}`);
    });
  });
  model.dispose();
});

test("an interrupted evaluation or prediction says so in one sentence", async () => {
  const { X, y } = bars(10);
  const model = barModel();
  const watch = { signal: AbortSignal.abort() };
  for (const run of [() => evaluate(model, X, y, watch), () => predict(model, X, watch)]) {
    await leakless(() =>
      assert.rejects(
        run,
        (error: Error) => error instanceof Interrupted && /0 of 10 images/.test(error.message),
      ),
    );
  }
  model.dispose();
});

test("bad input is refused before anything runs", async () => {
  const { X, y } = bars(6);
  const model = barModel();
  const before = weightsOf(model);
  const outside = (pixel: number) => samplesOf(X.data.slice().fill(pixel, 700, 701), X.shape);
  const nan = outside(Number.NaN);
  const bytes = samplesOf(new Uint8Array(X.data.length), X.shape);
  const cases: [Samples, Labels, Partial<TrainOptions>, RegExp][] = [
    [head(X, 0), y, {}, /^X has 0 images/],
    [X, y.subarray(1), {}, /^y\.length=5 must equal X\.nImages=6/],
    [X, Uint8Array.of(0, 1, 2, 3, 0, 1), {}, /^y\[3\]=3 must be an integer from 0 to nClasses-1=2/],
    [X, Int32Array.of(0, 1, 2, -1, 0, 1), {}, /^y\[3\]=-1 must be/],
    [X, y, { epochs: -1 }, /^epochs=-1 must be an integer from 0/],
    [X, y, { epochs: 1.5 }, /^epochs=1.5 must/],
    [X, y, { batchSize: 0 }, /^batchSize=0 must be an integer from 1/],
    [X, y, { learningRate: 0 }, /^learningRate=0 must be a finite number above 0/],
    [X, y, { learningRate: Number.NaN }, /^learningRate=NaN must/],
    [X, y, { seed: -1 }, /^seed=-1 must be an integer/],
    [X, [0, 1, 2, 0.5, 0, 1], {}, /^y\[3\]=0.5 must be an integer from 0 to nClasses-1=2/],
    [X, Float32Array.of(0, 1, 2, Number.NaN, 0, 1), {}, /^y\[3\]=NaN must be/],
    [bytes, y, {}, /^X holds bytes, but .* scale them first/],
    [outside(2), y, {}, /^X: image 2 has a pixel 2, which must lie from 0 to 1; scale all/],
    [outside(-1), y, {}, /^X: image 2 has a pixel -1, which must/],
    [X, y, { validation: { X: bytes, y } }, /^validation\.X holds bytes/],
    [nan, y, {}, /^X: image 2 has a pixel NaN/],
    [samplesOf(X.data, [6, 18 * 19]), y, {}, /^X.shape=\[6,342\] must be \[nImages, 18, 19, 1\]/],
    [
      X,
      y,
      { validation: { X, y: y.subarray(2) } },
      /^validation\.y\.length=4 must equal validation\.X\.nImages=6/,
    ],
  ];
  for (const [images, labels, options, message] of cases) {
    await leakless(() =>
      assert.rejects(train(model, images, labels, { epochs: 1, ...options }), { message }),
    );
  }
  for (const images of [nan, bytes, outside(103)]) {
    const message = /^X( holds bytes|: image 2 has a pixel (NaN|103))/;
    await assert.rejects(evaluate(model, images, y), { message });
    await assert.rejects(predict(model, images), { message });
  }
  assert.deepEqual(weightsOf(model), before);
  model.dispose();
});

test("labels in an array of any kind score alike, pixels may overshoot a little", async () => {
  const { X, y } = bars(6);
  const model = barModel();
  const expected = await evaluate(model, X, y);
  assert.deepEqual(await evaluate(model, X, [...y]), expected);
  assert.deepEqual(await evaluate(model, X, Float64Array.from(y)), expected);
  await predict(model, samplesOf(X.data.slice().fill(1.09, 700, 701), X.shape));
  model.dispose();
});

test("a network that cannot be built or trained is refused by name", async () => {
  const refused = (options: Parameters<typeof getModel>[0], message: RegExp) =>
    assert.throws(() => getModel(options), { message });
  refused({ imageShape: [17, 28, 1], nClasses: 10 }, /^height=17 must be an integer from 18/);
  refused({ imageShape: [28, 28, 0], nClasses: 10 }, /^imageShape=\[28,28,0\] must/);
  refused({ imageShape: [28, 28, 1], nClasses: 1 }, /^nClasses=1 must be an integer from 2/);
  refused({ imageShape: [28, 28, 1], nClasses: 10, seed: 0.5 }, /^seed=0.5 must/);
});

/** A small network of the given layers between the pixels and three logits. */
function networkWith(...between: tf.layers.Layer[]): tf.Sequential {
  const glorot = () => tf.initializers.glorotNormal({ seed: 5 });
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [...IMAGE_SHAPE] }),
      tf.layers.dense({ units: 8, activation: "relu", kernelInitializer: glorot() }),
      ...between,
      tf.layers.dense({ units: 3, kernelInitializer: glorot() }),
    ],
  });
}

test("dropout drops a seeded share in training, and none when images are scored", async () => {
  const random = new RandomState(3);
  const step = dropout(0.25, random);
  tf.tidy(() => {
    const kept = step.forward(tf.ones([100, 100]));
    const values = kept.dataSync<"float32">();
    const dropped = values.filter((value) => value === 0).length / values.length;
    assert.ok(Math.abs(dropped - 0.25) < 0.02, `${dropped} dropped`);
    assert.ok(values.every((value) => value === 0 || Math.abs(value - 4 / 3) < 1e-6));
    const gradient = step.inputGradient(tf.ones([100, 100]), kept, kept);
    assert.deepEqual(gradient.dataSync(), values);
  });
  const { X, y } = bars(30);
  const trained = async (seed: number) => {
    const model = networkWith(tf.layers.dropout({ rate: 0.5 }));
    const before = await evaluate(model, X, y);
    assert.deepEqual(before, await evaluate(networkWith(), X, y));
    const history = await train(model, X, y, { epochs: 30, seed });
    assert.equal(history.foreignLayer, undefined);
    assert.ok((await evaluate(model, X, y)).loss < before.loss);
    return history.loss;
  };
  assert.deepEqual(await trained(1), await trained(1));
  assert.notDeepEqual(await trained(1), await trained(2));
});

test("a layer without steps here is computed by tfjs itself, which the history says", async () => {
  const { X, y } = bars(30);
  const model = networkWith(tf.layers.batchNormalization({ name: "norm" }));
  const before = await evaluate(model, X, y);
  const history = await train(model, X, y, { epochs: 30, seed: 1 });
  assert.equal(history.foreignLayer, "norm (BatchNormalization)");
  assert.ok((await evaluate(model, X, y)).loss < before.loss);
  // The same network by steps and by tfjs: an activation that says nothing keeps the steps away.
  const [steps, tfjs] = [
    networkWith(),
    networkWith(tf.layers.activation({ activation: "linear" })),
  ];
  const ours = await train(steps, X, y, { epochs: 3, seed: 1 });
  const theirs = await train(tfjs, X, y, { epochs: 3, seed: 1 });
  assert.equal(theirs.foreignLayer?.includes("Activation"), true);
  ours.loss.forEach((loss, epoch) => {
    assert.ok(Math.abs(loss - theirs.loss[epoch]) < 1e-5);
  });
});
