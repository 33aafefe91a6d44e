import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const { sentAt } = createRequire(__filename)("../tools/tslab/sentAt.cjs");

test("what was sent within a millisecond keeps its order", () => {
  const first = sentAt("2026-01-02T03:04:05.678123Z");
  assert.equal(Math.floor(first), Date.parse("2026-01-02T03:04:05.678Z"));
  assert.ok(first < sentAt("2026-01-02T03:04:05.678124Z"));
  assert.ok(sentAt("2026-01-02T03:04:05.678Z") < first);
  assert.equal(sentAt("2026-01-02T03:04:05Z"), Date.parse("2026-01-02T03:04:05Z"));
  assert.ok(Number.isNaN(sentAt(undefined)));
});
