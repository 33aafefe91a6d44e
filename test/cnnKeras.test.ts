import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-node";
import { Adam } from "../src/cnn/adam";
import { lossGradient, score } from "../src/cnn/logits";
import { getModel } from "../src/cnn/model";
import { backpropagate, stepsOf } from "../src/cnn/network";
import { train } from "../src/cnn/training";
import { loadTrainTest } from "../src/data/loading";
import { scalePixels } from "../src/data/pixelScaling";
import { head, reshape, take } from "../src/data/samples";
import { RandomState } from "../src/numeric/random";
import reference from "./reference/cnnKeras.json";

/** How far losses and weights may lie from Keras': both round to 32 bits, in another order. */
const LOSS_TOLERANCE = 1e-5;
const WEIGHT_TOLERANCE = 1e-4;
/**
 * Rounding alone, which differs by processor and threads, decides where an activation lies at the edge
 * of ReLU or two are equal in pooling; Adam then moves the few weights behind it by up to the learning
 * rate, 1e-3, a step. So many may stray, and so far.
 */
const STRAY_SHARE = 1e-3;
const STRAY_TOLERANCE = 2e-3;

test("twenty steps have Keras' losses, accuracies and final weights", async () => {
  const { X, y } = await digits();
  const model = startModel();
  const steps = stepsOf(model);
  const adam = new Adam(
    steps.flatMap((step) => step.weight ?? []),
    1e-3,
  );
  const order = new RandomState(0).permutation(reference.images);
  reference.steps.forEach((expected, i) => {
    const batch = order.subarray(32 * i, 32 * (i + 1));
    const { loss, accuracy } = step(
      take(X, batch),
      Uint8Array.from(batch, (index) => y[index]),
    );
    closeTo(loss, expected.loss, `loss of step ${i + 1}`);
    closeTo(accuracy, expected.accuracy, `accuracy of step ${i + 1}`);
  });
  assertFinalWeights(model);
  model.dispose();

  function step(images: typeof X, labels: Uint8Array) {
    let sum = { loss: Number.NaN, correct: 0 };
    tf.tidy(() => {
      const gradients = backpropagate(
        steps,
        tf.tensor(images.data, [...images.shape]),
        (logits) => {
          const values = logits.dataSync<"float32">();
          sum = score(values, labels);
          return tf.tensor(lossGradient(values, labels), logits.shape);
        },
      );
      adam.step(gradients);
    });
    return { loss: sum.loss / labels.length, accuracy: sum.correct / labels.length };
  }
});

test("an epoch has the history and the weights of Keras' fit", async () => {
  const { X, y, validation } = await digits();
  const model = startModel();
  const history = await train(model, X, y, { epochs: 1, seed: 0, validation });
  closeTo(history.loss[0], reference.history.loss[0], "loss");
  closeTo(history.accuracy[0], reference.history.accuracy[0], "accuracy");
  closeTo(history.valLoss[0], reference.history.val_loss[0], "val_loss");
  closeTo(history.valAccuracy[0], reference.history.val_accuracy[0], "val_accuracy");
  assertFinalWeights(model);
  model.dispose();
});

async function digits() {
  const { train, test } = await loadTrainTest();
  const imagesOf = ({ data }: typeof train, count: number) =>
    reshape(scalePixels(head(data, count), { low: 0, high: 255 }), [count, 28, 28, 1]);
  const count = reference.validationImages;
  return {
    X: imagesOf(train, reference.images),
    y: train.target.subarray(0, reference.images),
    validation: { X: imagesOf(test, count), y: test.target.subarray(0, count) },
  };
}

/** The network with the start weights of cnnKeras.py. */
function startModel(): tf.Sequential {
  const model = getModel({ imageShape: [28, 28, 1], nClasses: 10 });
  tf.tidy(() => {
    const weights = model.getWeights().map(({ size, shape }, position) => {
      const values = Float32Array.from({ length: size }, (_, i) => {
        const hashed = Math.imul(i + 100_000 * position, 2654435761) >>> 0;
        return (hashed / 2 ** 32 - 0.5) / 5;
      });
      return tf.tensor(values, shape);
    });
    model.setWeights(weights);
  });
  return model;
}

function assertFinalWeights(model: tf.Sequential): void {
  const bytes = Buffer.from(reference.finalWeights, "base64");
  const weights = model.getWeights().flatMap((weight) => [...weight.dataSync()]);
  assert.equal(bytes.length, 4 * weights.length);
  const distances = weights.map((weight, i) => Math.abs(weight - bytes.readFloatLE(4 * i)));
  const furthest = distances.reduce((a, b) => Math.max(a, b));
  assert.ok(furthest < STRAY_TOLERANCE, `a weight lies ${furthest} from Keras'`);
  const strays = distances.filter((distance) => distance >= WEIGHT_TOLERANCE).length;
  const most = STRAY_SHARE * weights.length;
  assert.ok(strays <= most, `${strays} of ${weights.length} weights stray from Keras'`);
}

function closeTo(actual: number, expected: number, what: string): void {
  const message = `${what}: ${actual}, Keras has ${expected}`;
  assert.ok(Math.abs(actual - expected) < LOSS_TOLERANCE, message);
}
