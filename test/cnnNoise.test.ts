import assert from "node:assert/strict";
import { test } from "node:test";
import { augment } from "../src/cnn/augmentation";
import { evaluate } from "../src/cnn/evaluation";
import { lossGradient, score } from "../src/cnn/logits";
import { getModel } from "../src/cnn/model";
import { stepsOf } from "../src/cnn/network";
import { train } from "../src/cnn/training";
import { rateShare } from "../src/cnn/trainOptions";
import { loadTrainTest } from "../src/data/loading";
import { scalePixels } from "../src/data/pixelScaling";
import { head, reshape, samplesOf } from "../src/data/samples";
import { RandomState } from "../src/numeric/random";

/** One bright pixel in the middle of 9 x 9, in two channels of which the second is half as bright. */
function dots(nImages: number) {
  const data = new Float32Array(nImages * 162);
  for (let i = 0; i < nImages; i++) data.set([1, 0.5], i * 162 + 80);
  return samplesOf(data, [nImages, 9, 9, 2]);
}

/** The centre of mass of one channel, from the middle of the image. */
function centre(image: Float32Array, channel: number) {
  let [sum, row, column] = [0, 0, 0];
  for (let i = 0; i < 81; i++) {
    const value = image[2 * i + channel];
    sum += value;
    row += value * (Math.floor(i / 9) - 4);
    column += value * ((i % 9) - 4);
  }
  return { sum, row: row / sum, column: column / sum };
}

const STILL = { shift: 0, turn: 0, zoom: 0, shear: 0 };

test("augmentation by nothing changes nothing", () => {
  const images = dots(3);
  assert.deepEqual(augment(images, STILL, new RandomState(0)).data, images.data);
});

test("shifts move all channels alike, up to as far as allowed, and lose nothing", () => {
  const { data } = augment(dots(200), { ...STILL, shift: 2 }, new RandomState(0));
  const centres = Array.from({ length: 200 }, (_, i) => {
    const image = data.subarray(i * 162, (i + 1) * 162);
    const [first, second] = [centre(image, 0), centre(image, 1)];
    assert.ok(Math.abs(first.sum - 1) < 1e-5 && Math.abs(second.sum - 0.5) < 1e-5);
    assert.ok(Math.abs(first.row - second.row) < 1e-4);
    return first;
  });
  for (const axis of ["row", "column"] as const) {
    const moves = centres.map((one) => one[axis]);
    assert.ok(Math.max(...moves) > 1.8 && Math.max(...moves) <= 2.0001);
    assert.ok(Math.min(...moves) < -1.8 && Math.min(...moves) >= -2.0001);
  }
});

test("turns, zooms and shears leave the middle where it is and move the rest as far as they say", () => {
  const random = new RandomState(1);
  for (const options of [{ turn: 90 }, { zoom: 0.4 }, { shear: 0.5 }]) {
    const { data } = augment(dots(20), { ...STILL, ...options }, random);
    for (let i = 0; i < 20; i++) assert.ok(Math.abs(data[i * 162 + 80] - 1) < 1e-6);
  }
  const off = dots(300);
  off.data.fill(0);
  for (let i = 0; i < 300; i++) off.data[i * 162 + 2 * (4 * 9 + 7)] = 1;
  const turned = augment(off, { ...STILL, turn: 90 }, random).data;
  const angles = Array.from({ length: 300 }, (_, i) => {
    const { row, column } = centre(turned.subarray(i * 162, (i + 1) * 162), 0);
    assert.ok(Math.abs(Math.hypot(row, column) - 3) < 0.3);
    return (Math.atan2(row, column) * 180) / Math.PI;
  });
  assert.ok(Math.max(...angles) > 80 && Math.max(...angles) < 100);
  assert.ok(Math.min(...angles) < -80 && Math.min(...angles) > -100);
});

test("a model's dropout is a step of training", () => {
  const shape = { imageShape: [18, 18, 1] as const, nClasses: 3 };
  const steps = stepsOf(getModel({ ...shape, dropout: 0.5 }));
  assert.equal(steps.filter(({ trainingOnly }) => trainingOnly).length, 1);
  assert.equal(steps.length, stepsOf(getModel(shape)).length + 1);
});

test("smoothed labels: the gradient is the slope of the loss, and that is Keras' formula", () => {
  const logits = Float32Array.of(1, -2, 0.5, 0.2, 3, -1);
  const y = Uint8Array.of(2, 0);
  const gradient = lossGradient(logits, y, 0.3);
  for (let i = 0; i < logits.length; i++) {
    const [more, less] = [logits.slice(), logits.slice()];
    more[i] += 0.01;
    less[i] -= 0.01;
    const slope = (score(more, y, 0.3).loss - score(less, y, 0.3).loss) / 0.02 / 2;
    assert.ok(Math.abs(gradient[i] - slope) < 1e-4, `[${i}] ${gradient[i]} ${slope}`);
  }
  // -(0.8 + 0.2 / 2) log p0 - (0.2 / 2) log p1, where p0 = 3/4.
  const expected = -0.9 * Math.log(0.75) - 0.1 * Math.log(0.25);
  const { loss } = score(Float32Array.of(Math.log(3), 0), Uint8Array.of(0), 0.2);
  assert.ok(Math.abs(loss - expected) < 1e-6);
});

test("the cosine schedule is Keras' CosineDecay", () => {
  const shares = [0, 1, 2, 3].map((step) => rateShare("cosine", step, 4));
  const expected = [1, 0.5 * (1 + Math.SQRT1_2), 0.5, 0.5 * (1 - Math.SQRT1_2)];
  shares.forEach((share, i) => {
    assert.ok(Math.abs(share - expected[i]) < 1e-12);
  });
  assert.equal(rateShare("constant", 3, 4), 1);
});

test("training with all of it repeats by its seed, and learns", async () => {
  const { train: digits } = await loadTrainTest();
  const images = head(reshape(digits.data, [60000, 28, 28, 1]), 500);
  const X = scalePixels(images, { low: 0, high: 255 });
  const y = digits.target.subarray(0, 500);
  const imageShape = [28, 28, 1] as const;
  const noise = {
    batchSize: 50,
    schedule: "cosine",
    labelSmoothing: 0.1,
    augmentation: {},
  } as const;
  const run = async (seed: number) => {
    const model = getModel({ imageShape, nClasses: 10, filters: 4, dropout: 0.3 });
    const options = { epochs: 6, learningRate: 0.004, seed, ...noise };
    const { loss } = await train(model, X, y, options);
    return { loss, accuracy: (await evaluate(model, X, y)).accuracy };
  };
  const [first, again, other] = [await run(1), await run(1), await run(2)];
  assert.deepEqual(again, first);
  assert.notDeepEqual(other.loss, first.loss);
  assert.ok(first.accuracy > 0.6, `accuracy ${first.accuracy}`);
});

test("training refuses noise that makes no sense, by name", async () => {
  const model = getModel({ imageShape: [18, 18, 1], nClasses: 2 });
  const X = samplesOf(new Float32Array(324), [1, 18, 18, 1]);
  const cases = [
    [{ labelSmoothing: 1 }, /labelSmoothing=1 /],
    [{ augmentation: { zoom: 1 } }, /augmentation\.zoom=1 .*below 1/],
    [{ augmentation: { turn: Number.NaN } }, /augmentation\.turn=NaN /],
  ] as const;
  for (const [options, message] of cases) {
    await assert.rejects(train(model, X, Uint8Array.of(0), { epochs: 1, ...options }), message);
  }
  const shape = { imageShape: [18, 18, 1] as const, nClasses: 2 };
  assert.throws(() => getModel({ ...shape, filters: 0 }), /filters=0 /);
  assert.throws(() => getModel({ ...shape, dropout: 1 }), /dropout=1 /);
});
