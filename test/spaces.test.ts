import assert from "node:assert/strict";
import { test } from "node:test";
import { KMeans } from "../src/clustering/kmeans";
import { loadTrainTest } from "../src/data/loading";
import { head, reshape, type Samples } from "../src/data/samples";
import { deskew } from "../src/features/deskew";
import { orientedGradients } from "../src/features/orientedGradients";
import { PrincipalComponents } from "../src/features/principalComponents";
import { nearestNeighbours } from "../src/graph/neighbours";
import { poissonLearning } from "../src/graph/poisson";
import { neighbourGraph } from "../src/graph/sparse";
import { spectralSpace } from "../src/graph/spectral";
import { vote } from "../src/graph/vote";
import { labelAccuracy, propagate, representatives } from "../src/labels/propagation";

const [POOL, HELD_OUT, K] = [5000, 1000, 50];

test("fifty labels on 5,000 real digits: each space does better than the one before", async () => {
  const { train, test: heldOut } = await loadTrainTest();
  const yTrue = train.target.subarray(0, POOL);
  const imagesOf = ({ data }: typeof train, count: number) =>
    reshape(head(data, count), [count, 28, 28]);
  const spread = async (space: Samples) => {
    const kmeans = new KMeans({ nClusters: K, nInit: 5, randomState: 0 });
    const labelled = representatives(await kmeans.fitTransform(space));
    const y = Uint8Array.from(labelled, (i) => yTrue[i]);
    return { labelled, y, accuracy: labelAccuracy(propagate(kmeans.labels, y), yTrue) };
  };
  const gradientsOf = async (images: Samples) => orientedGradients(await deskew(images));
  const pca = new PrincipalComponents({ nComponents: 80 });
  const gradients = await pca.fitTransform(await gradientsOf(imagesOf(train, POOL)));
  const graph = neighbourGraph(await nearestNeighbours(gradients, 10));
  const { points } = await spectralSpace(graph);
  const [byPixels, byGradients, spectral] = [
    await spread(imagesOf(train, POOL)),
    await spread(gradients),
    await spread(points),
  ];
  const accuracies = [byPixels, byGradients, spectral].map(({ accuracy }) => accuracy);
  assert.ok(accuracies[0] < 0.85, `pixels ${accuracies[0]}`);
  assert.ok(accuracies[1] > 0.92, `gradients ${accuracies[1]}`);
  assert.ok(accuracies[2] > 0.96, `spectral ${accuracies[2]}`);
  const flow = await poissonLearning(graph, spectral.labelled, spectral.y, 10);
  const byFlow = labelAccuracy(flow.labels, yTrue);
  assert.ok(byFlow > 0.96, `Poisson ${byFlow}`);
  const queries = await pca.transform(await gradientsOf(imagesOf(heldOut, HELD_OUT)));
  const votes = vote(await nearestNeighbours(gradients, 10, queries), flow.labels, 10);
  const yHeldOut = heldOut.target.subarray(0, HELD_OUT);
  const byVote = labelAccuracy(votes.labels, yHeldOut);
  assert.ok(byVote > 0.95, `vote ${byVote}`);
});
