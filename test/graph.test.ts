import assert from "node:assert/strict";
import { test } from "node:test";
import { head, samplesOf } from "../src/data/samples";
import { deskew } from "../src/features/deskew";
import { orientedGradients } from "../src/features/orientedGradients";
import { PrincipalComponents } from "../src/features/principalComponents";
import { labelSpreading } from "../src/graph/labelSpreading";
import { nearestNeighbours } from "../src/graph/neighbours";
import { poissonLearning } from "../src/graph/poisson";
import { degrees, neighbourGraph, pieces } from "../src/graph/sparse";
import { spectralSpace } from "../src/graph/spectral";
import { mostCertain } from "../src/graph/spreading";
import { together, vote } from "../src/graph/vote";
import { RandomState } from "../src/numeric/random";
import { Interrupted } from "../src/running/watch";
import reference from "./reference/graph.json";

const [N, WIDTH, K, N_CLASSES] = [240, 5, 7, 3];
const { labelled, y } = reference;

/** The points of graph.py. */
function points() {
  const random = new RandomState(3);
  const shift = [1, -1, 0.5, 0, 0];
  const data = Float64Array.from(
    { length: N * WIDTH },
    (_, at) => random.randomSample() + 0.55 * (Math.floor(at / WIDTH) % 3) * shift[at % WIDTH],
  );
  return samplesOf(data, [N, WIDTH]);
}

/** Two clouds far apart: a graph of two pieces. */
function twoClouds() {
  const random = new RandomState(1);
  const data = Float64Array.from(
    { length: 80 },
    (_, at) => random.randomSample() + (at < 40 ? 0 : 100),
  );
  return samplesOf(data, [40, 2]);
}

function assertClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    assert.ok(difference <= tolerance, `[${i}]: ${actual[i]}, expected ${expected[i]}`);
  }
}

test("neighbours and their distances are scikit-learn's", async () => {
  const { indices, distances } = await nearestNeighbours(points(), K);
  assert.deepEqual([...indices.subarray(0, 40 * K)], reference.indices);
  assertClose(distances, reference.distances, 1e-6);
});

test("neighbours of other samples may be their copies; over many tables none is lost", async () => {
  const random = new RandomState(5);
  const X = samplesOf(
    Float32Array.from({ length: 9000 * 3 }, () => random.randomSample()),
    [9000, 3],
  );
  const queries = head(X, 700);
  const found = await nearestNeighbours(X, 4, queries);
  const own = await nearestNeighbours(X, 3);
  for (let i = 0; i < 700; i++) {
    assert.equal(found.indices[i * 4], i);
    assert.deepEqual(
      found.indices.slice(i * 4 + 1, i * 4 + 4),
      own.indices.slice(i * 3, i * 3 + 3),
    );
  }
  // One by one, in plain loops.
  for (const i of [0, 511, 512, 4095, 4096, 8999]) {
    const squares = Float64Array.from({ length: 9000 }, (_, j) =>
      [0, 1, 2].reduce((sum, d) => sum + (X.data[i * 3 + d] - X.data[j * 3 + d]) ** 2, 0),
    );
    const order = Array.from(squares, (_, j) => j).sort((a, b) => squares[a] - squares[b]);
    assert.deepEqual([...own.indices.slice(i * 3, i * 3 + 3)], order.slice(1, 4));
  }
});

test("the graph is symmetric, with SciPy's degrees", async () => {
  const graph = neighbourGraph(await nearestNeighbours(points(), K));
  assertClose(degrees(graph), reference.degrees, 1e-6);
  const entries = new Map<string, number>();
  for (let row = 0; row < N; row++) {
    for (let at = graph.starts[row]; at < graph.starts[row + 1]; at++) {
      entries.set(`${row} ${graph.columns[at]}`, graph.values[at]);
    }
  }
  for (const [key, value] of entries) {
    assert.equal(entries.get(key.split(" ").reverse().join(" ")), value);
  }
  assert.ok(pieces(graph).every((piece) => piece === 0));
});

test("blank images and single pixels of ink go all the way, and no number is lost", async () => {
  const random = new RandomState(0);
  const data = new Uint8Array(60 * 400);
  for (let i = 20; i < 25; i++) data[i * 400 + 41 * i - 800] = 200;
  for (let i = 25; i < 60; i++) {
    for (let row = 3; row < 17; row++) {
      data[
        i * 400 + row * 20 + 5 + ((row * (i % 5)) >> 2) + Math.floor(2 * random.randomSample())
      ] = 200;
    }
  }
  const gradients = await orientedGradients(await deskew(samplesOf(data, [60, 20, 20])));
  const space = await new PrincipalComponents({ nComponents: 10 }).fitTransform(gradients);
  const graph = neighbourGraph(await nearestNeighbours(space, 5));
  const { points: spectral } = await spectralSpace(graph, { nVectors: 6 });
  assert.ok(spectral.data.every(Number.isFinite));
  const { labels, scores } = await poissonLearning(graph, [0, 22, 30], [0, 1, 2], 3);
  assert.ok(scores.data.every(Number.isFinite));
  // Blank images are copies of each other, and pixels become one when they are centred.
  assert.deepEqual([...new Set(labels.subarray(0, 20))], [0]);
  assert.deepEqual([...new Set(labels.subarray(20, 25))], [1]);
});

test("copies of one sample are neighbours of full weight", async () => {
  const copies = samplesOf(new Float64Array(12).fill(0.3), [6, 2]);
  const graph = neighbourGraph(await nearestNeighbours(copies, 2));
  assert.ok(graph.values.every((value) => value === 0.5 || value === 1));
});

test("spectral space has SciPy's eigenvalues and, up to rotation, its rows", async () => {
  const graph = neighbourGraph(await nearestNeighbours(points(), K));
  const { points: space, eigenvalues } = await spectralSpace(graph, {
    nVectors: 5,
    tolerance: 1e-8,
  });
  assertClose(eigenvalues, reference.eigenvalues, 1e-7);
  assert.deepEqual(space.shape, [N, 5]);
  const row = (i: number) => space.data.subarray(i * 5, i * 5 + 5);
  for (let i = 0; i < 20; i++) {
    const products = Array.from({ length: 20 }, (_, j) =>
      row(i).reduce((sum, value, d) => sum + value * row(20 + j)[d], 0),
    );
    assertClose(products, reference.rowProducts[i], 1e-4);
  }
});

test("a graph in two pieces has the eigenvalue 1 twice, and each piece is one point", async () => {
  const graph = neighbourGraph(await nearestNeighbours(twoClouds(), 4));
  assert.deepEqual([...pieces(graph)], [...new Array(20).fill(0), ...new Array(20).fill(1)]);
  const { points: space, eigenvalues } = await spectralSpace(graph, {
    nVectors: 2,
    tolerance: 1e-8,
  });
  assertClose(eigenvalues, [1, 1], 1e-9);
  const product = (i: number, j: number) =>
    space.data[2 * i] * space.data[2 * j] + space.data[2 * i + 1] * space.data[2 * j + 1];
  assert.ok(Math.abs(product(0, 19) - 1) < 1e-5);
  assert.ok(Math.abs(product(0, 20)) < 1e-5);
});

test("Poisson learning solves L u = b as SciPy does", async () => {
  const graph = neighbourGraph(await nearestNeighbours(points(), K));
  const { labels, scores } = await poissonLearning(graph, labelled, y, N_CLASSES, {
    tolerance: 1e-10,
  });
  assertClose(scores.data, reference.potential.flat(), 1e-5);
  assert.deepEqual([...labels], reference.poissonLabels);
});

test("label spreading gives scikit-learn's probabilities", async () => {
  const graph = neighbourGraph(await nearestNeighbours(points(), K));
  const { scores } = await labelSpreading(graph, labelled, y, N_CLASSES);
  assertClose(scores.data, reference.spreading.flat(), 2e-6);
});

test("a piece without a label stays unlabelled, one with a single class takes it", async () => {
  const graph = neighbourGraph(await nearestNeighbours(twoClouds(), 4));
  const untilFlat = { alpha: 0.9, tol: 0 };
  const spreadings = {
    poissonLearning: (labelled: number[], y: number[]) => poissonLearning(graph, labelled, y, 2),
    labelSpreading: (labelled: number[], y: number[]) =>
      labelSpreading(graph, labelled, y, 2, untilFlat),
  };
  for (const [name, spread] of Object.entries(spreadings)) {
    const one = await spread([3], [1]);
    assert.deepEqual([...one.labels.subarray(20)], new Array(20).fill(-1), name);
    assert.ok(
      one.labels.subarray(0, 20).every((label) => label === 1),
      name,
    );
    assert.equal(one.margins[30], 0);
    const both = await spread([3, 25, 31], [1, 0, 1]);
    assert.ok(
      both.labels.every((label) => label >= 0),
      name,
    );
    assert.equal(both.labels[25], 0);
    assert.equal(both.labels[0], 1);
  }
});

test("neighbours vote by their nearness, and those without a label do not", () => {
  const neighbours = {
    nSamples: 3,
    nNeighbours: 3,
    indices: Int32Array.of(0, 1, 2, 1, 2, 3, 3, 3, 3),
    distances: Float32Array.of(0, 1, 1, 1, 1, 2, 1, 2, 3),
  };
  const { labels, probabilities } = vote(neighbours, [0, 1, 1, -1], 2);
  assert.deepEqual([...labels], [0, 1, -1]);
  const far = Math.exp(-4);
  assertClose(probabilities.data, [1 / (1 + 2 * far), (2 * far) / (1 + 2 * far), 0, 1, 0, 0], 1e-6);
  assert.throws(() => vote(neighbours, [0, 1, 2, 0], 2), /yNeighbours\[2\]=2 /);
});

test("the most certain labels are those with the largest margins, never missing ones", () => {
  const spread = {
    labels: Int32Array.of(1, 0, -1, 1, 0),
    margins: Float64Array.of(0.1, 0.5, 9, 0.3, 0.5),
    scores: samplesOf(new Float64Array(10), [5, 2]),
  };
  assert.deepEqual([...mostCertain(spread, 0.4)], [1, 4]);
  assert.deepEqual([...mostCertain(spread, 0.6)], [1, 3, 4]);
  assert.deepEqual([...mostCertain(spread, 1)], [0, 1, 3, 4]);
  assert.throws(() => mostCertain(spread, 0), /share=0 /);
});

test("opinions together: the largest product, and none is beyond appeal", () => {
  const opinion = (...data: number[]) => ({
    probabilities: samplesOf(Float32Array.from(data), [2, 2]),
  });
  const [sure, doubting] = [opinion(0.6, 0.4, 1, 0), opinion(0.3, 0.7, 0.3, 0.7)];
  assert.deepEqual([...together([sure, doubting])], [1, 0]);
  assert.deepEqual([...together([sure, opinion(0.45, 0.55, 0.001, 0.999)])], [0, 0]);
  assert.deepEqual(
    [...together([sure, doubting, doubting, doubting, doubting, doubting, doubting])],
    [1, 1],
  );
  const other = { probabilities: samplesOf(new Float32Array(2), [1, 2]) };
  assert.throws(() => together([sure, other]), /shape=\[1,2\] must be \[2,2\]/);
});

test("graphs refuse what they cannot take, by name", async () => {
  const X = points();
  await assert.rejects(nearestNeighbours(X, 240), /nNeighbours=240 .* from 1 to 239/);
  await assert.rejects(nearestNeighbours(X, 0), /nNeighbours=0 /);
  const wider = samplesOf(new Float64Array(6), [1, 6]);
  await assert.rejects(nearestNeighbours(X, 2, wider), /queries have 6 features, but X has 5/);
  const holed = points();
  holed.data[7] = Number.NaN;
  await assert.rejects(nearestNeighbours(holed, 2), /value=NaN of sample 1 /);
  const graph = neighbourGraph(await nearestNeighbours(X, K));
  await assert.rejects(spectralSpace(graph, { nVectors: 241 }), /nVectors=241 .* size=240/);
  for (const spread of [poissonLearning, labelSpreading]) {
    await assert.rejects(spread(graph, [], [], 3), /0 labels for 0 labelled samples/);
    await assert.rejects(spread(graph, [1, 2], [0], 3), /1 labels for 2 /);
    await assert.rejects(spread(graph, [240], [0], 3), /labelled\[0\]=240 /);
    await assert.rejects(spread(graph, [1], [3], 3), /y\[0\]=3 /);
  }
  await assert.rejects(labelSpreading(graph, [1], [0], 3, { alpha: 1 }), /alpha=1 /);
  await assert.rejects(
    poissonLearning(graph, labelled, y, 3, { mostSteps: 1 }),
    /did not settle in mostSteps=1/,
  );
});

test("graphs stop when interrupted", async () => {
  const watch = { signal: AbortSignal.abort() };
  const X = points();
  const graph = neighbourGraph(await nearestNeighbours(X, K));
  await assert.rejects(nearestNeighbours(X, K, X, watch), Interrupted);
  await assert.rejects(spectralSpace(graph, {}, watch), Interrupted);
  await assert.rejects(poissonLearning(graph, labelled, y, 3, {}, watch), Interrupted);
  await assert.rejects(labelSpreading(graph, labelled, y, 3, {}, watch), Interrupted);
});
