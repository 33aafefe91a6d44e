import assert from "node:assert/strict";
import { test } from "node:test";
import { closestToCentroid } from "../src/labels/propagation";
import { checkEnoughPictures, checkLabellingParameters } from "../src/notebook/labellingParameters";

const GOOD = {
  ...{
    pictureDir: undefined as string | undefined,
    labelsDir: "runs/no-such-labels",
    classes: undefined as string[] | undefined,
    size: 28,
    space: "spectral",
    k: 50,
  },
  ...{ percentileClosest: 75, epochs: 10, seed: 42, nChecked: 40, nSeeds: 10 },
  modelDir: "runs/no-such-model",
  predictionsFile: "runs/no-such-predictions.csv",
};

test("what a later cell would refuse is refused at once, by name, value and bound", async () => {
  await checkLabellingParameters(GOOD);
  const refused = (bad: Partial<typeof GOOD>, sentence: RegExp) =>
    assert.rejects(checkLabellingParameters({ ...GOOD, ...bad }), sentence);
  await refused({ space: "pixel" }, /space=pixel is unknown; choose one of pixels, gradients, spe/);
  await refused({ k: 1 }, /k=1 must be an integer from 2/);
  await refused({ size: 17 }, /size=17 must be an integer from 18/);
  await refused({ epochs: 0 }, /epochs=0 must be an integer from 1/);
  await refused({ nSeeds: 1 }, /nSeeds=1 must be 2 or more, or 0/);
  await refused({ classes: ["a"] }, /classes names 1 class \(a\), which must be 2 to 256/);
  await refused({ percentileClosest: 101 }, /percentileClosest=101/);
  await refused({ nSeeds: -1 }, /nSeeds=-1 must be an integer from 0/);
  await refused({ pictureDir: "no/such" }, /pictureDir=no\/such does not exist/);
});

test("what cannot be written is refused before anything is computed", async () => {
  const refused = (bad: Partial<typeof GOOD>, sentence: RegExp) =>
    assert.rejects(checkLabellingParameters({ ...GOOD, ...bad }), sentence);
  await refused({ labelsDir: "package.json" }, /labelsDir=.*: a part of its path is no folder/);
  await refused({ predictionsFile: "src" }, /predictionsFile=src must be a file/);
  await refused({ predictionsFile: "" }, /predictionsFile= must be a file/);
  await refused({ predictionsFile: "package.json/a.csv" }, /predictionsFile=.*no folder/);
});

test("one's own pictures are not named in the labels of the sample pictures", async () => {
  const own = { ...GOOD, pictureDir: "notebooks" };
  const labelsDir = "notebooks/labels/digits";
  await checkLabellingParameters(own);
  await assert.rejects(
    checkLabellingParameters({ ...own, labelsDir }),
    /labelsDir=notebooks\/labels\/digits holds the labels of the sample digits; name a folder/,
  );
});

test("a set that is too small for a later cell is refused as soon as it is read", () => {
  const check = (nImages: number, k: number, percentileClosest = 75) =>
    checkEnoughPictures(nImages, { k, percentileClosest });
  assert.throws(
    () => check(3, 2),
    /^RangeError: nImages=3 must be at least 4, as two .*; add pictur/,
  );
  assert.throws(() => check(3, 50), /^RangeError: nImages=3 must be at least 4/);
  assert.throws(
    () => check(40, 50),
    /^RangeError: k=50 must be at most 40, the pictures that there/,
  );
  assert.throws(
    () => check(5, 2),
    /^RangeError: k=2 with percentileClosest=75 may leave fewer than 4 of 5 pictures to learn from; r/,
  );
  assert.throws(
    () => check(2000, 3, 0),
    /may leave fewer than 4 of 2000 pictures .* raise one of them or add/,
  );
  check(6, 2);
  check(4, 2, 100);
  check(2000, 4, 0);
});

test("no clusters of that many pictures leave fewer to learn from than is promised", () => {
  for (const k of [2, 3]) {
    for (let nImages = 4; nImages < 12; nImages++) {
      for (const percentileClosest of [0, 10, 50, 75, 100]) {
        const worst = Math.min(
          ...partitions(nImages, k).map((sizes) => {
            const labels = sizes.flatMap((size, cluster) => new Array<number>(size).fill(cluster));
            const distances = Float32Array.from(labels, (_, i) => i);
            return closestToCentroid(distances, labels, percentileClosest).length;
          }),
        );
        const check = () => checkEnoughPictures(nImages, { k, percentileClosest });
        if (worst < 4) assert.throws(check, RangeError);
        else if (worst > 5) check();
      }
    }
  }
});

/** The sizes that k clusters of so many images can have. */
function partitions(nImages: number, k: number): number[][] {
  if (k === 1) return [[nImages]];
  const first = Array.from({ length: nImages - k + 1 }, (_, i) => i + 1);
  return first.flatMap((size) => partitions(nImages - size, k - 1).map((rest) => [size, ...rest]));
}
