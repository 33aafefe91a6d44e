import type { Figure } from "../figures/figure";
import { figureForms } from "./figureForms";
import { show } from "./showing";

/**
 * Shows a figure below the cell.
 * @param figure from a builder in src/figures
 */
export function showFigure(figure: Figure): void {
  show(figureForms(figure));
}
