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

const REPEATS = 10;
/** Kernels at a time: each repeats some of the cells, and runs the others once. */
const KERNELS = 2;
const nameOf = (kernel: number) => `memory-probe-${kernel}`;
const pathOf = (kernel: number) => `notebooks/${nameOf(kernel)}.ipynb`;
const DATA = join(RUNS, "images");

after(() => {
  for (let kernel = 0; kernel < KERNELS; kernel++) rmSync(pathOf(kernel), { force: true });
});

/** Prints the tensors and the megabytes that are left once all garbage is collected. */
const PROBE = `
import * as tf from "@tensorflow/tfjs-node";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
for (let i = 0; i < 4; i++) {
  runInNewContext("gc")();
  await new Promise((resolve) => setTimeout(resolve, 20));
}
const { heapUsed, arrayBuffers } = process.memoryUsage();
console.log(JSON.stringify({ tensors: tf.memory().numTensors, megabytes: (heapUsed + arrayBuffers) / 1e6 }));
`;

test("any cell, ten times in a row: the same result, no more tensors, no lasting memory", async () => {
  await writeSmallImages(DATA);
  const notebook = readNotebook("notebooks/1-semi-supervised-cnn-with-kmeans.ipynb");
  const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
  const kernels = Array.from({ length: KERNELS }, (_, kernel) => kernel);
  await Promise.all(kernels.map((kernel) => runProbed(notebook, code, kernel)));
  for (const kernel of kernels) {
    const ran = executed(nameOf(kernel)).cells.filter(
      ({ metadata }) => !metadata.tags?.includes("injected-parameters"),
    );
    code.forEach((cell, i) => {
      const ofCell = ran.splice(0, isRepeated(i, kernel) ? REPEATS + 2 : 1);
      if (isRepeated(i, kernel)) checkRepeats(joined(cell.source).trim().split("\n")[0], ofCell);
    });
  }
});

const isRepeated = (cell: number, kernel: number) => cell % KERNELS === kernel;

/** Runs the notebook with a kernel's cells ten times each, and looks at its memory after the second and the last. */
async function runProbed(
  notebook: { cells: Cell[] },
  code: readonly Cell[],
  kernel: number,
): Promise<void> {
  const probed = code.flatMap((cell, i): Cell[] => {
    const again = () => codeCell(joined(cell.source), cell.metadata.tags);
    if (!isRepeated(i, kernel)) return [again()];
    // The second run is the first to leave what the one before it made.
    const repeats = Array.from({ length: REPEATS - 2 }, again);
    return [again(), again(), codeCell(PROBE), ...repeats, codeCell(PROBE)];
  });
  // Only the first cell of parameters may be tagged: the new values come right after it.
  const parameters = probed.filter(({ metadata }) => metadata.tags?.includes("parameters"));
  for (const cell of parameters.slice(0, -1)) cell.metadata.tags = [];
  writeFileSync(pathOf(kernel), JSON.stringify({ ...notebook, cells: probed }));
  const values = { k: 13, nInit: 1, propagatedEpochs: 1, comparisonSteps: 5, dataDir: DATA };
  const folders = { modelDir: join(RUNS, `model-${kernel}`) };
  const args = Object.entries({ ...values, ...folders }).flatMap(([name, value]) => [
    "-p",
    `${name}=${value}`,
  ]);
  const { status, output } = await runNotebook([pathOf(kernel), "--name", nameOf(kernel), ...args]);
  assert.equal(status, 0, output);
}

function checkRepeats(name: string, ofCell: readonly Cell[]): void {
  const isProbe = ({ source }: Cell) => joined(source).includes("--expose-gc");
  const [early, late] = ofCell.filter(isProbe).map((probe) => JSON.parse(textOf(probe)));
  const results = new Set(ofCell.filter((run) => !isProbe(run)).map(result));
  assert.equal(results.size, 1, `${name}: differing results`);
  assert.equal(late.tensors - early.tensors, 0, `${name}: tensors`);
  assert.ok(
    late.megabytes - early.megabytes < 15,
    `${name}: ${early.megabytes} -> ${late.megabytes} MB`,
  );
}

/** What a cell shows, without the seconds it took and the numbers that tfjs gives to new layers. */
function result(cell: Cell): string {
  const seconds = /\d+(\.\d+)? (min|s)\b|<td[^>]*>\d+\.\d+<\/td><\/tr>/g;
  const layers = /\b(conv2d|max_pooling2d|flatten|dense)_\w+/g;
  const text = textOf(cell).replace(layers, "$1").replace(/\s+/g, " ");
  return text + htmlOf(cell).replace(seconds, "");
}
