import assert from "node:assert/strict";
import { test } from "node:test";
import { stepWarnings } from "../src/cnn/trainOptions";
import { samplesOf } from "../src/data/samples";
import { NO_LABEL } from "../src/labels/handLabels";
import {
  classWarnings,
  countWrong,
  mostSuspicious,
  selfConfidence,
  spotCheck,
  spotCheckByClass,
  spotCheckImages,
} from "../src/labels/quality";
import { labelNext, nearestMembers, spreadWithinClusters } from "../src/labels/suggestions";

const probabilities = samplesOf(Float32Array.of(0.9, 0.1, 0.25, 0.75, 0.5, 0.5), [3, 2]);

test("the label that the network doubts most comes first", () => {
  const confidence = selfConfidence(probabilities, [0, 0, 1]);
  assert.deepEqual([...confidence], [...Float32Array.of(0.9, 0.25, 0.5)]);
  assert.deepEqual([...mostSuspicious(confidence, 2)], [1, 2]);
});

test("a spot check draws without repeating, and counts what a person could tell", () => {
  const drawn = spotCheckImages(100, 40, 3);
  assert.equal(new Set(drawn).size, 40);
  assert.deepEqual(drawn, spotCheckImages(100, 40, 3));
  assert.equal(spotCheckImages(5, 40).length, 5);
  const told = [0, 1, 1, NO_LABEL, 0];
  const given = [0, 1, 0, 0, NO_LABEL];
  const check = spotCheck(told, given);
  assert.deepEqual([check?.right, check?.nImages, check?.share], [2, 3, 2 / 3]);
  assert.ok(check && check.low < 2 / 3 && check.high > 2 / 3 && check.more > 3);
  assert.equal(spotCheck([NO_LABEL], [0]), undefined);
  const byClass = spotCheckByClass(told, given, 3);
  assert.deepEqual(
    byClass.map((one) => one && [one.right, one.nImages]),
    [[1, 1], [1, 2], undefined],
  );
});

test("small classes and missing ones are told", () => {
  const y = [...new Array(40).fill(0), 1];
  const warnings = classWarnings(y, ["a", "b", "c"]).join(" ");
  assert.match(warnings, /^Fewer than 10 images to learn from: b\. No image to learn from: c\.$/);
  assert.deepEqual(classWarnings(new Array(20).fill(0), ["a"]), []);
});

test("a training that is too short is told, with the epochs that are enough", () => {
  assert.deepEqual(stepWarnings(400, 16), []);
  assert.match(stepWarnings(400, 10).join(), /^Only 130 training steps: .* raise epochs to 16\.$/);
});

test("wrong labels are counted where the truth is known", () => {
  assert.equal(countWrong(["7", "1", "2"], Uint8Array.of(7, 2, 1), [0, 1]), 1);
});

test("the next image to label lies amid those that the network doubts, in the most doubted cluster", () => {
  const X = samplesOf(Float32Array.of(0, 0.1, 5, 5.1, 5.4, 9), [6, 1]);
  const sure = [0.9, 0.1];
  const doubts = [0.2, 0.8];
  const network = samplesOf(
    Float32Array.from([sure, sure, doubts, doubts, doubts, doubts].flat()),
    [6, 2],
  );
  const clusters = Int32Array.of(0, 0, 0, 0, 0, 1);
  const y = [0, 0, 0, 0, 0, 0];
  assert.deepEqual([...labelNext(X, network, clusters, y, [0, 5], 10)], [3]);
  assert.deepEqual([...labelNext(X, network, clusters, y, [0], 10)], [3, 5]);
  assert.deepEqual([...labelNext(X, network, clusters, y, [0], 1)], [3]);
  const spread = spreadWithinClusters(X, clusters, Int32Array.of(0, -1, -1, 1, -1, -1));
  assert.deepEqual([...spread], [0, 0, 1, 1, 1, -1]);
});

test("a cluster is represented by its own nearest member, the first of equals", () => {
  assert.deepEqual([...nearestMembers([3, 1, 1, 2], Int32Array.of(0, 1, 1, 0), 2)], [3, 1]);
  assert.throws(() => nearestMembers([1], Int32Array.of(0), 2), /cluster=1 has no member/);
});
