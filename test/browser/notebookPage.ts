import type { Browser, Locator, Page } from "playwright-core";

/** A cell may take so long in these tests, in milliseconds. */
const CELL_MS = 120_000;

/** What one figure on the page shows. */
export interface ShownFigure {
  readonly title: string;
  readonly caption: string;
  /** Whether Plotly has drawn it, with a size, and its pictures are there. */
  readonly drawn: boolean;
}

/** A notebook in JupyterLab, as a person uses it. */
export class NotebookPage {
  private constructor(readonly page: Page) {}

  /** A new page of a browser. */
  static async in(browser: Browser): Promise<NotebookPage> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    // The compiler of the tests marks functions with their names, also those that run in the page.
    await page.addInitScript("globalThis.__name = (named) => named");
    return new NotebookPage(page);
  }

  /** Opens the notebook at an address and waits for its cells. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.ready();
  }

  /** Waits until cells and kernel are there. */
  async ready(): Promise<void> {
    await this.page.locator(".jp-NotebookPanel .jp-Cell").first().waitFor({ timeout: CELL_MS });
    await this.page.locator("#jp-main-statusbar").getByText("(tslab) | Idle").waitFor();
  }

  /** Chooses from the menu bar: `menu("Run", "Run All Cells")`. */
  async menu(...labels: string[]): Promise<void> {
    const [bar, ...items] = labels;
    await this.page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${bar}$`) }).click();
    for (const label of items) {
      await this.page.locator(".lm-Menu-itemLabel").getByText(label, { exact: true }).click();
    }
  }

  /** The code cell whose source holds a text. */
  cell(source: string): Locator {
    return this.page.locator(".jp-CodeCell", {
      has: this.page.locator(".jp-InputArea-editor", { hasText: source }),
    });
  }

  /** Replaces a whole line of a cell's source. */
  async editLine(line: string, replacement: string): Promise<void> {
    await this.page.locator(".cm-line", { hasText: line }).first().click();
    await this.page.keyboard.press("Home");
    await this.page.keyboard.press("Shift+End");
    await this.page.keyboard.type(replacement);
  }

  /** Runs one cell, without waiting for its end. */
  async run(source: string): Promise<void> {
    await this.cell(source).locator(".jp-InputArea-editor").click();
    await this.page.keyboard.press("Control+Enter");
  }

  /** Waits until cells have begun to run, and then until none runs or waits for its turn. */
  async done(): Promise<void> {
    const running = this.page.locator(".jp-InputPrompt", { hasText: "*" });
    await running.first().waitFor({ state: "attached" });
    await this.page.waitForFunction(
      () =>
        [...document.querySelectorAll(".jp-InputPrompt")].every(
          (prompt) => !prompt.textContent?.includes("*"),
        ),
      undefined,
      { timeout: CELL_MS },
    );
  }

  /** What the cells printed as errors. */
  errors(): Promise<string[]> {
    return this.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').allTextContents();
  }

  /** All figures of the notebook, once so many are drawn or the time for that is over. */
  async figures(expected: number): Promise<ShownFigure[]> {
    await this.page
      .waitForFunction(
        (count) => document.querySelectorAll("figure .js-plotly-plot").length >= count,
        expected,
      )
      .catch(() => {});
    return this.page.locator("figure").evaluateAll(describeFigures);
  }
}

/** Runs in the page. */
function describeFigures(figures: Element[]): ShownFigure[] {
  return figures.map((figure) => {
    const svg = figure.querySelector(".js-plotly-plot svg.main-svg");
    const pictures = [...figure.querySelectorAll(".imagelayer image")];
    return {
      title: figure.querySelector(".gtitle")?.textContent ?? "",
      caption: figure.querySelector("figcaption")?.textContent ?? "",
      drawn:
        (svg?.getBoundingClientRect().width ?? 0) > 100 &&
        pictures.every((picture) => picture.getAttribute("href")?.startsWith("data:image/png")),
    };
  });
}
