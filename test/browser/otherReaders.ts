/** HTML as sanitizers leave it. */
export function stripped(html: string): string {
  return html
    .replace(/<(script|style)\b.*?<\/\1>/gs, "")
    .replace(/ (style|class|id|role)="[^"]*"/g, "");
}

/** Runs in the page: inserts outputs and runs their scripts again, at the end of the container. */
export function insertAsVsCode(outputs: string[]): void {
  for (const html of outputs) {
    const container = document.createElement("div");
    document.body.append(container);
    container.innerHTML = html;
    for (const { text, type } of [...container.querySelectorAll("script")]) {
      const again = Object.assign(document.createElement("script"), { text, type });
      container.append(again);
      again.remove();
    }
  }
}

/** Runs in the page: the most characters in a line of each paragraph. */
export function longestLines(paragraphs: Element[]): number[] {
  return paragraphs.map((paragraph) => {
    const range = document.createRange();
    const perLine = new Map<number, number>();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let i = 0; i < (node.textContent ?? "").length; i++) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const line = Math.round(range.getBoundingClientRect().bottom / 8);
        perLine.set(line, (perLine.get(line) ?? 0) + 1);
      }
    }
    return Math.max(0, ...perLine.values());
  });
}
