import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { writeSmallImages } from "./data/smallImages";
import {
  type Cell,
  codeCell,
  executed,
  htmlOf,
  joined,
  RUNS,
  readNotebook,
  runNotebook,
  textOf,
} from "./support/notebooks";

/** How often each cell runs: `npm run soak` takes more. */
const REPEATS = Number(process.env.REPEATS ?? 5);
const NAME = "memory-probe";
const PATH = `notebooks/${NAME}.ipynb`;
const DATA = join(RUNS, "images");
const MODEL = join(RUNS, "model");

after(() => {
  rmSync(PATH, { force: true });
});

/** Prints the tensors and the megabytes that are left once all garbage is collected. */
const PROBE = `
import * as tf from "@tensorflow/tfjs-node";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
for (let i = 0; i < 2; i++) {
  runInNewContext("gc")();
  await new Promise((resolve) => setTimeout(resolve, 20));
}
const { heapUsed, arrayBuffers } = process.memoryUsage();
console.log(JSON.stringify({ tensors: tf.memory().numTensors, megabytes: (heapUsed + arrayBuffers) / 1e6 }));
`;

test(`any cell, ${REPEATS} times in a row: the same result, no more tensors, no lasting memory`, async () => {
  await writeSmallImages(DATA);
  const { cells, ...notebook } = readNotebook("notebooks/1-semi-supervised-cnn-with-kmeans.ipynb");
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const probed = code.flatMap((cell): Cell[] => {
    const again = () => codeCell(joined(cell.source), cell.metadata.tags);
    // The second run is the first to leave what the one before it made.
    const repeats = Array.from({ length: REPEATS - 2 }, again);
    return [again(), again(), codeCell(PROBE), ...repeats, codeCell(PROBE)];
  });
  // Only the first cell of parameters may be tagged: the new values come right after it.
  const parameters = probed.filter(({ metadata }) => metadata.tags?.includes("parameters"));
  for (const cell of parameters.slice(0, -1)) cell.metadata.tags = [];
  writeFileSync(PATH, JSON.stringify({ ...notebook, cells: probed }));
  const args = [
    PATH,
    "--name",
    NAME,
    "-p",
    "k=13",
    "-p",
    "nInit=1",
    "-p",
    "propagatedEpochs=1",
    "-p",
    "comparisonSteps=5",
  ];
  const folders = ["-p", "dataDir", DATA, "-p", "modelDir", MODEL];
  const { status, output } = await runNotebook([...args, ...folders]);
  assert.equal(status, 0, output);
  const ran = executed(NAME).cells.filter(
    ({ metadata }) => !metadata.tags?.includes("injected-parameters"),
  );
  code.forEach((cell, i) => {
    const name = joined(cell.source).trim().split("\n")[0];
    const ofCell = ran.slice(i * (REPEATS + 2), (i + 1) * (REPEATS + 2));
    const isProbe = ({ source }: Cell) => joined(source).includes("--expose-gc");
    const [early, late] = ofCell.filter(isProbe).map((probe) => JSON.parse(textOf(probe)));
    const results = new Set(ofCell.filter((run) => !isProbe(run)).map(result));
    assert.equal(results.size, 1, `${name}: differing results`);
    assert.equal(late.tensors - early.tensors, 0, `${name}: tensors`);
    assert.ok(
      late.megabytes - early.megabytes < 15,
      `${name}: ${early.megabytes} -> ${late.megabytes} MB`,
    );
  });
});

/** What a cell shows, without the seconds it took and the numbers that tfjs gives to new layers. */
function result(cell: Cell): string {
  const seconds = /\d+(\.\d+)? (min|s)\b|<td[^>]*>\d+\.\d+<\/td><\/tr>/g;
  const layers = /\b(conv2d|max_pooling2d|flatten|dense)_\w+/g;
  const text = textOf(cell).replace(layers, "$1").replace(/\s+/g, " ");
  return text + htmlOf(cell).replace(seconds, "");
}
