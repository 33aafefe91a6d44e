import type { Figure } from "../figures/figure";
import { type DrawnFigure, drawn, titleOf } from "./drawnFigure";
import { figureHtml, pictureOf } from "./figureHtml";
import type { Forms } from "./showing";

/** Plotly's own form, which VS Code and JupyterLabs with Plotly's extension draw by themselves. */
export const PLOTLY_TYPE = "application/vnd.plotly.v1+json";

/**
 * A figure in every form: interactive HTML, Plotly's own, a still picture where there is one, and words.
 * @param figure from a builder in src/figures
 */
export function figureForms(figure: Figure): Forms {
  return formsOf(drawn(figure));
}

/**
 * The same forms, with a still picture of the whole figure.
 * @param figure Plotly's own form of a figure, as `figureForms` makes it
 * @param still the picture, a PNG as base64; default: the images of an image grid, without any text
 */
export function formsOf(figure: DrawnFigure, still = pictureOf(figure)): Forms {
  return {
    "text/html": figureHtml(figure, still),
    [PLOTLY_TYPE]: figure,
    ...(still ? { "image/png": still } : {}),
    "text/plain": `${titleOf(figure)}\n${figure.layout.meta.caption}`,
  };
}
