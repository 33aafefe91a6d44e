import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPixelScaling, pixelScalingOf, scalePixels } from "../src/data/pixelScaling";
import { type Samples, samplesOf } from "../src/data/samples";

const bytesOf = (...bytes: number[]) => samplesOf(Uint8Array.from(bytes), [bytes.length]);

test("bytes of the whole range are divided by 255, as the original does", () => {
  const bytes = bytesOf(...Array(256).keys());
  const scaling = pixelScalingOf(bytes);
  assert.deepEqual(scaling, { low: 0, high: 255 });
  assert.deepEqual(
    scalePixels(bytes, scaling).data,
    Float32Array.from(bytes.data, (b) => b / 255),
  );
});

test("low contrast is stretched, and what other images have beyond it is cut off", () => {
  const scaling = pixelScalingOf(bytesOf(100, 125, 150));
  assert.deepEqual(scaling, { low: 100, high: 150 });
  assert.deepEqual(
    [...scalePixels(bytesOf(0, 100, 125, 150, 255), scaling).data],
    [0, 0, 0.5, 1, 1],
  );
});

test("images that are all of one grey become 0, and no number is lost", () => {
  const scaling = pixelScalingOf(bytesOf(7, 7));
  assert.deepEqual([...scalePixels(bytesOf(7, 6), scaling).data], [0, 0]);
});

test("pixels are scaled once, by a scaling that is one", () => {
  const bytes = bytesOf(0, 51, 255);
  const scaled = scalePixels(bytes, { low: 0, high: 255 });
  assert.throws(() => scalePixels(scaled as Samples as typeof bytes, { low: 0, high: 255 }), {
    message: /^images\.data must be bytes .*; images of floats are scaled already/,
  });
  assert.throws(() => pixelScalingOf(bytesOf()), {
    message: /^images hold 0 pixels; give at least/,
  });
  const wrong = ["byte / 255", undefined, null, {}, { low: 0 }, { low: 1, high: 0 }];
  for (const scaling of [...wrong, { low: Number.NaN, high: 1 }, { low: 0, high: Infinity }]) {
    assert.throws(() => checkPixelScaling(scaling as never), {
      message: /^scaling=.* must be \{ low, high \}/,
    });
  }
});
