import { KMeans } from "../../src/clustering/kmeans";
import { predict } from "../../src/cnn/evaluation";
import { getModel } from "../../src/cnn/model";
import { train } from "../../src/cnn/training";
import { loadImages } from "../../src/data/loading";
import { pixelScalingOf, scalePixels } from "../../src/data/pixelScaling";
import { reshape, type Samples, take, takeLabels } from "../../src/data/samples";
import { type TrainTest, trainTestSplit } from "../../src/data/splitting";
import { deskew } from "../../src/features/deskew";
import { orientedGradients } from "../../src/features/orientedGradients";
import { PrincipalComponents } from "../../src/features/principalComponents";
import { nearestNeighbours } from "../../src/graph/neighbours";
import { poissonLearning } from "../../src/graph/poisson";
import { neighbourGraph } from "../../src/graph/sparse";
import { spectralSpace } from "../../src/graph/spectral";
import { mostCertain } from "../../src/graph/spreading";
import { together, vote } from "../../src/graph/vote";
import { labelAccuracy, propagate, representatives } from "../../src/labels/propagation";
import { Clock } from "./clock";
import { writeReport } from "./report";

const SEEDS = [0, 1, 2, 3, 4];
const K = 50;

/** What one seed comes to: shares of images, and seconds. */
type Outcome = Readonly<Record<string, number>>;

/**
 * The steps of the fourth notebook that lead to its scores, for each seed; writes docs/bench/further.md.
 */
export async function benchFurther(): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const seed of SEEDS) {
    outcomes.push(await further(seed));
    console.log(`seed ${seed}:`, outcomes[outcomes.length - 1]);
  }
  const names = Object.keys(outcomes[0]);
  const bySeed = {
    title: `Fifty labels in better spaces, seeds ${SEEDS.join(", ")}`,
    columns: ["seed", ...names],
    rows: outcomes.map((outcome, i) => [SEEDS[i], ...names.map((name) => outcome[name])]),
  };
  const inAll = {
    title: "The same, all seeds together",
    columns: ["", "mean", "lowest", "highest"],
    rows: names.map((name) => {
      const values = outcomes.map((outcome) => outcome[name]);
      return [name, meanOf(values), Math.min(...values), Math.max(...values)];
    }),
  };
  writeReport("further", [bySeed, inAll], { Node: process.version });
}

async function further(seed: number): Promise<Outcome> {
  const clock = new Clock();
  const loaded = await loadImages();
  const nClasses = loaded.classNames.length;
  const images = reshape(loaded.data, [loaded.target.length, ...loaded.imageShape]);
  const split = trainTestSplit(images, loaded.target, { randomState: seed });
  const { yTrain, yTest } = split;
  const { gradients, heldOut } = await gradientsOf(split);
  const graph = neighbourGraph(await nearestNeighbours(gradients, 10));
  const { points } = await spectralSpace(graph, { seed });
  const kmeans = new KMeans({ nClusters: K, nInit: 10, randomState: seed });
  const labelled = representatives(await kmeans.fitTransform(points));
  const y = takeLabels(yTrain, labelled);
  const spread = propagate(kmeans.labels, y);
  const flow = await poissonLearning(graph, labelled, y, nClasses);
  const votes = vote(await nearestNeighbours(gradients, 10, heldOut), flow.labels, nClasses);
  const withoutNetwork = clock.read();
  const yFlow = spread.map((label, i) => (flow.labels[i] < 0 ? label : flow.labels[i]));
  const certain = mostCertain(flow, 0.97);
  const yCertain = takeLabels(yFlow, certain);
  const network = await networkOn(
    take(split.XTrain, certain),
    yCertain,
    split.XTest,
    seed,
    nClasses,
  );
  const inAll = clock.read();
  const correct = (labels: ArrayLike<number>, yTrue: ArrayLike<number>) =>
    share(labelAccuracy(labels, yTrue));
  return {
    "correct in the pool, k-means in spectral space": correct(spread, yTrain),
    "correct in the pool, Poisson learning": correct(yFlow, yTrain),
    "both agree": correct(spread, yFlow),
    "held-out, vote of neighbours": correct(votes.labels, yTest),
    "held-out, network": correct(network.labels, yTest),
    "held-out, both together": correct(together([network, votes]), yTest),
    "s without network": withoutNetwork.seconds,
    "processor s without network": withoutNetwork.processor,
    "s in all": inAll.seconds,
    "processor s in all": inAll.processor,
  };
}

async function gradientsOf({ XTrain, XTest }: TrainTest<Samples<Uint8Array>, Uint8Array>) {
  const of = async (X: Samples) => orientedGradients(await deskew(X));
  const pca = new PrincipalComponents({ nComponents: 80 });
  const gradients = await pca.fitTransform(await of(XTrain));
  return { gradients, heldOut: await pca.transform(await of(XTest)) };
}

async function networkOn(
  X: Samples<Uint8Array>,
  y: Uint8Array,
  XTest: Samples<Uint8Array>,
  seed: number,
  nClasses: number,
) {
  const scaling = pixelScalingOf(X);
  const inputs = (images: Samples<Uint8Array>) =>
    scalePixels(reshape(images, [...images.shape, 1]), scaling);
  const [, height, width] = X.shape;
  const model = getModel({
    imageShape: [height, width, 1],
    nClasses,
    filters: 16,
    dropout: 0.3,
    seed,
  });
  const noise = { schedule: "cosine", labelSmoothing: 0.1, augmentation: {} } as const;
  const options = { epochs: 8, batchSize: 128, learningRate: 0.002, seed, ...noise };
  await train(model, inputs(X), y, options);
  const prediction = await predict(model, inputs(XTest));
  model.dispose();
  return prediction;
}

function share(accuracy: number): number {
  return Number(accuracy.toFixed(4));
}

function meanOf(values: readonly number[]): number {
  return Number((values.reduce((sum, value) => sum + value, 0) / values.length).toPrecision(4));
}
