import type { Data } from "plotly.js-dist";
import { checkLength, checkPositions } from "../data/checks";
import { checkDistances } from "../labels/propagation";
import { checkPercent, percentile } from "../numeric/percentile";
import type { Figure } from "./figure";
import { BLUE, chartLayout, GREY, markerLine } from "./template";
import { count, counted, decimalsFor, nearestShare } from "./wording";

/** Bars of the histogram. */
const BINS = 50;

/**
 * How far the images lie from their own centroids, and which of them keep the propagated label:
 * each cluster that has a label has its own cut-off, so the two groups overlap.
 * @param XClusterDist the distance of each image to its own centroid, finite, from 0
 * @param clusterLabels the cluster of each image
 * @param percentileClosest per cent of each cluster with a label, nearest first, that are kept, from 0 to 100
 * @param kept the indices of the images that keep their label, from `closestToCentroid` and `labelledOf`
 * @throws RangeError when the lists do not belong together, a distance is none, or the percentile lies outside
 */
export function distanceDistribution(
  XClusterDist: Float32Array,
  clusterLabels: ArrayLike<number>,
  percentileClosest: number,
  kept: Int32Array,
): Figure {
  checkPercent("percentileClosest", percentileClosest);
  checkLength("clusterLabels", clusterLabels, ["nImages", XClusterDist.length]);
  checkDistances("XClusterDist", XClusterDist);
  checkPositions("kept", kept, ["nImages", XClusterDist.length], "keep images that there are");
  const isKept = new Uint8Array(XClusterDist.length);
  for (const i of kept) isKept[i] = 1;
  const farthest = XClusterDist.reduce((largest, distance) => Math.max(largest, distance), 0);
  const binWidth = (farthest || 1) / BINS;
  const counts = [new Array<number>(BINS).fill(0), new Array<number>(BINS).fill(0)];
  XClusterDist.forEach((distance, i) => {
    counts[isKept[i]][Math.min(BINS - 1, Math.floor(distance / binWidth))]++;
  });
  const cutoffs = cutoffDistances(XClusterDist, clusterLabels, kept);
  const layout = chartLayout(
    "Distance of the images to their own centroids",
    "Euclidean distance to the own centroid (pixels from 0 to 1)",
    "Images",
  );
  const decimals = decimalsFor(farthest);
  return {
    data: [
      bars("kept", counts[1], binWidth, decimals, BLUE),
      bars("left out", counts[0], binWidth, decimals, GREY),
    ],
    layout: {
      ...layout,
      ...legend,
      bargap: 0.05,
      barmode: "stack",
      shapes: cutoffs.length > 0 ? [markerLine(medianOf(cutoffs), "median cut-off")] : [],
    },
    caption: captionOf(XClusterDist.length, kept.length, percentileClosest, cutoffs, decimals),
  };
}

function captionOf(
  nImages: number,
  nKept: number,
  percentileClosest: number,
  cutoffs: readonly number[],
  decimals: number,
): string {
  const keep = `${count(nKept)} of ${counted(nImages, "image")} keep their propagated label: in each cluster that has a label ${nearestShare(percentileClosest)}.`;
  if (cutoffs.length === 0) return keep;
  const [least, median, most] = [cutoffs[0], medianOf(cutoffs), cutoffs[cutoffs.length - 1]].map(
    (cutoff) => cutoff.toFixed(decimals),
  );
  if (least === most) return `${keep} The cut-off distance is ${median}.`;
  return `${keep} The clusters' cut-off distances lie between ${least} and ${most}, their median is ${median}.`;
}

function medianOf(cutoffs: readonly number[]): number {
  return percentile(Float64Array.from(cutoffs), 50);
}

const legend = { legend: { x: 0.99, xanchor: "right", y: 0.98, yanchor: "top" } } as const;

function bars(
  name: string,
  counts: number[],
  binWidth: number,
  decimals: number,
  color: string,
): Data {
  const x = counts.map((_, bin) => Number(((bin + 0.5) * binWidth).toPrecision(4)));
  return {
    type: "bar",
    name,
    x,
    y: counts,
    marker: { color },
    hovertemplate: `distance about %{x:.${decimals}f}: %{y:,} images`,
  };
}

/** The farthest kept distance of each cluster, ascending. */
function cutoffDistances(
  XClusterDist: Float32Array,
  clusterLabels: ArrayLike<number>,
  kept: Int32Array,
): number[] {
  const farthest = new Map<number, number>();
  for (const i of kept) {
    const cluster = clusterLabels[i];
    farthest.set(cluster, Math.max(farthest.get(cluster) ?? 0, XClusterDist[i]));
  }
  return [...farthest.values()].sort((a, b) => a - b);
}
