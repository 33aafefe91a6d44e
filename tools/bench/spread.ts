import { KMeans } from "../../src/clustering/kmeans";
import { evaluate } from "../../src/cnn/evaluation";
import { getModel } from "../../src/cnn/model";
import { train } from "../../src/cnn/training";
import { loadImages, loadTrainTest } from "../../src/data/loading";
import { pixelScalingOf, scalePixels } from "../../src/data/pixelScaling";
import { head, reshape, type Samples, take, takeLabels } from "../../src/data/samples";
import { MinMaxScaler } from "../../src/data/scaling";
import { trainTestSplit } from "../../src/data/splitting";
import {
  closestToCentroid,
  distanceToOwnCentroid,
  labelAccuracy,
  propagate,
  representatives,
} from "../../src/labels/propagation";
import reference from "../../test/reference/python-original.json";
import { writeReport } from "./report";

const MODEL = { imageShape: [28, 28, 1] as const, nClasses: 10 };

/** What of the reference each of our numbers stands beside. */
const THEIRS = {
  propagated_accuracy: "propagated_accuracy",
  propagated_accuracy_scaled_by_columns: "propagated_accuracy",
  propagated_label_accuracy: "propagated_label_accuracy",
  baseline_accuracy: "baseline_accuracy",
} as const;

/** What one seed comes to, under the reference's names. */
interface Outcome {
  /** Trained and tested on pixels that are scaled in one way. */
  readonly propagated_accuracy: number;
  /** Trained on pixels scaled column by column, as the original does, and tested on byte / 255. */
  readonly propagated_accuracy_scaled_by_columns: number;
  readonly propagated_label_accuracy: number;
  readonly baseline_accuracy: number;
}

/**
 * The whole original with one k-means start, for each seed that the Python original was measured
 * with; writes both means and spreads side by side to docs/bench/spread.md.
 */
export async function benchSpread(): Promise<void> {
  const { seeds, ...theirs } = reference.one_start;
  const outcomes: Outcome[] = [];
  for (const seed of seeds) {
    outcomes.push(await original(seed));
    console.log(`seed ${seed}:`, outcomes[outcomes.length - 1]);
  }
  const rows = (Object.keys(outcomes[0]) as (keyof Outcome)[]).map((name) => {
    const ours = outcomes.map((outcome) => outcome[name]);
    const { mean, standard_deviation, min, max } = theirs[THEIRS[name]];
    const here = [meanOf(ours), deviationOf(ours), Math.min(...ours), Math.max(...ours)];
    const both = [...here, mean, standard_deviation, min, max];
    return [name.replaceAll("_", " "), ...both.map((value) => value.toFixed(4))];
  });
  const statistics = ["mean", "standard deviation", "min", "max"];
  const columns = ["", ...statistics, ...statistics.map((name) => `${name}, Python`)];
  const title = `Accuracies over ${seeds.length} seeds, one k-means start each`;
  writeReport("spread", [{ title, columns, rows }], { Node: process.version });
}

async function original(seed: number): Promise<Outcome> {
  const mnist = await loadImages();
  const { XTrain: pixels, yTrain } = trainTestSplit(mnist.data, mnist.target, {
    randomState: seed,
  });
  const XTrain = new MinMaxScaler().fitTransform(pixels);
  const kmeans = new KMeans({ nClusters: 50, randomState: seed });
  const XDigitsDist = await kmeans.fitTransform(XTrain);
  const yPropagated = propagate(kmeans.labels, takeLabels(yTrain, representatives(XDigitsDist)));
  const distances = distanceToOwnCentroid(XDigitsDist, kmeans.labels);
  const kept = closestToCentroid(distances, kmeans.labels, 50);
  const scaling = pixelScalingOf(pixels);
  const inputs = (bytes: Samples<Uint8Array>) =>
    reshape(scalePixels(bytes, scaling), [bytes.shape[0], 28, 28, 1]);
  const keras = await loadTrainTest();
  const images = inputs(head(keras.train.data, 50));
  const test = inputs(keras.test.data);
  const accuracy = async (X: typeof images, y: Uint8Array, epochs: number) => {
    const model = getModel({ ...MODEL, seed });
    await train(model, X, y, { epochs, seed });
    const scored = await evaluate(model, test, keras.test.target);
    model.dispose();
    return scored.accuracy;
  };
  const XColumns = reshape(take(XTrain, kept), [kept.length, 28, 28, 1]);
  const yKept = takeLabels(yPropagated, kept);
  return {
    propagated_accuracy: await accuracy(inputs(take(pixels, kept)), yKept, 5),
    propagated_accuracy_scaled_by_columns: await accuracy(XColumns, yKept, 5),
    propagated_label_accuracy: labelAccuracy(yPropagated, yTrain, kept),
    baseline_accuracy: await accuracy(images, keras.train.target.subarray(0, 50), 10),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** With all values as the population, as NumPy's `std` has it. */
function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}
