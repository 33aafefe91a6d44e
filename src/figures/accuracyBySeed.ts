import { checkInteger, checkLength } from "../data/checks";
import type { Figure } from "./figure";
import { chartLayout } from "./template";
import { plotlyText } from "./wording";

/** What one way scored with each of several seeds. */
export interface SeedScores {
  /** What was scored: "vote of neighbours". */
  readonly name: string;
  /** The share of images that get their true class, from 0 to 1, one a seed. */
  readonly accuracies: readonly number[];
}

/**
 * How much luck is in a score: each way with several seeds, and its mean.
 * @param seeds the seeds, at least one, in the order of the accuracies
 * @param ways at least one
 * @throws RangeError when a way has not one accuracy a seed, or there is no seed
 */
export function accuracyBySeed(seeds: readonly number[], ways: readonly SeedScores[]): Figure {
  checkInteger("seeds.length", seeds.length, 1, "score with some seeds");
  for (const { accuracies } of ways)
    checkLength("accuracies", accuracies, ["nSeeds", seeds.length]);
  const layout = chartLayout("The same with other seeds", "Seed", "Held-out accuracy (%)");
  const means = ways.map(({ accuracies }) => accuracies.reduce((a, b) => a + b) / seeds.length);
  return {
    data: ways.map(({ name, accuracies }) => ({
      type: "scatter",
      mode: "lines+markers",
      name: plotlyText(name),
      x: seeds.map(String),
      y: accuracies.map((accuracy) => accuracy * 100),
      hovertemplate: `${plotlyText(name)}, seed %{x}: %{y:.2f} %<extra></extra>`,
      marker: { size: 9 },
    })),
    layout: { ...layout, showlegend: true, xaxis: { ...layout.xaxis, type: "category" } },
    caption: `${ways.map(({ name, accuracies }, i) => `${name}: mean ${hundredths(means[i])}, lowest ${hundredths(Math.min(...accuracies))}`).join("; ")}.`,
  };
}

/** Near 100 %, ways differ by less than a tenth of a percent. */
function hundredths(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(2)} %` : "–";
}
