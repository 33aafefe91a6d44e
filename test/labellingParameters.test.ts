import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLabellingParameters } from "../src/notebook/labellingParameters";

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
