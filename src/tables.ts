import { DataFrame } from "danfojs-node";
import type { History } from "./cnn/history";

/** How one clustering ended; a fitted `KMeans` is one. */
export interface Clustering {
  /** Sum of squared distances of the images to the centroids of their clusters. */
  readonly inertia: number;
  /** Iterations of the start that was kept. */
  readonly nIter: number;
}

/** How well labels propagate up to one percentile. */
export interface Propagation {
  /** Per cent of each cluster, nearest first, that take its label. */
  readonly percentileClosest: number;
  /** How many images those are. */
  readonly nImages: number;
  /** The share of them whose propagated label is the true one, from 0 to 1. */
  readonly labelAccuracy: number;
}

/** What one training came to. */
export interface Result {
  /** What the network learned from: "50 labelled images". */
  readonly name: string;
  /** How many images those are. */
  readonly nImages: number;
  /** The share of them whose label is the true one, from 0 to 1. */
  readonly labelAccuracy: number;
  /** The share of the test images that the network gets right, from 0 to 1. */
  readonly testAccuracy: number;
  /** The same on the images that nothing has used before, from 0 to 1. */
  readonly heldOutAccuracy: number;
}

/**
 * Clusterings side by side.
 * @param clusterings each under its name
 */
export function clusteringsTable(clusterings: Readonly<Record<string, Clustering>>): DataFrame {
  const all = Object.values(clusterings);
  return tableOf({
    clustering: Object.keys(clusterings),
    "inertia (squared distance)": all.map(({ inertia }) => inertia),
    iterations: all.map(({ nIter }) => nIter),
  });
}

/**
 * What the choice of the percentile costs and gains.
 * @param propagations one a percentile
 */
export function propagationTable(propagations: readonly Propagation[]): DataFrame {
  return tableOf({
    "percentile closest (%)": propagations.map(({ percentileClosest }) => percentileClosest),
    images: propagations.map(({ nImages }) => nImages),
    "correct labels (%)": percent(propagations.map(({ labelAccuracy }) => labelAccuracy)),
  });
}

/**
 * A training, epoch by epoch.
 * @param history what the training measured
 */
export function trainingTable(history: History): DataFrame {
  const validation = {
    "validation loss": history.valLoss,
    "validation accuracy (%)": percent(history.valAccuracy),
  };
  return tableOf({
    epoch: history.loss.map((_, i) => i + 1),
    loss: history.loss,
    "accuracy (%)": percent(history.accuracy),
    ...(history.valLoss.length > 0 ? validation : {}),
    "time (s)": history.epochSeconds,
  });
}

/**
 * What all came to: one training a row.
 * @param results the trainings, the baseline first
 */
export function resultsTable(results: readonly Result[]): DataFrame {
  return tableOf({
    "trained on": results.map(({ name }) => name),
    images: results.map(({ nImages }) => nImages),
    "correct labels (%)": percent(results.map(({ labelAccuracy }) => labelAccuracy)),
    "test accuracy (%)": percent(results.map(({ testAccuracy }) => testAccuracy)),
    "held-out accuracy (%)": percent(results.map(({ heldOutAccuracy }) => heldOutAccuracy)),
  });
}

/** Columns as a table, which danfojs builds from rows when there may be none. */
function tableOf(columns: Record<string, readonly (number | string)[]>): DataFrame {
  const [first] = Object.values(columns);
  const rows = first.map((_, i) => Object.values(columns).map((column) => column[i]));
  return new DataFrame(rows, { columns: Object.keys(columns) });
}

function percent(shares: readonly number[]): number[] {
  return shares.map((share) => share * 100);
}
