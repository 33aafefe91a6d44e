import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFurtherParameters } from "../src/notebook/furtherParameters";

const PARAMETERS = {
  k: 50,
  seed: 42,
  nInit: 10,
  nOrientations: 12,
  nComponents: 80,
  nNeighbours: 10,
  nVectors: 35,
  leastAgreement: 0.97,
  certainShare: 0.97,
  epochs: 8,
  filters: 16,
  dataDir: undefined,
};

test("the fourth notebook's parameters are taken up to their bounds, and refused beyond", async () => {
  for (const within of [{ seed: 0 }, { seed: 2 ** 32 - 3 }, { nVectors: 2 }, { epochs: 0 }]) {
    await checkFurtherParameters({ ...PARAMETERS, ...within });
  }
  for (const [beyond, message] of [
    [{ seed: 2 ** 32 - 2 }, /^RangeError: seed=4294967294 must be at most 4294967293, as starts /],
    [{ nVectors: 1 }, /^RangeError: nVectors=1 must be an integer from 2; /],
    [{ certainShare: 1.5 }, /^RangeError: certainShare=1.5 must be a share above 0, at most 1; /],
    [{ dataDir: "" }, /^Error: dataDir="" names no folder/],
  ] satisfies [object, RegExp][]) {
    await assert.rejects(checkFurtherParameters({ ...PARAMETERS, ...beyond }), message);
  }
});
