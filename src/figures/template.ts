import type { Layout, Shape, Template } from "plotly.js-dist";

/** The width that figures are designed for, in pixels; narrower pages shrink it. */
export const FIGURE_WIDTH = 800;

/** The height of a curve or a histogram, in pixels. */
export const CHART_HEIGHT = 400;

/**
 * Okabe and Ito's colours that stand out by at least 3:1 on white and on JupyterLab's dark grey,
 * and that colour-blind readers tell apart.
 * @see https://jfly.uni-koeln.de/color/
 */
export const BLUE = "#0072B2";
export const VERMILLION = "#D55E00";
export const GREEN = "#009E73";
export const PURPLE = "#CC79A7";

/** Greys that show on light and dark pages alike. */
export const GREY = "rgba(128, 128, 128, 0.7)";
const LINE = "rgba(128, 128, 128, 0.6)";
const GRID = "rgba(128, 128, 128, 0.25)";

const axis = {
  automargin: true,
  gridcolor: GRID,
  linecolor: LINE,
  showline: true,
  tickcolor: LINE,
  ticks: "outside",
  title: { font: { size: 14 }, standoff: 10 },
  zeroline: false,
} as const;

/**
 * The look of every figure: dark on white paper, readable wherever it is drawn. Its lines show on any
 * page, so that the script of our own pages need only take away the paper and set the text's colour.
 */
export const template: Template = {
  layout: {
    colorway: [BLUE, VERMILLION, GREEN, PURPLE],
    font: {
      family: "system-ui, -apple-system, 'Segoe UI', sans-serif",
      size: 13,
      color: "#1f1f1f",
    },
    hoverlabel: { bgcolor: "#333333", bordercolor: "#333333", font: { color: "#ffffff" } },
    legend: { bgcolor: "rgba(0, 0, 0, 0)" },
    margin: { t: 60, r: 16, b: 48, l: 56 },
    modebar: {
      bgcolor: "rgba(0, 0, 0, 0)",
      color: GREY,
      activecolor: "rgb(128, 128, 128)",
    },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    title: { x: 0, xref: "container", font: { size: 16 } },
    xaxis: axis,
    yaxis: axis,
  },
};

/**
 * The layout that a chart with axes starts from.
 * @param title the figure's heading
 * @param xTitle what the horizontal axis counts, with its unit
 * @param yTitle what the vertical axis counts, with its unit
 */
export function chartLayout(title: string, xTitle: string, yTitle: string): Partial<Layout> {
  return {
    template,
    width: FIGURE_WIDTH,
    height: CHART_HEIGHT,
    title: { text: title },
    xaxis: { title: { text: xTitle } },
    yaxis: { title: { text: yTitle } },
  };
}

/**
 * A dashed line across a chart at a value that the reader chose, with its name on top.
 * @param x where it crosses the horizontal axis
 * @param text what it marks
 */
export function markerLine(x: number, text: string): Partial<Shape> {
  return {
    type: "line",
    x0: x,
    x1: x,
    yref: "paper",
    y0: 0,
    y1: 1,
    line: { color: VERMILLION, width: 2, dash: "dash" },
    label: { text, textposition: "end", textangle: 0, yanchor: "bottom" },
  };
}
