import type { Data } from "plotly.js-dist";
import { type History, someEpochs } from "../cnn/history";
import type { Figure } from "./figure";
import { chartLayout } from "./template";
import { percent } from "./wording";

/** How the curves are drawn. */
export interface AccuracyCurvesOptions {
  /**
   * The accuracies at the lower and the upper end of the axis, which reaches farther where the curves
   * do; default [0, 1], the original's for its baseline.
   */
  readonly yRange?: readonly [number, number];
  /** The figure's heading; default "Accuracy by epoch". */
  readonly title?: string;
}

/** Room between a curve and the axis' end where the axis was widened. */
const MARGIN = 0.02;

/** More points than this on a curve nobody can tell apart. */
const MOST_POINTS = 200;

/**
 * Accuracy on the training and on the validation images over the epochs: the original's
 * `plt.plot(history.history["accuracy"])`. Epochs count from 1; of a long
 * training every second, third or fewer are drawn, and the last.
 * @param history what the training measured; may be empty or still growing
 * @param options axis and heading
 * @throws RangeError when yRange is no pair of finite numbers
 */
export function accuracyCurves(history: History, options: AccuracyCurvesOptions = {}): Figure {
  const { yRange = [0, 1], title = "Accuracy by epoch" } = options;
  const curves: Data[] = [curve("accuracy", history.accuracy, "circle")];
  if (history.valAccuracy.length > 0) {
    curves.push(curve("val_accuracy", history.valAccuracy, "square"));
  }
  const layout = chartLayout(title, "Epoch", "Accuracy (share of images)");
  layout.xaxis = { ...layout.xaxis, dtick: epochStep(history), range: epochRange(history) };
  layout.yaxis = { ...layout.yaxis, range: holding(yRange, history) };
  layout.legend = { x: 0.99, xanchor: "right", y: 0.03, yanchor: "bottom" };
  return { data: curves, layout, caption: captionOf(history) };
}

function curve(name: string, values: readonly number[], symbol: "circle" | "square"): Data {
  const epochs = someEpochs(values.length, MOST_POINTS);
  return {
    type: "scatter",
    mode: "lines+markers",
    name,
    x: epochs,
    y: epochs.map((epoch) => values[epoch - 1]),
    marker: { symbol, size: 7 },
    hovertemplate: "epoch %{x}: %{y:.2%}",
  };
}

/** The range asked for, widened to what the curves show, with room for their marks. */
function holding([from, to]: readonly [number, number], history: History): [number, number] {
  if (!(Number.isFinite(from) && Number.isFinite(to) && from !== to)) {
    throw new RangeError(
      `yRange=[${from},${to}] must be two different finite numbers; [0, 1] holds all`,
    );
  }
  const shown = [...history.accuracy, ...history.valAccuracy].filter(Number.isFinite);
  const least = shown.reduce((a, b) => Math.min(a, b), Infinity);
  const most = shown.reduce((a, b) => Math.max(a, b), -Infinity);
  const [low, high] = from < to ? [from, to] : [to, from];
  return [least < low ? rounded(least - MARGIN) : low, most > high ? rounded(most + MARGIN) : high];
}

function rounded(share: number): number {
  return Number(share.toFixed(4));
}

/** Whole epochs between the axis' marks: about ten marks in all. */
function epochStep(history: History): number {
  return Math.max(1, Math.ceil(history.accuracy.length / 10));
}

function epochRange(history: History): [number, number] {
  return [0.5, Math.max(2, history.accuracy.length) + 0.5];
}

function captionOf({ accuracy, valAccuracy, nEpochs }: History): string {
  if (nEpochs === 0) return "Accuracy by epoch: there is none, as the network was not trained.";
  if (accuracy.length === 0) return "Accuracy by epoch: no epoch is complete yet.";
  const epochs = accuracy.length === 1 ? "1 epoch" : `${accuracy.length} epochs`;
  const training = `Over ${epochs} the accuracy on the training images ${change(accuracy)}`;
  if (valAccuracy.length === 0) return `${training}.`;
  return `${training}, and on the validation images it ${change(valAccuracy)}.`;
}

/** "rises from 17.2 % to 30.1 %", or what else it does. */
function change(values: readonly number[]): string {
  const first = percent(values[0]);
  const last = percent(values[values.length - 1]);
  if (first === last) return `is ${last}`;
  const step = values[values.length - 1] - values[0];
  const verb = Number.isFinite(step) ? (step > 0 ? "rises" : "falls") : "goes";
  return `${verb} from ${first} to ${last}`;
}
