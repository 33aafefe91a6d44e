import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFurtherImages, checkFurtherParameters } from "../src/notebook/furtherParameters";

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

test("what does not fit the images is refused before anything is computed with them", () => {
  const pool = { nImages: 400, imageShape: [28, 28] } as const;
  const small = { ...pool, imageShape: [17, 28] } as const;
  checkFurtherImages(PARAMETERS, pool, 10);
  const atBounds = { ...PARAMETERS, k: 400, nNeighbours: 399, nVectors: 400, nComponents: 400 };
  checkFurtherImages(atBounds, pool, 2);
  for (const [beyond, images, nClasses, message] of [
    [{}, small, 10, /^RangeError: height=17 must be an integer from 18/],
    [{}, pool, 1, /^RangeError: nClasses=1 must be an integer from 2/],
    [{ k: 401 }, pool, 10, /^RangeError: k=401 must be at most 400, the images of the pool; /],
    [{ nNeighbours: 400 }, pool, 10, /^RangeError: nNeighbours=400 must be at most 399, the other/],
    [{ nVectors: 401 }, pool, 10, /^RangeError: nVectors=401 must be at most 400/],
    [{ nComponents: 401 }, pool, 10, /^RangeError: nComponents=401 must be at most 400, as each /],
    [
      { nComponents: 99, nOrientations: 2 },
      pool,
      10,
      /^RangeError: nComponents=99 must be at most 98/,
    ],
  ] as const) {
    assert.throws(
      () => checkFurtherImages({ ...PARAMETERS, ...beyond }, images, nClasses),
      message,
    );
  }
});
