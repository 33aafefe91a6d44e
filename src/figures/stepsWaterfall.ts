import type { Figure } from "./figure";
import { BLUE, chartLayout, GREEN } from "./template";
import { percent } from "./wording";

/** How far one step takes the same few labels. */
export interface StepScore {
  /** What the step is: "gradients, k-means". */
  readonly name: string;
  /** The share of images that get their true class, from 0 to 1. */
  readonly accuracy: number;
}

/**
 * What each step adds to the share of images that get their true class.
 * @param steps in the order they are taken, at least one
 * @param of which images are counted: "correct labels in the pool"
 * @throws RangeError for a step that was not taken, or whose accuracy is no share
 */
export function stepsWaterfall(steps: readonly StepScore[], of: string): Figure {
  checkTaken(steps);
  const gains = steps.map(({ accuracy }, i) => accuracy - (steps[i - 1]?.accuracy ?? 0));
  const lowest = Math.min(...steps.map(({ accuracy }) => accuracy)) * 100;
  const layout = chartLayout("What each step adds", "", `${of} (%)`);
  const [first, last] = [steps[0], steps[steps.length - 1]];
  return {
    data: [
      {
        type: "bar",
        // One word group a line, or the names would stand aslant.
        x: steps.map(({ name }) => name.replaceAll(", ", ",<br>")),
        customdata: steps.map(({ name }, i) => [name, signed(gains[i])]),
        y: steps.map(({ accuracy }) => accuracy * 100),
        text: steps.map(({ accuracy }) => (accuracy * 100).toFixed(1)),
        textposition: "outside",
        hovertemplate: "%{customdata[0]}: %{y:.2f} % (%{customdata[1]} points)<extra></extra>",
        marker: { color: steps.map((_, i) => (i === steps.length - 1 ? GREEN : BLUE)) },
      },
    ],
    layout: {
      ...layout,
      showlegend: false,
      yaxis: { ...layout.yaxis, range: [Math.max(0, Math.floor(lowest / 10) * 10 - 10), 103] },
    },
    caption: `${of}: ${percent(first.accuracy)} by ${first.name}, ${percent(last.accuracy)} by ${last.name}.`,
  };
}

/** A list that cells fill one by one has gaps where one of them failed. */
function checkTaken(steps: readonly (StepScore | undefined)[]): void {
  for (let i = 0; i < Math.max(1, steps.length); i++) {
    const step = steps[i];
    if (!step) {
      throw new RangeError(`steps[${i}]=undefined must be a step's score; take that step first`);
    }
    if (step.accuracy >= 0 && step.accuracy <= 1) continue;
    throw new RangeError(
      `steps[${i}].accuracy=${step.accuracy} must lie from 0 to 1; score that step again`,
    );
  }
}

function signed(gain: number): string {
  return `${gain < 0 ? "" : "+"}${(gain * 100).toFixed(1)}`;
}
