import { display } from "tslab";
import type { Figure } from "../figures/figure";
import { figureHtml } from "./figureHtml";

/**
 * Shows a figure below the cell.
 * @param figure from a builder in src/figures
 */
export function showFigure(figure: Figure): void {
  display.html(figureHtml(figure));
}
