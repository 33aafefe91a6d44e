import type { Data, Layout } from "plotly.js-dist";

/** A figure as plain data, ready for `Plotly.newPlot(element, data, layout)`; it draws nothing itself. */
export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
  /** What the figure shows, in words and numbers: printed below it and read out by screen readers. */
  readonly caption: string;
}
