import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Locator } from "playwright-core";
import type { NotebookPage } from "../../tools/browser/notebookPage";
import { NO_CHROMIUM, Session } from "./session";

const IMPORTS = `import { KMeans } from "./src/clustering/kmeans";
import { accuracyCurves } from "./src/figures/accuracyCurves";
import { showFigure } from "./src/notebook/showFigure";
import { closestToCentroid } from "./src/labels/propagation";`;

const FIGURE = `const history = { loss: [], accuracy: [0.1, 0.9], valLoss: [], valAccuracy: [], epochSeconds: [], nEpochs: 1, nSteps: 1, interrupted: false };
showFigure(accuracyCurves(history));`;

/** What somebody has typed so far, cell by cell. */
const TYPED = {
  imports: IMPORTS,
  name: "closestTo",
  options: "new KMeans({ n",
  wrongType: 'const half: number = "50";',
  wrongValue: "closestToCentroid(Float32Array.of(1), Int32Array.of(0), 101);",
};

/** After an error tslab refuses for so long what was queued behind the cell, in milliseconds. */
const REFUSING_MS = 300;

describe("JupyterLab helps", { skip: NO_CHROMIUM, timeout: 600_000 }, () => {
  let session: Session;
  let notebook: NotebookPage;

  before(async () => {
    session = new Session();
    session.sandbox.writeCells("figure.ipynb", [IMPORTS, FIGURE]);
    session.sandbox.writeCells("help.ipynb", Object.values(TYPED));
    notebook = await session.page();
  });

  after(() => session.stop());

  function cell(typed: keyof typeof TYPED): Locator {
    return notebook.page.locator(".jp-CodeCell").nth(Object.keys(TYPED).indexOf(typed));
  }

  test("the keyboard alone opens a notebook, runs it and reaches a caption", async () => {
    const { page } = notebook;
    await page.goto(await session.lab.url());
    await page.locator(".jp-Launcher").waitFor();
    await notebook.openBeside(session.sandbox.path("figure.ipynb"));
    await notebook.command("Run All Cells");
    await notebook.done();
    await notebook.figures(1);
    for (let i = 0; i < 100 && !(await focusedCaption()); i++) await page.keyboard.press("Tab");
    assert.equal(
      await focusedCaption(),
      "Over 2 epochs the accuracy on the training images rises from 10.0 % to 90.0 %.",
    );

    function focusedCaption(): Promise<string> {
      return page
        .locator("figcaption:focus")
        .innerText({ timeout: 50 })
        .catch(() => "");
    }
  });

  test("Tab completes the name of a helper, and the names of its options", async () => {
    await notebook.open(await session.lab.url(session.sandbox.path("help.ipynb")));
    await notebook.run(cell("imports"));
    await notebook.done();
    assert.deepEqual(await completions("name"), ["closestToCentroid"]);
    assert.deepEqual((await completions("options")).slice(0, 2), ["nClusters", "nInit"]);

    async function completions(typed: keyof typeof TYPED): Promise<string[]> {
      await cell(typed).locator(".jp-InputArea-editor").click();
      await notebook.page.keyboard.press("End");
      await notebook.page.keyboard.press("Tab");
      const names = notebook.page.locator(".jp-Completer-match:visible");
      await names.first().waitFor();
      const shown = await names.allInnerTexts();
      await notebook.page.keyboard.press("Escape");
      return shown;
    }
  });

  test("Shift-Tab shows what a helper does and takes", async () => {
    await cell("wrongValue").locator(".jp-InputArea-editor").click();
    await notebook.page.keyboard.press("Home");
    await notebook.page.keyboard.press("ArrowRight");
    await notebook.page.keyboard.press("Shift+Tab");
    const help = await notebook.page.locator(".jp-Tooltip").innerText();
    assert.match(help, /closestToCentroid\(XClusterDist: Float32Array/);
    assert.match(help, /Partial label propagation: which images keep the propagated label/);
    assert.match(help, /@param percentileClosest from 0 .* to 100/);
    assert.match(help, /@returns the indices .*\n@throws RangeError when percentileClosest/);
    await notebook.page.keyboard.press("Escape");
  });

  test("a TypeScript error and a helper's error begin with one line that says what is wrong", async () => {
    assert.match(
      await errorOf("wrongType"),
      /^1:7 - Type 'string' is not assignable to type 'number'\.\s*$/,
    );
    await notebook.page.waitForTimeout(REFUSING_MS);
    assert.match(
      await errorOf("wrongValue"),
      /^RangeError: percentileClosest=101 must lie from 0 to 100; .*\n {4}at /,
    );

    async function errorOf(typed: keyof typeof TYPED): Promise<string> {
      await notebook.run(cell(typed));
      return cell(typed).locator(".jp-OutputArea-output").innerText();
    }
  });
});
