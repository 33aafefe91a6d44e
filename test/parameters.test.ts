import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkParameters, type Parameters } from "../src/notebook/parameters";
import { writeSmallImages } from "./data/smallImages";
import { runNotebook } from "./support/notebooks";

const folder = mkdtempSync(join(tmpdir(), "parameters-"));
after(() => rmSync(folder, { recursive: true }));
const GOOD: Parameters = {
  k: 2,
  percentileClosest: 100,
  nInit: 1,
  seed: 0,
  engine: "tfjs",
  trainNumExamples: 1,
  baselineEpochs: 0,
  propagatedEpochs: 0,
  batchSize: 1,
  comparisonSteps: 1,
  ceiling: false,
  labelsFile: undefined,
  dataDir: undefined,
  modelDir: join(folder, "new", "model"),
};

test("parameters at their bounds are taken, and nothing is made", async () => {
  await checkParameters(GOOD);
  await checkParameters({ ...GOOD, labelsFile: join(folder, "new", "labels.csv") });
  assert.deepEqual(readdirSync(folder), []);
});

test("each parameter out of its bounds is refused by its own name", async () => {
  writeFileSync(join(folder, "file"), "");
  mkdirSync(join(folder, "full"));
  writeFileSync(join(folder, "full", "thesis.tex"), "");
  writeFileSync(join(folder, "full", "thesis.csv"), "name,age\nx,3");
  const cases: [Partial<Parameters>, RegExp][] = [
    [{ k: 1 }, /^k=1 must be an integer from 2/],
    [{ k: 2.5 }, /^k=2.5 must be an integer from 2/],
    [{ percentileClosest: 150 }, /^percentileClosest=150 must lie from 0 to 100/],
    [{ percentileClosest: Number.NaN }, /^percentileClosest=NaN/],
    [{ nInit: 0 }, /^nInit=0 must be an integer from 1/],
    [{ seed: -1 }, /^seed=-1 must be an integer from 0/],
    [{ engine: "keras" as "tfjs" }, /^engine=keras is unknown/],
    [{ trainNumExamples: 0 }, /^trainNumExamples=0 must be an integer from 1/],
    [{ baselineEpochs: -1 }, /^baselineEpochs=-1 must be an integer from 0/],
    [{ propagatedEpochs: 0.5 }, /^propagatedEpochs=0.5 must be an integer from 0/],
    [{ batchSize: 0 }, /^batchSize=0 must be an integer from 1/],
    [{ comparisonSteps: 0 }, /^comparisonSteps=0 must be an integer from 1/],
    [{ labelsFile: "" }, /^labelsFile="" names no file/],
    [{ labelsFile: join(folder, "file", "labels.csv") }, /^labelsFile=.*labels\.csv: .*ENOTDIR/],
    [{ labelsFile: join(folder, "full") }, /full: it is a folder; put a file there/],
    [
      { labelsFile: join(folder, "full", "thesis.csv") },
      /thesis\.csv: line 1 must name the columns/,
    ],
    [{ dataDir: "" }, /^dataDir="" names no folder/],
    [{ dataDir: join(folder, "none") }, /^dataDir=.*none/],
    [{ modelDir: "" }, /^modelDir="" names no folder/],
    [{ modelDir: join(folder, "file") }, /^modelDir=.* is a file/],
    [{ modelDir: join(folder, "full") }, /^modelDir=.* holds thesis\./],
    [{ modelDir: join(folder, "file", "model") }, /^modelDir=.*ENOTDIR/],
    [{ modelDir: "/dev/null/model" }, /^modelDir=\/dev\/null\/model: .*ENOTDIR/],
  ];
  for (const [changed, message] of cases) {
    await assert.rejects(checkParameters({ ...GOOD, ...changed }), { message });
  }
  assert.deepEqual(readdirSync(folder).sort(), ["file", "full"]);
});

test("the main notebook refuses a late cell's parameter, and images that are too small, before it computes", async () => {
  const small = join(folder, "small");
  await writeSmallImages(small, { height: 16 });
  const unlabelled = join(folder, "unlabelled");
  await writeSmallImages(unlabelled, { labelled: false, counts: [5, 5] });
  const labelsFile = join(folder, "labels.csv");
  writeFileSync(labelsFile, `hash,label\n${"0".repeat(64)},dog`);
  const cases: [string[], RegExp][] = [
    [
      ["-p", "dataDir", unlabelled, "-p", "labelsFile", labelsFile, "-p", "k=2"],
      /Cell 3 .*labels\.csv: 1 of its rows[\s\S]*label=dog is no class; the classes are 0, 1, 2/,
    ],
    [["-p", "batchSize=0"], /Cell 2 .*RangeError: batchSize=0 must be an integer from 1/],
    [["-p", "dataDir", small, "-p", "k=2"], /Cell 3 .*height=16 must be an integer from 18/],
    [
      ["-p", "dataDir", unlabelled],
      /Cell 2 .*labelsFile=undefined copies true labels, but .* none/,
    ],
  ];
  const refuse = async ([args, sentence]: [string[], RegExp]) => {
    const { status, output } = await runNotebook(args);
    assert.equal(status, 1, output);
    assert.match(output, sentence);
  };
  await Promise.all(cases.map(refuse));
});
