import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Crew } from "../src/clustering/threads/workers";
import { KMeans } from "../src/clustering/kmeans";
import { lloyd, type Run } from "../src/clustering/lloyd";
import { Pace } from "../src/running/pace";
import { type Rows, rowsAt, rowsOf } from "../src/clustering/rows";
import { kMeansPlusPlus } from "../src/clustering/seeding";
import { ENGINES } from "../src/clustering/threads/partition";
import { RandomState } from "../src/numeric/random";
import { head, type Samples, samplesOf } from "../src/data/samples";
import { Interrupted } from "../src/running/watch";
import { scaledMnist } from "./data/mnist";
import kmeansReference from "./reference/kmeans.json";
import reference from "./reference/scikit-learn.json";

let digits: Samples<Float32Array>;
let rows: Rows;
before(async () => {
  digits = (await scaledMnist()).XTrain;
  rows = await rowsOf(head(digits, 2000), new Pace());
});

/** What keeps the process alive: threads show as message ports. */
const ports = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort");

/** How many helpers are at work when a crew is. */
async function helpersOf(crew: Crew): Promise<number> {
  const answers = crew.ask("inertia", () => [new Float64Array(0), new Int32Array(0)]);
  const helpers = ports().length;
  await answers;
  return helpers;
}

async function withCrew<T>(nThreads: number, work: (crew: Crew) => Promise<T>): Promise<T> {
  const crew = new Crew(rows, new Pace(), nThreads);
  try {
    return await work(crew);
  } finally {
    await crew.dismiss();
  }
}

for (const engine of ["tfjs", "ml-kmeans"] as const) {
  test(`${engine}: three threads end at the reference's labels, iterations and inertia`, async () => {
    const { start_rows, n_iter, inertia, labels_b64 } = reference.lloyd_small;
    const settings = { maxIter: 300, tolerance: 0 };
    const run = await withCrew(3, async (crew) => {
      assert.equal(await helpersOf(crew), 2);
      const learnt = ENGINES[engine].learn(rows);
      await crew.ask("prepare", () => [engine, learnt]);
      return lloyd(rows, crew, rowsAt(rows, start_rows), settings, () => {});
    });
    assert.deepEqual([...run.labels], [...Buffer.from(labels_b64, "base64")]);
    assert.equal(run.nIter, n_iter);
    assert.ok(Math.abs(run.inertia / inertia - 1) < 1e-6);
  });
}

test("on one, two and four threads the starts, labels, centroids and inertia are the same, bit for bit", async () => {
  const settings = { maxIter: 300, tolerance: 0 };
  const outcomes = [1, 2, 4].map((nThreads) =>
    withCrew(nThreads, async (crew) => {
      const learnt = ENGINES.tfjs.learn(rows);
      await crew.ask("prepare", () => ["tfjs", learnt]);
      const starts = await kMeansPlusPlus(rows, crew, 30, 3, new RandomState(5), new Pace());
      const runs: Run[] = [];
      for (const start of starts) runs.push(await lloyd(rows, crew, start, settings, () => {}));
      return { starts, runs };
    }),
  );
  const [one, two, four] = await Promise.all(outcomes);
  assert.deepEqual(two, one);
  assert.deepEqual(four, one);
});

test("two threads choose scikit-learn's starts", async () => {
  for (const { k, seed, rows: chosen } of kmeansReference.starts) {
    const [start] = await withCrew(2, (crew) =>
      kMeansPlusPlus(rows, crew, k, 1, new RandomState(seed), new Pace()),
    );
    assert.deepEqual(start, rowsAt(rows, chosen));
  }
});

test("the shards of a crew hold every row once, from aligned ones on, and none is empty", async () => {
  for (const [count, nShards] of [
    [2000, 4],
    [400, 2],
    [17, 1],
    [1, 1],
  ]) {
    const some = { ...rows, data: rows.data.subarray(0, count * rows.width), count };
    for (const nThreads of [1, 3, 4]) {
      const crew = new Crew(some, new Pace(), nThreads);
      let next = 0;
      for (const { start, end } of crew.ranges) {
        assert.equal(start, next);
        assert.ok(end > start && start % 16 === 0);
        next = end;
      }
      assert.equal(next, count);
      assert.equal(crew.ranges.length, nShards);
      await crew.dismiss();
    }
  }
});

test("rows that only this thread sees are worked on by this thread alone", async () => {
  const copy = samplesOf(rows.data.slice(), [rows.count, rows.width]);
  const crew = new Crew(await rowsOf(copy, new Pace()), new Pace(), 4);
  assert.equal(await helpersOf(crew), 0);
  assert.equal(await withCrew(4, helpersOf), 3);
});

test("an error in a helper is the caller's, and no thread outlives a crew", async () => {
  const failing = withCrew(2, (crew) => {
    const failed = crew.ask("assign", () => [new Float64Array(784)]);
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
