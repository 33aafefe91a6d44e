import { display } from "tslab";
import { escapeHtml } from "./html";

/**
 * Shows a sentence below the cell, such as one that a cell computed about its run.
 * @param text plain text
 */
export function showText(text: string): void {
  display.html(`<p>${escapeHtml(text)}</p>`);
}
