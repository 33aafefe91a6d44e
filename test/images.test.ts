import assert from "node:assert/strict";
import { test } from "node:test";
import { checkScaling, normalize } from "../src/data/images";
import { type Samples, samplesOf } from "../src/data/samples";

test("bytes are normalized once, by a scaling that is one", () => {
  const bytes = samplesOf(Uint8Array.of(0, 51, 255), [3]);
  const scaled = normalize(bytes);
  assert.deepEqual([...scaled.data], [0, Math.fround(0.2), 1]);
  assert.deepEqual([...normalize(bytes, { kind: "divide", by: 51 }).data], [0, 1, 5]);
  assert.throws(() => normalize(scaled as Samples as typeof bytes), {
    message: /^images\.data must be bytes .*; images of floats are normalized already/,
  });
  const wrong = ["byte / 255", undefined, null, {}, { kind: "divide", by: 0 }, { kind: "divide" }];
  for (const scaling of [...wrong, { kind: "divide", by: Number.NaN }, { kind: "standardize" }]) {
    assert.throws(() => checkScaling(scaling as never), {
      message: /^scaling=.* by: a number above 0/,
    });
  }
});
