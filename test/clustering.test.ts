import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs-node";
import { countDistinct } from "../src/clustering/compare";
import { KMeans } from "../src/clustering/kmeans";
import { rowsAt, rowsOf } from "../src/clustering/rows";
import { kMeansPlusPlus } from "../src/clustering/seeding";
import { Workers } from "../src/clustering/threads/workers";
import { head, type Samples, samplesOf, take } from "../src/data/samples";
import { RandomState } from "../src/numeric/random";
import { Pace } from "../src/running/pace";
import { Interrupted, type Progress } from "../src/running/watch";
import { scaledMnist } from "./data/mnist";
import kmeansReference from "./reference/kmeans.json";
import reference from "./reference/scikit-learn.json";

const ENGINES = ["tfjs", "ml-kmeans", "plain"] as const;
/** Two pairs and a single one, on a line. */
const five = samplesOf(Float32Array.of(0, 1, 10, 11, 40), [5, 1]);
const at = (...values: number[]) => samplesOf(Float64Array.from(values), [values.length, 1]);

let digits: Samples<Float32Array>;
let small: Samples<Float32Array>;
before(async () => {
  digits = (await scaledMnist()).XTrain;
  small = head(digits, 2000);
});

const labelsIn = (base64: string) => Int32Array.from(Buffer.from(base64, "base64"));
const differing = (a: Int32Array, b: ArrayLike<number>) => a.filter((x, i) => x !== b[i]).length;
const near = (a: number, b: number, relative = 1e-6) =>
  assert.ok(Math.abs(a - b) <= relative * Math.abs(b), `${a} should be ${b}`);

for (const engine of ENGINES) {
  test(`${engine}: five numbers fall into three clusters`, async () => {
    const model = await new KMeans({ nClusters: 3, init: at(0, 10, 11), engine }).fit(five);
    assert.deepEqual([...model.labels], [0, 0, 1, 1, 2]);
    assert.deepEqual([...model.clusterCenters.data], [0.5, 10.5, 40]);
    assert.equal(model.inertia, 1);
    assert.deepEqual([...(await model.predict(at(-5, 20, 30)))], [0, 1, 2]);
    const distances = await model.transform(at(0.5, 12));
    assert.deepEqual(distances, samplesOf(Float32Array.of(0, 10, 39.5, 11.5, 1.5, 28), [2, 3]));
  });

  test(`${engine}: from the reference's starts the small case ends at its labels`, async () => {
    const { k, start_rows, n_iter, inertia, labels_b64 } = reference.lloyd_small;
    const init = take(small, start_rows);
    const model = await new KMeans({ nClusters: k, init, tol: 0, engine }).fit(small);
    assert.equal(differing(model.labels, labelsIn(labels_b64)), 0);
    assert.equal(model.nIter, n_iter);
    near(model.inertia, inertia);
  });

  test(`${engine}: an empty cluster goes to the row farthest from its centroid`, async () => {
    const init = take(small, [0, 1, 2]);
    for (let j = 2 * 784; j < 3 * 784; j++) init.data[j] += 100;
    const model = await new KMeans({ nClusters: 3, init, engine }).fit(small);
    assert.equal(differing(model.labels, kmeansReference.empty.labels), 0);
    assert.equal(model.nIter, kmeansReference.empty.n_iter);
    near(model.inertia, kmeansReference.empty.inertia);
  });

  test(`${engine}: labels, centroids, inertia and predictions agree when an empty cluster was the last to move`, async () => {
    const X = at(0, 1, 100, 100);
    const model = await new KMeans({ nClusters: 3, init: at(90, 0, 1000), engine }).fit(X);
    assert.deepEqual([...model.labels], [2, 1, 0, 0]);
    assert.deepEqual([...model.clusterCenters.data], [100, 1, 0]);
    assert.equal(model.inertia, 0);
    assert.deepEqual(await model.predict(X), model.labels);
  });

  test(`${engine}: an abort stops the fit, leaves no tensors and keeps what was fitted`, async () => {
    const model = await new KMeans({ nClusters: 3, engine }).fit(five);
    const { labels } = model;
    const tensors = tf.memory().numTensors;
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const init = take(digits, reference.lloyd_full.start_rows);
    const longer = new KMeans({ nClusters: 50, init, tol: 0, engine });
    const began = performance.now();
    await assert.rejects(longer.fit(digits, { signal: controller.signal }), Interrupted);
    assert.ok(performance.now() - began < 1300, "stopped within a second");
    await assert.rejects(model.fit(digits, { signal: AbortSignal.abort() }), Interrupted);
    assert.equal(model.labels, labels);
    assert.equal(tf.memory().numTensors, tensors);
  });
}

test("all 52,500 digits end at scikit-learn's labels, in as many iterations", async () => {
  const { k, start_rows, n_iter, inertia, labels_b64 } = reference.lloyd_full;
  const model = new KMeans({ nClusters: k, init: take(digits, start_rows), tol: 0 });
  const messages: Progress[] = [];
  await model.fit(digits, { onProgress: (progress) => messages.push(progress) });
  assert.ok(differing(model.labels, labelsIn(labels_b64)) <= 5);
  assert.equal(model.nIter, n_iter);
  near(model.inertia, inertia);
  const last = messages[messages.length - 1];
  assert.match(
    last.message,
    /^start 1 of 1, iteration \d+, \d+\.\d % of rows active, inertia \d+\.\d$/,
  );
  assert.ok(messages.every(({ fraction }, i) => fraction >= (messages[i - 1]?.fraction ?? 0)));
});

test("the starts are scikit-learn's rows, alone or several in one pass", async () => {
  const pace = new Pace();
  const rows = await rowsOf(small, pace);
  const workers = new Workers(rows, pace);
  for (const { k, seed, rows: chosen } of kmeansReference.starts) {
    const [start] = await kMeansPlusPlus(rows, workers, k, 1, new RandomState(seed), pace);
    assert.deepEqual(start, rowsAt(rows, chosen));
  }
  const random = new RandomState(7);
  const together = await kMeansPlusPlus(rows, workers, 20, 3, new RandomState(7), pace);
  for (const start of together) {
    assert.deepEqual(start, (await kMeansPlusPlus(rows, workers, 20, 1, random, pace))[0]);
  }
});

test("the same seed ends as in scikit-learn, and each time the same", async () => {
  for (const { settings, labels, n_iter, inertia } of kmeansReference.fits) {
    const { n_clusters, n_init, random_state, tol, max_iter } = settings;
    const options = {
      nClusters: n_clusters,
      nInit: n_init,
      randomState: random_state,
      ...(tol === undefined ? {} : { tol }),
      ...(max_iter === undefined ? {} : { maxIter: max_iter }),
    };
    const model = await new KMeans(options).fit(small);
    assert.equal(differing(model.labels, labels), 0);
    assert.equal(model.nIter, n_iter);
    near(model.inertia, inertia);
    assert.deepEqual(await model.predict(small), model.labels);
    const again = await new KMeans(options).fit(small);
    assert.deepEqual(again.labels, model.labels);
    assert.deepEqual(again.clusterCenters, model.clusterCenters);
    assert.equal(again.inertia, model.inertia);
  }
});

test("distances are scikit-learn's", async () => {
  const distances = await new KMeans({ nClusters: 10 }).fitTransform(small);
  assert.deepEqual(distances.shape, [2000, 10]);
  kmeansReference.first_distances.forEach((expected, c) => {
    near(distances.data[c], expected);
  });
});

test("ten fits of ten starts add no tensors", async () => {
  const few = head(digits, 300);
  const tensors = tf.memory().numTensors;
  for (let i = 0; i < 10; i++) {
    await new KMeans({ nClusters: 10, nInit: 10, randomState: i }).fitTransform(few);
  }
  assert.equal(tf.memory().numTensors, tensors);
});

test("distinct rows are counted up to k only: there may be more of them than a set can hold", async () => {
  const count = 2 ** 24 + 1;
  const norms = new Float64Array(count).map((_, row) => row);
  const rows = { ...(await rowsOf(five, new Pace())), count, squaredNorms: norms };
  assert.equal(await countDistinct(rows, 3, new Pace()), 3);
});

test("options out of bounds are refused by name, value and bound", () => {
  for (const [options, message] of [
    [{ nClusters: 0 }, "nClusters=0 must be an integer from 1"],
    [{ nClusters: 2.5 }, "nClusters=2.5 must be an integer from 1"],
    [{ nClusters: 2, nInit: 0 }, "nInit=0 must be an integer from 1"],
    [{ nClusters: 2, maxIter: Number.NaN }, "maxIter=NaN must be an integer from 1"],
    [{ nClusters: 2, tol: -1 }, "tol=-1 must be a finite number from 0"],
    [{ nClusters: 2, randomState: -1 }, "randomState=-1 must be an integer from 0 to 4294967295"],
    [{ nClusters: 2, init: "random" }, "init=random is unknown"],
    [
      { nClusters: 2, engine: "gpu" },
      "engine=gpu is unknown; choose one of tfjs, ml-kmeans, plain",
    ],
  ] as const) {
    assert.throws(
      () => new KMeans(options as never),
      (error: Error) => error.message.startsWith(message),
      message,
    );
  }
});

test("samples that do not fit are refused before anything runs", async () => {
  const refuses = (nClusters: number, X: Samples, message: string, init?: Samples) =>
    assert.rejects(
      new KMeans({ nClusters, init: init ?? "k-means++" }).fit(X),
      (error: Error) => error.message.includes(message),
      message,
    );
  await refuses(1, samplesOf(new Float32Array(0), [0, 1]), "from 1 to nSamples=0");
  await refuses(6, five, "nClusters=6 must be an integer from 1 to nSamples=5");
  const twice = samplesOf(Uint8Array.of(1, 2, 1, 2, 2, 1), [3, 2]);
  await refuses(3, twice, "nClusters=3 must be at most the number of distinct samples, 2");
  await refuses(1, at(0, Number.NaN), "value=NaN at row 1, column 0 must be a finite number");
  await refuses(1, at(Number.POSITIVE_INFINITY), "value=Infinity at row 0, column 0");
  await refuses(1, at(0, 1e20), "row 1 is 100000000000000000000 away from zero, which must be at");
  await refuses(1, samplesOf(new Float64Array(0), [3, 0]), "nFeatures=0 must be at least 1");
  await refuses(2, five, "init.shape=[3,1] must be [nClusters, nFeatures]=[2,1]", at(1, 2, 3));
  await refuses(2, five, "value=NaN at row 1", at(1, Number.NaN));
  const model = new KMeans({ nClusters: 2 });
  await assert.rejects(model.predict(five), /call fit first/);
  await model.fit(five);
  await assert.rejects(model.transform(twice), /nFeatures=2 must equal the 1 features fitted on/);
});
