import { escapeHtml } from "./html";
import { markdownText } from "./markdownText";
import { show } from "./showing";

/**
 * Shows a sentence below the cell, such as one that a cell computed about its run.
 * @param text plain text
 */
export function showText(text: string): void {
  show({
    "text/html": `<p>${escapeHtml(text)}</p>`,
    "text/markdown": markdownText(text),
    "text/plain": text,
  });
}
