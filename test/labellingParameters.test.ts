import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLabellingParameters } from "../src/notebook/labellingParameters";

const GOOD = {
  ...{
    pictureDir: undefined as string | undefined,
    labelsDir: "labels/digits",
    size: 28,
    space: "spectral",
    k: 50,
  },
  ...{ percentileClosest: 75, epochs: 10, seed: 42, nChecked: 40, nSeeds: 10 },
  modelDir: "runs/no-such-model",
};

test("what a later cell would refuse is refused at once, by name, value and bound", async () => {
  await checkLabellingParameters(GOOD);
  const refused = (bad: Partial<typeof GOOD>, sentence: RegExp) =>
    assert.rejects(checkLabellingParameters({ ...GOOD, ...bad }), sentence);
  await refused({ space: "pixel" }, /space=pixel is unknown; choose one of pixels, gradients, spe/);
  await refused({ k: 1 }, /k=1 must be an integer from 2/);
  await refused({ size: 17 }, /17/);
  await refused({ percentileClosest: 101 }, /percentileClosest=101/);
  await refused({ nSeeds: -1 }, /nSeeds=-1 must be an integer from 0/);
  await refused({ pictureDir: "no/such" }, /pictureDir=no\/such does not exist/);
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
