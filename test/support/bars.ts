import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-node";
import { getModel } from "../../src/cnn/model";
import { type Samples, samplesOf } from "../../src/data/samples";
import { RandomState } from "../../src/numeric/random";

export const IMAGE_SHAPE = [18, 19, 1] as const;

/** Noise with a bright bar whose row is the label: quick to learn, in two poolings of odd sizes. */
export function bars(
  count: number,
  nClasses = 3,
  seed = 0,
): { X: Samples<Float32Array>; y: Uint8Array } {
  const random = new RandomState(seed);
  const [height, width] = IMAGE_SHAPE;
  const y = Uint8Array.from({ length: count }, (_, i) => i % nClasses);
  const data = Float32Array.from({ length: count * height * width }, (_, i) => {
    const row = Math.floor(i / width) % height;
    const label = y[Math.floor(i / (height * width))];
    return Math.floor(row / 6) === label ? 0.5 + random.randomSample() / 2 : random.randomSample();
  });
  return { X: samplesOf(data, [count, ...IMAGE_SHAPE]), y };
}

export function barModel(seed = 0): tf.Sequential {
  return getModel({ imageShape: IMAGE_SHAPE, nClasses: 3, seed });
}

export function weightsOf(model: tf.Sequential): number[][] {
  return model.getWeights().map((weight) => [...weight.dataSync()]);
}

/** Runs something and asserts that it left no tensor behind. */
export async function leakless<T>(run: () => Promise<T>): Promise<T> {
  const before = tf.memory().numTensors;
  try {
    return await run();
  } finally {
    assert.equal(tf.memory().numTensors, before);
  }
}
