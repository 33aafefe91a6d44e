import assert from "node:assert/strict";
import { before, test } from "node:test";
import { KMeans } from "../src/clustering/kmeans";
import { lloyd, type Run } from "../src/clustering/lloyd";
import { type Rows, rowsAt, rowsOf } from "../src/clustering/rows";
import { kMeansPlusPlus } from "../src/clustering/seeding";
import { ENGINES } from "../src/clustering/threads/partition";
import { Workers } from "../src/clustering/threads/workers";
import { head, type Samples, samplesOf } from "../src/data/samples";
import { RandomState } from "../src/numeric/random";
import { Pace } from "../src/running/pace";
import { Interrupted } from "../src/running/watch";
import { scaledMnist } from "./data/mnist";
import kmeansReference from "./reference/kmeans.json";
import reference from "./reference/scikit-learn.json";
import { ports } from "./support/ports";

let digits: Samples<Float32Array>;
let rows: Rows;
before(async () => {
  digits = (await scaledMnist()).XTrain;
  rows = await rowsOf(head(digits, 2000), new Pace());
});

/** How many helpers are at work when a workers is. */
async function helpersOf(workers: Workers): Promise<number> {
  const answers = workers.ask("inertia", () => [new Float64Array(0), new Int32Array(0)]);
  const helpers = ports().length;
  await answers;
  return helpers;
}

async function withCrew<T>(nThreads: number, work: (workers: Workers) => Promise<T>): Promise<T> {
  const workers = new Workers(rows, new Pace(), nThreads);
  try {
    return await work(workers);
  } finally {
    await workers.terminate();
  }
}

for (const engine of ["tfjs", "ml-kmeans"] as const) {
  test(`${engine}: three threads end at the reference's labels, iterations and inertia`, async () => {
    const { start_rows, n_iter, inertia, labels_b64 } = reference.lloyd_small;
    const settings = { maxIter: 300, tolerance: 0 };
    const run = await withCrew(3, async (workers) => {
      assert.equal(await helpersOf(workers), 2);
      const learnt = ENGINES[engine].learn(rows);
      await workers.ask("prepare", () => [engine, learnt]);
      return lloyd(rows, workers, rowsAt(rows, start_rows), settings, () => {});
    });
    assert.deepEqual([...run.labels], [...Buffer.from(labels_b64, "base64")]);
    assert.equal(run.nIter, n_iter);
    assert.ok(Math.abs(run.inertia / inertia - 1) < 1e-6);
  });
}

test("on one, two and four threads the starts, labels, centroids and inertia are the same, bit for bit", async () => {
  const settings = { maxIter: 300, tolerance: 0 };
  const outcomes = [1, 2, 4].map((nThreads) =>
    withCrew(nThreads, async (workers) => {
      const learnt = ENGINES.tfjs.learn(rows);
      await workers.ask("prepare", () => ["tfjs", learnt]);
      const starts = await kMeansPlusPlus(rows, workers, 30, 3, new RandomState(5), new Pace());
      const runs: Run[] = [];
      for (const start of starts) runs.push(await lloyd(rows, workers, start, settings, () => {}));
      return { starts, runs };
    }),
  );
  const [one, two, four] = await Promise.all(outcomes);
  assert.deepEqual(two, one);
  assert.deepEqual(four, one);
});

test("two threads choose scikit-learn's starts", async () => {
  for (const { k, seed, rows: chosen } of kmeansReference.starts) {
    const [start] = await withCrew(2, (workers) =>
      kMeansPlusPlus(rows, workers, k, 1, new RandomState(seed), new Pace()),
    );
    assert.deepEqual(start, rowsAt(rows, chosen));
  }
});

test("the partitions of a workers hold every row once, from aligned ones on, and none is empty", async () => {
  for (const [count, nShards] of [
    [2000, 4],
    [400, 2],
    [17, 1],
    [1, 1],
  ]) {
    const some = { ...rows, data: rows.data.subarray(0, count * rows.width), count };
    for (const nThreads of [1, 3, 4]) {
      const workers = new Workers(some, new Pace(), nThreads);
      let next = 0;
      for (const { start, end } of workers.ranges) {
        assert.equal(start, next);
        assert.ok(end > start && start % 16 === 0);
        next = end;
      }
      assert.equal(next, count);
      assert.equal(workers.ranges.length, nShards);
      await workers.terminate();
    }
  }
});

test("rows that only this thread sees are worked on by this thread alone", async () => {
  const copy = samplesOf(rows.data.slice(), [rows.count, rows.width]);
  const workers = new Workers(await rowsOf(copy, new Pace()), new Pace(), 4);
  assert.equal(await helpersOf(workers), 0);
  assert.equal(await withCrew(4, helpersOf), 3);
});

test("an error in a helper is the caller's, and no thread outlives a workers", async () => {
  const failing = withCrew(2, (workers) => {
    const failed = workers.ask("assign", () => [new Float64Array(784)]);
    assert.ok(ports().length > 0);
    return failed;
  });
  await assert.rejects(failing, /no start has begun; call begin first/);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 1500);
  const whole = new KMeans({ nClusters: 50, randomState: 1 });
  await assert.rejects(whole.fit(digits, { signal: controller.signal }), Interrupted);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual(ports(), []);
});
