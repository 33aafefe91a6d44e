import assert from "node:assert/strict";
import { test } from "node:test";
import { trainRungs } from "../src/cnn/rungs";
import { scalePixels } from "../src/data/pixelScaling";
import { samplesOf } from "../src/data/samples";
import { Interrupted } from "../src/running/watch";
import { bars, leakless } from "./support/bars";

const scaling = { low: 0, high: 255 };

/** Bars as bytes, one image a row. */
function byteBars(nImages: number, seed: number) {
  const { X, y } = bars(nImages, 2, seed);
  const bytes = Uint8Array.from(X.data, (pixel) => Math.min(255, Math.max(0, pixel * 255)));
  return {
    X: samplesOf(bytes, [nImages, bytes.length / nImages]),
    y,
    imageShape: X.shape.slice(1),
  };
}

const POOL = byteBars(500, 3);

/** So many images of the pool, not the first ones. */
function rungOf(nImages: number) {
  const images = Int32Array.from({ length: nImages }, (_, i) => i + 100);
  return { name: `${nImages} images`, images, y: images.map((i) => POOL.y[i]) };
}

function ladder() {
  const { X: heldOutX, y: heldOutY, imageShape } = byteBars(60, 7);
  const heldOut = {
    X: samplesOf(scalePixels(heldOutX, scaling).data, [60, ...imageShape]),
    y: heldOutY,
  };
  const shape = imageShape as [number, number, number];
  return {
    X: POOL.X,
    imageShape: shape,
    nClasses: 2,
    seed: 1,
    batchSize: 16,
    steps: 25,
    scaling,
    heldOut,
  };
}

test("each rung trains a fresh network for the same number of steps, whatever its images", async () => {
  const options = ladder();
  const rungs = [40, 300].map(rungOf);
  const messages: string[] = [];
  const watch = { onProgress: ({ message }: { message: string }) => messages.push(message) };
  const results = await leakless(() => trainRungs(rungs, options, watch));
  assert.deepEqual(
    results.map(({ name, nImages, nSteps, heldOut }) => [name, nImages, nSteps, heldOut.nImages]),
    [
      ["40 images", 40, 25, 60],
      ["300 images", 300, 25, 60],
    ],
  );
  const [again] = await trainRungs([rungs[1]], options);
  assert.deepEqual(again, results[1]);
  assert.ok(results[1].heldOut.accuracy > 0.7, `${results[1].heldOut.accuracy}`);
  assert.ok(
    messages.some((message) => message.startsWith("300 images: epoch")),
    messages.join("\n"),
  );
});

test("an interrupt ends the ladder, and nothing is left of it", async () => {
  const signal = AbortSignal.abort();
  await leakless(() =>
    assert.rejects(trainRungs([rungOf(40)], ladder(), { signal }), (error) => {
      assert.ok(error instanceof Interrupted);
      return /Stopped at "40 images"/.test(error.message);
    }),
  );
});
