/**
 * Text as Markdown that shows exactly that text, in one line.
 * @param text any text
 */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_|<>[\]#]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}
