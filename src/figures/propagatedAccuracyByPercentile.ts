import type { Propagation } from "../labels/propagation";
import { checkPercent } from "../numeric/percentile";
import type { Figure } from "./figure";
import { chartLayout, markerLine } from "./template";
import { counted, percent } from "./wording";

/**
 * How the propagated labels get worse the farther from the centroids they are trusted.
 * @param propagations one a percentile, in ascending order
 * @param percentileClosest the percentile that the notebook uses, from 0 to 100, to be marked
 * @throws RangeError when it lies outside
 */
export function propagatedAccuracyByPercentile(
  propagations: readonly Propagation[],
  percentileClosest: number,
): Figure {
  checkPercent("percentileClosest", percentileClosest);
  const layout = chartLayout(
    "Correct propagated labels by percentile",
    "Nearest share of each cluster that takes its label (%)",
    "Correct propagated labels (%)",
  );
  layout.xaxis = { ...layout.xaxis, range: [0, 102], dtick: 10 };
  return {
    data: [
      {
        type: "scatter",
        mode: "lines+markers",
        x: propagations.map((propagation) => propagation.percentileClosest),
        y: propagations.map(({ labelAccuracy }) => labelAccuracy * 100),
        customdata: propagations.map(({ nImages }) => nImages),
        hovertemplate: "percentile %{x}: %{y:.1f} % of %{customdata:,} images<extra></extra>",
        marker: { size: 8 },
      },
    ],
    layout: {
      ...layout,
      showlegend: false,
      shapes: [markerLine(percentileClosest, "percentileClosest")],
    },
    caption: captionOf(propagations),
  };
}

function captionOf(propagations: readonly Propagation[]): string {
  if (propagations.length === 0) return "No percentile has been tried yet.";
  const [first, last] = [propagations[0], propagations[propagations.length - 1]];
  const describe = ({ percentileClosest, nImages, labelAccuracy }: Propagation) =>
    `${percent(labelAccuracy)} of the labels are correct ${place(percentileClosest)} (${counted(nImages, "image")})`;
  return propagations.length === 1
    ? `${describe(first)}.`
    : `${describe(first)}, ${describe(last)}.`;
}

function place(percentileClosest: number): string {
  return percentileClosest === 0
    ? "on the nearest image of each cluster"
    : `among the nearest ${percentileClosest} %`;
}
