import assert from "node:assert/strict";
import { test } from "node:test";
import { samplesOf } from "../src/data/samples";
import { deskew } from "../src/features/deskew";
import { orientedGradients } from "../src/features/orientedGradients";
import { PrincipalComponents } from "../src/features/principalComponents";
import { labelSpreading } from "../src/graph/labelSpreading";
import { nearestNeighbours } from "../src/graph/neighbours";
import { poissonLearning } from "../src/graph/poisson";
import { neighbourGraph } from "../src/graph/sparse";
import { spectralSpace } from "../src/graph/spectral";
import { mostCertain, unlabelledPieces } from "../src/graph/spreading";
import { together, vote } from "../src/graph/vote";
import { RandomState } from "../src/numeric/random";
import { points, twoClouds } from "./data/graphPoints";
import reference from "./reference/graph.json";
import { assertClose } from "./support/closeTo";

const [K, N_CLASSES] = [7, 3];
const { labelled, y } = reference;

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
    assert.deepEqual(unlabelledPieces(graph, [3]), [{ first: 20, nSamples: 20 }]);
    const both = await spread([3, 25, 31], [1, 0, 1]);
    assert.ok(
      both.labels.every((label) => label >= 0),
      name,
    );
    assert.equal(both.labels[25], 0);
    assert.equal(both.labels[0], 1);
  }
});

test("a sample without an edge stays unlabelled, and spoils nothing", async () => {
  const starts = Int32Array.of(0, 1, 3, 4, 4);
  const graph = {
    size: 4,
    starts,
    columns: Int32Array.of(1, 0, 2, 1),
    values: new Float64Array(4).fill(1),
  };
  const { labels, scores } = await poissonLearning(graph, [0, 2], [0, 1], 2);
  assert.deepEqual([...labels], [0, 0, 1, -1]);
  assert.ok(scores.data.every(Number.isFinite));
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
  assert.deepEqual([...mostCertain(spread, 0.001)], [1]);
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
