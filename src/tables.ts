import { DataFrame } from "danfojs-node";
import type { Accuracy } from "./cnn/evaluation";
import { type History, someEpochs } from "./cnn/history";
import { checkLength } from "./data/checks";
import type { Propagation } from "./labels/propagation";
import { wilson } from "./numeric/wilson";
import { named, type Starts, type Work } from "./running/cutShort";

/** A DataFrame that says of some of its columns how many decimals their numbers show. */
export type Table = DataFrame & { readonly decimals?: Readonly<Record<string, number>> };

/** How one clustering ended; a fitted `KMeans` is one. */
export interface Clustering extends Starts {
  /** Sum of squared distances of the images to the centroids of their clusters. */
  readonly inertia: number;
  /** Iterations of the start that was kept. */
  readonly nIter: number;
  /** The cluster of each image. */
  readonly labels: Int32Array;
}

/** What one training, or another way to name images, came to. */
export interface Result {
  /** What the network learned from: "50 labelled images". */
  readonly name: string;
  /** How many images those are. */
  readonly nImages: number;
  /** The share of them whose label is the true one, from 0 to 1. */
  readonly labelAccuracy?: number;
  /** How many steps the optimizer took; undefined where nothing was trained. */
  readonly nSteps?: number;
  /** How it does on the test images. */
  readonly test?: Accuracy;
  /** How it does on the images that nothing has used before. */
  readonly heldOut?: Accuracy;
  /** The clustering and the training that it rests on; the table says which was cut short. */
  readonly work?: readonly Work[];
}

/**
 * Clusterings of the same images side by side.
 * @param clusterings each under its name; the first is the one that the others are compared with
 * @throws RangeError when they are not of as many images
 */
export function clusteringsTable(clusterings: Readonly<Record<string, Clustering>>): Table {
  const all = Object.values(clusterings);
  return tableOf({
    clustering: Object.entries(clusterings).map(([name, one]) => named(name, [one])),
    "inertia (squared distance)": all.map(({ inertia }) => inertia),
    iterations: all.map(({ nIter }) => nIter),
    "images in the first one's clusters (%)": percent(all.map((one) => agreement(all[0], one))),
  });
}

function agreement(first: Clustering, second: Clustering): number {
  checkLength("labels", second.labels, ["nImages", first.labels.length]);
  const equal = first.labels.filter((cluster, i) => cluster === second.labels[i]).length;
  return equal / first.labels.length;
}

/**
 * What the choice of the percentile costs and gains.
 * @param propagations one a percentile
 */
export function propagationTable(propagations: readonly Propagation[]): Table {
  return tableOf({
    "percentile closest (%)": propagations.map(({ percentileClosest }) => percentileClosest),
    images: propagations.map(({ nImages }) => nImages),
    "correct labels (%)": percent(propagations.map(({ labelAccuracy }) => labelAccuracy)),
  });
}

/** The longest table of a training that still reads as a table. */
const MOST_EPOCHS = 20;

/**
 * A training, epoch by epoch; of a long one every second epoch, every third or fewer, and the last.
 * @param history what the training measured
 */
export function trainingTable(history: History): Table {
  const epochs = someEpochs(history.loss.length, MOST_EPOCHS);
  const ofEpochs = (values: number[]) => epochs.map((epoch) => values[epoch - 1]);
  const validation = {
    "validation loss": ofEpochs(history.valLoss),
    "validation accuracy (%)": percent(ofEpochs(history.valAccuracy)),
  };
  return tableOf({
    epoch: epochs,
    loss: ofEpochs(history.loss),
    "accuracy (%)": percent(ofEpochs(history.accuracy)),
    ...(history.valLoss.length > 0 ? validation : {}),
    "time (s)": { values: ofEpochs(history.epochSeconds), decimals: 2 },
  });
}

/**
 * What all came to, a row each; behind each accuracy half of its 95 % interval by Wilson.
 * @param results the trainings, the baseline first; a dash stands for what nobody measured, and test
 *   images that no row was measured on have no columns
 */
export function resultsTable(results: readonly Result[]): Table {
  const tests = {
    "test accuracy (%)": percent(results.map(({ test }) => test?.accuracy ?? Number.NaN)),
    "test ± (%)": percent(results.map(({ test }) => halfInterval(test))),
  };
  return tableOf({
    "trained on": results.map(({ name, work = [] }) => named(name, work)),
    images: results.map(({ nImages }) => nImages),
    "correct labels (%)": percent(results.map(({ labelAccuracy = Number.NaN }) => labelAccuracy)),
    steps: results.map(({ nSteps = Number.NaN }) => nSteps),
    ...(results.some(({ test }) => test) ? tests : {}),
    "held-out accuracy (%)": percent(results.map(({ heldOut }) => heldOut?.accuracy ?? Number.NaN)),
    "held-out ± (%)": percent(results.map(({ heldOut }) => halfInterval(heldOut))),
  });
}

/**
 * Half of the 95 % interval of an accuracy, as a share; NaN where there is none.
 * @param measured on a random sample of images
 */
export function halfInterval(measured: Accuracy | undefined): number {
  if (!measured) return Number.NaN;
  const { low, high } = wilson(measured.accuracy * measured.nImages, measured.nImages);
  return (high - low) / 2;
}

/** What stands in a column: values, or values and how many decimals their numbers show. */
type Column = readonly (number | string)[] | Decimals;
interface Decimals {
  readonly values: readonly number[];
  readonly decimals: number;
}

/** Columns as a table, which danfojs builds from rows when there may be none. */
export function tableOf(columns: Record<string, Column>): Table {
  const all = Object.entries(columns);
  const values = all.map(([, column]) => ("decimals" in column ? column.values : column));
  const rows = values[0].map((_, i) => values.map((column) => column[i]));
  const decimals = all.flatMap(([name, column]) =>
    "decimals" in column ? [[name, column.decimals]] : [],
  );
  const frame = new DataFrame(rows, { columns: Object.keys(columns) });
  return Object.assign(frame, { decimals: Object.fromEntries(decimals) });
}

export function percent(shares: readonly number[]): Decimals {
  return { values: shares.map((share) => share * 100), decimals: 2 };
}
