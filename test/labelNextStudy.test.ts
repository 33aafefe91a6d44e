import assert from "node:assert/strict";
import { test } from "node:test";
import { loadTrainTest } from "../src/data/loading";
import { pixelScalingOf, scalePixels } from "../src/data/pixelScaling";
import { head, reshape } from "../src/data/samples";
import { labelNextStudy } from "../src/study/labelNextStudy";

test("where clusters are mixed, suggested pictures are worth more than random ones", async () => {
  const { train } = await loadTrainTest();
  const digits = head(train.data, 1000);
  const points = scalePixels(digits, pixelScalingOf(digits));
  const X = reshape(points, [1000, 28, 28, 1]);
  const study = { k: 50, more: 10, seeds: [0, 1, 2] };
  const trials = await labelNextStudy(X, points, train.target.subarray(0, 1000), study);
  assert.deepEqual(
    trials.map(({ seed }) => seed),
    study.seeds,
  );
  for (const { before, random, suggested } of trials) {
    assert.ok(before > 0.7 && before < 0.9);
    assert.ok(suggested > before && suggested > random, `${before} ${random} ${suggested}`);
  }
});
