import assert from "node:assert/strict";
import { test } from "node:test";
import { head, samplesOf } from "../src/data/samples";
import { labelSpreading } from "../src/graph/labelSpreading";
import { nearestNeighbours } from "../src/graph/neighbours";
import { breadthFirst, placesOf, reordered } from "../src/graph/ordering";
import { poissonLearning } from "../src/graph/poisson";
import { degrees, neighbourGraph, pieces } from "../src/graph/sparse";
import { spectralSpace } from "../src/graph/spectral";
import { RandomState } from "../src/numeric/random";
import { Interrupted } from "../src/running/watch";
import { N, points, twoClouds } from "./data/graphPoints";
import reference from "./reference/graph.json";
import { assertClose } from "./support/closeTo";

const K = 7;
const { labelled, y } = reference;

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

test("breadth-first order keeps each sample once, pieces together, and edges as they were", async () => {
  const graph = neighbourGraph(await nearestNeighbours(twoClouds(), 4));
  const order = breadthFirst(graph);
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    [...Array(40).keys()],
  );
  assert.ok(order.subarray(0, 20).every((sample) => sample < 20));
  assert.deepEqual(reordered(reordered(graph, order), placesOf(order)), graph);
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
  await assert.rejects(labelSpreading(graph, [1], [0], 3, { maxIter: 0 }), /maxIter=0 .* from 1;/);
  const tol = Number.NaN;
  await assert.rejects(
    labelSpreading(graph, [1], [0], 3, { tol }),
    /tol=NaN must be a number from 0/,
  );
  await assert.rejects(poissonLearning(graph, [1], [0], 3, { mostSteps: 0 }), /mostSteps=0 /);
  for (const tolerance of [0, 1, Number.NaN]) {
    const message = new RegExp(`^RangeError: tolerance=${tolerance} must be above 0, below 1;`);
    await assert.rejects(poissonLearning(graph, [1], [0], 3, { tolerance }), message);
    await assert.rejects(spectralSpace(graph, { nVectors: 2, tolerance }), message);
  }
  const broken = { ...graph, values: graph.values.map(() => Number.NaN) };
  await assert.rejects(spectralSpace(broken, { nVectors: 2 }), /products must be finite numbers; /);
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
