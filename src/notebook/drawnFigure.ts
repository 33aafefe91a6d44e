import type { Data, Layout } from "plotly.js-dist";
import type { Figure } from "../figures/figure";
import { CHART_HEIGHT, FIGURE_WIDTH } from "../figures/template";

/** No button sends the figure's data to Plotly's servers, or selects points for nothing. */
const config = {
  displaylogo: false,
  showSendToCloud: false,
  modeBarButtonsToRemove: ["select2d", "lasso2d"],
};

/** A figure as Plotly takes it, and as JSON has it: this is its form "application/vnd.plotly.v1+json". */
export interface DrawnFigure {
  readonly data: Data[];
  /** With its size, and with the caption among what Plotly calls meta. */
  readonly layout: Partial<Layout> & {
    readonly width: number;
    readonly height: number;
    readonly meta: { readonly caption: string };
  };
  readonly config: typeof config;
}

/**
 * A figure ready to be drawn; the builder's data stay as they were.
 * @param figure from a builder in src/figures
 */
export function drawn({ data, layout, caption }: Figure): DrawnFigure {
  const size = { width: FIGURE_WIDTH, height: CHART_HEIGHT };
  const whole = { data, layout: { ...size, ...layout, meta: { caption } }, config };
  return JSON.parse(JSON.stringify(whole, plain));
}

/**
 * The figure's heading, as plain text.
 * @param figure as `drawn` makes it
 */
export function titleOf({ layout: { title } }: DrawnFigure): string {
  return (typeof title === "string" ? title : title?.text) ?? "Figure";
}

/** Values as JSON has them: typed arrays as arrays, large integers as numbers. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;
}
