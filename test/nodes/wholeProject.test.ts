import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeSmallImages } from "../data/smallImages";
import { runInKernel } from "../support/kernelDriver";
import { executed, htmlOf, runNotebook } from "../support/notebooks";

// What `npm run check:nodes` runs under every Node: each part of the project once, on little.

test("in a real kernel of this Node, k-means computes on threads and a network learns", () => {
  const { imports, clustered, trained } = runInKernel({
    imports: {
      code: `
import { KMeans } from "./src/clustering/kmeans";
import { getModel } from "./src/cnn/model";
import { train } from "./src/cnn/training";
import { scalePixels } from "./src/data/pixelScaling";
import { loadTrainTest } from "./src/data/loading";
import { head, reshape } from "./src/data/samples";
import { MinMaxScaler } from "./src/data/scaling";
const digits = (await loadTrainTest()).train;
const all = scalePixels(digits.data, { low: 0, high: 255 });
const X = new MinMaxScaler().fitTransform(reshape(digits.data, [60_000, 784]));
process.version`,
    },
    clustered: {
      code: `
let most = 0;
const threads = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
const counting = setInterval(() => { most = Math.max(most, threads()); }, 20);
const kmeans = new KMeans({ nClusters: 10, nInit: 1, randomState: 42, maxIter: 5 });
await kmeans.fit(X);
clearInterval(counting);
[kmeans.labels.length, kmeans.inertia > 2e6 && kmeans.inertia < 3e6, most > threads()]`,
    },
    trained: {
      code: `
const few = head(reshape(all, [60_000, 28, 28, 1]), 500);
const model = getModel({ imageShape: [28, 28, 1], nClasses: 10, seed: 1 });
const { accuracy } = await train(model, few, digits.target.subarray(0, 500), { epochs: 3, seed: 1 });
accuracy.length === 3 && accuracy[2] > accuracy[0]`,
    },
  });
  assert.equal(imports.stdout.trim(), process.version, imports.stderr);
  assert.equal(clustered.stdout.trim(), "[ 60000, true, true ]", clustered.stderr);
  assert.equal(trained.stdout.trim(), "true", trained.stderr);
  assert.equal(imports.stderr + clustered.stderr + trained.stderr, "");
});

test("the main notebook runs to its end on a few small images", async () => {
  const folder = mkdtempSync(join(tmpdir(), "small-images-"));
  try {
    await writeSmallImages(folder);
    const few = ["-p", "k", "20", "-p", "nInit", "2", "-p", "trainNumExamples", "20"];
    const { status, output } = await runNotebook([
      "--name",
      "nodes",
      "-p",
      "dataDir",
      folder,
      ...few,
    ]);
    assert.equal(status, 0, output);
    const { cells } = executed("nodes");
    assert.match(cells.map(htmlOf).join(""), /labels propagated from 20/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
