import { basename } from "node:path";
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
    await this.page.locator(".jp-Cell:visible").first().waitFor({ timeout: CELL_MS });
    const kernel = this.page.locator("#jp-main-statusbar").getByText("(tslab) | Idle");
    await kernel.waitFor({ timeout: CELL_MS });
  }

  /** Chooses from the menu bar: `menu("Run", "Run All Cells")`. */
  async menu(...labels: string[]): Promise<void> {
    const [bar, ...items] = labels;
    await this.page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${bar}$`) }).click();
    for (const label of items) {
      await this.page.locator(".lm-Menu-itemLabel").getByText(label, { exact: true }).click();
    }
  }

  /** Gives a command by its name, with the keyboard alone. */
  async command(name: string): Promise<void> {
    await this.page.keyboard.press("Control+Shift+C");
    await this.page.locator(".lm-CommandPalette-input:focus").waitFor();
    await this.page.keyboard.type(name);
    await this.page.keyboard.press("Enter");
  }

  /** Opens a notebook beside what is open, with the keyboard alone. */
  async openBeside(path: string): Promise<void> {
    await this.command("Open from Path");
    await this.page.locator(".jp-Dialog input").waitFor();
    await this.page.keyboard.type(path);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".lm-TabBar-tab.lm-mod-current", { hasText: basename(path) }).waitFor();
    await this.ready();
  }

  /** Brings a notebook that is open to the front. */
  async toFront(name: string): Promise<void> {
    await this.page.locator(".lm-TabBar-tab", { hasText: name }).click();
    await this.ready();
  }

  /** Saves the notebook. */
  async save(): Promise<void> {
    await this.page.keyboard.press("Control+s");
    await this.page.locator(".jp-mod-dirty").waitFor({ state: "detached" });
  }

  /** The code cell whose source holds a text. */
  cell(source: string): Locator {
    return this.page.locator(".jp-CodeCell", {
      has: this.page.locator(".jp-InputArea-editor", { hasText: source }),
    });
  }

  /** Switches to one of JupyterLab's own themes; the figures have followed when it is done. */
  async theme(name: "Light" | "Dark"): Promise<void> {
    await this.menu("Settings", "Theme", `JupyterLab ${name}`);
    const isLight = String(name === "Light");
    await this.page
      .locator(`body[data-jp-theme-light="${isLight}"]`)
      .waitFor({ state: "attached" });
    await this.page.mouse.move(0, 0);
    await this.page.waitForTimeout(1000);
  }

  /** Replaces a whole line of a cell's source. */
  async editLine(line: string, replacement: string): Promise<void> {
    await this.page.locator(".cm-line", { hasText: line }).first().click();
    await this.page.keyboard.press("Home");
    await this.page.keyboard.press("Shift+End");
    await this.page.keyboard.type(replacement);
  }

  /** Runs one cell, without waiting for its end. */
  async run(cell: Locator): Promise<void> {
    await cell.locator(".jp-InputArea-editor").click();
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

  /** The figures with this heading. */
  figure(title: string): Locator {
    return this.page.locator(`figure[aria-label="${title}"]`);
  }

  /**
   * Scrolls an element to the top until it stays there: JupyterLab lays cells out only when they
   * come into sight, which moves those below.
   */
  async scrollTo(element: Locator): Promise<void> {
    let [before, top] = [Number.NaN, 0];
    for (let tries = 0; tries < 10 && top !== before; tries++) {
      before = top;
      await element.evaluate((scrolled) => scrolled.scrollIntoView());
      await this.page.waitForTimeout(150);
      top = (await element.boundingBox())?.y ?? 0;
    }
  }

  /** Points at an image of a grid that is in sight, and reads the lines that show up. */
  async pointAtImage(figure: Locator, index: number): Promise<string[]> {
    const box = await figure.locator(".textpoint").nth(index).boundingBox();
    if (!box) throw new Error(`index=${index} must be an image of the grid`);
    await this.page.mouse.move(box.x + box.width / 2, box.y - box.height);
    const lines = figure.locator(".hovertext tspan");
    await lines.first().waitFor();
    return lines.allTextContents();
  }

  /** All figures of the notebook in front, once so many are drawn or the time for that is over. */
  async figures(expected: number): Promise<ShownFigure[]> {
    const inFront = "figure:not(.lm-mod-hidden *)";
    await this.page
      .waitForFunction(
        ([figure, count]) => document.querySelectorAll(`${figure} .js-plotly-plot`).length >= count,
        [inFront, expected] as const,
      )
      .catch(() => {});
    return this.page.locator(inFront).evaluateAll(describeFigures);
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
