import type { Data } from "plotly.js-dist";
import type { ComparedRun, RunComparison } from "../study/runs";
import type { Figure } from "./figure";
import { chartLayout } from "./template";
import { plotlyText } from "./wording";

/** Colours alone come again with the fifth training. */
const SYMBOLS = [
  "circle",
  "square",
  "diamond",
  "cross",
  "triangle-up",
  "x",
  "star",
  "hexagon",
] as const;

/**
 * What the runs of a notebook came to. Where they differ in one parameter that is a number, over that
 * parameter; else run by run, by their numbers from 1.
 * @param comparison of runs, from `compareRuns`
 */
export function runsComparison(comparison: RunComparison): Figure {
  const { notebook, measure, trainings } = comparison;
  const runs = comparison.runs.filter(({ scores }) => scores.some(Number.isFinite));
  const axis = axisOf(comparison, runs);
  const order = axis.isNumeric
    ? runs.map((_, i) => i).sort((a, b) => Number(axis.places[a]) - Number(axis.places[b]))
    : runs.map((_, i) => i);
  const layout = chartLayout(plotlyText(`Runs of ${notebook}`), axis.title, plotlyText(measure));
  layout.xaxis = { ...layout.xaxis, type: axis.isNumeric ? "linear" : "category" };
  const data = trainings.map(
    (training, j): Data => ({
      type: "scatter",
      mode: axis.isNumeric ? "lines+markers" : "markers",
      name: plotlyText(training),
      x: order.map((i) => axis.places[i]),
      y: order.map((i) => runs[i].scores[j]),
      text: order.map((i) => plotlyText(runs[i].name)),
      marker: { size: 9, symbol: SYMBOLS[j % SYMBOLS.length] },
      hovertemplate: "%{text}<br>%{y:.2f}",
    }),
  );
  return { data, layout, caption: captionOf(comparison, runs) };
}

/** The parameter that the runs differ in, or their numbers. */
function axisOf(comparison: RunComparison, runs: readonly ComparedRun[]) {
  const { differing } = comparison;
  const values = runs.map((run) => Number(run.values[0] || Number.NaN));
  if (differing.length === 1 && values.every(Number.isFinite)) {
    return { title: plotlyText(differing[0]), places: values, isNumeric: true };
  }
  const numbers = runs.map((run) => String(comparison.runs.indexOf(run) + 1));
  return { title: "Run, by its number in the table", places: numbers, isNumeric: false };
}

function captionOf({ measure, trainings, differing }: RunComparison, runs: readonly ComparedRun[]) {
  let best: { score: number; text: string } | undefined;
  for (const run of runs) {
    run.scores.forEach((score, j) => {
      if (!(score > (best?.score ?? Number.NEGATIVE_INFINITY))) return;
      const values = differing.map((parameter, i) => `${parameter}=${run.values[i]}`).join(", ");
      best = { score, text: `${trainings[j]}${values ? ` with ${values}` : ""}` };
    });
  }
  if (!best) return "No run has come to results yet.";
  const count = runs.length === 1 ? "1 run" : `${runs.length} runs`;
  return `${count} with results. The highest ${measure}, ${best.score.toFixed(2)}: ${best.text}.`;
}
