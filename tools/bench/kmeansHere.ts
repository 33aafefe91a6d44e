import { openSync, readSync } from "node:fs";
import { createInterface } from "node:readline";
import { KMeans } from "../../src/clustering/kmeans";
import { rowsOf } from "../../src/clustering/rows";
import { kMeansPlusPlus } from "../../src/clustering/seeding";
import { Workers } from "../../src/clustering/threads/workers";
import { type Samples, samplesOf, take } from "../../src/data/samples";
import { alignedFloats, shared } from "../../src/numeric/memory";
import { RandomState } from "../../src/numeric/random";
import { Pace } from "../../src/running/pace";
import type { KMeansAnswer, KMeansJob } from "./kmeans";
import { peakMB } from "./memory";

/** This project's k-means under measurement: answers each job, a line of JSON, with another. */
async function answer(job: KMeansJob, X: Samples): Promise<KMeansAnswer> {
  const { k, nInit, tol, maxIter, startRows } = job;
  const init = startRows ? take(X, startRows) : "k-means++";
  const engine = job.algorithm === "ml-kmeans" ? "ml-kmeans" : "tfjs";
  const model = new KMeans({ nClusters: k, nInit, tol, maxIter, init, randomState: 42, engine });
  const began = performance.now();
  if (job.what === "seed") {
    const pace = new Pace();
    const rows = await rowsOf(X, pace);
    const workers = new Workers(rows, pace);
    await kMeansPlusPlus(rows, workers, k, nInit, new RandomState(42), pace);
    await workers.terminate();
  } else await model.fit(X);
  const seconds = (performance.now() - began) / 1000;
  return {
    seconds,
    nIter: model.nIter,
    inertia: model.inertia || 0,
    peakMB: peakMB(),
    version: process.version,
  };
}

function load({ file, stored, nRows, width }: KMeansJob): Samples {
  const length = nRows * width;
  // As the scaler returns them.
  const data = stored === "uint8" ? shared(Uint8Array, length) : alignedFloats(length, true);
  const handle = openSync(file, "r");
  const bytes = new Uint8Array(data.buffer, 0, data.byteLength);
  for (let at = 0; at < bytes.length; ) {
    at += readSync(handle, bytes, at, Math.min(2 ** 28, bytes.length - at), at);
  }
  return samplesOf(data, [nRows, width]);
}

async function main(): Promise<void> {
  let loaded: { key: string; X: Samples } | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const job: KMeansJob = JSON.parse(line);
    const key = `${job.file} ${job.nRows}`;
    if (loaded?.key !== key) loaded = { key, X: load(job) };
    console.log(JSON.stringify(await answer(job, loaded.X)));
  }
}

main();
