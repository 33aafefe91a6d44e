import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { findChromium, Lab, startBrowser } from "../../tools/browser/lab";
import { NotebookPage, type ShownFigure } from "../../tools/browser/notebookPage";
import { ROOT } from "../../tools/setup/paths.mjs";
import { Sandbox } from "./sandbox";
import { lowContrastTexts } from "./textContrast";

/** Figures of the main notebook, by the start of their titles. */
const TITLES = [
  "The image nearest each centroid",
  "One image of each cluster",
  "Distance of the images",
  "Correct propagated labels",
  "The first training images",
  "Accuracy by epoch",
  "The first images with propagated labels",
  "Accuracy by epoch",
  "Which class is taken for which",
  "Misclassified",
];

const skip = findChromium()
  ? false
  : "no Chromium was found, so JupyterLab was not tested: install chromium, or name one in CHROMIUM_PATH";

describe("JupyterLab", { skip, timeout: 400_000 }, () => {
  let sandbox: Sandbox;
  let lab: Lab;
  let browser: Browser;
  let notebook: NotebookPage;

  before(async () => {
    sandbox = new Sandbox();
    const dataDir = JSON.stringify(await sandbox.writeDigits(2000, 300));
    const small = { k: "12", nInit: "2", baselineEpochs: "2", propagatedEpochs: "2", dataDir };
    sandbox.writeMainNotebook("main.ipynb", small);
    sandbox.writeMainNotebook("headless.ipynb", small);
    lab = new Lab();
    browser = await startBrowser();
  });

  after(async () => {
    await browser?.close();
    await lab?.stop();
    sandbox?.remove();
  });

  beforeEach(async () => {
    notebook = await NotebookPage.in(browser);
  });

  afterEach(() => notebook.page.close());

  /** The main notebook in the state that the last test saved it in. */
  async function openMain(): Promise<void> {
    await notebook.open(await lab.url(sandbox.path("main.ipynb")));
  }

  test("running all cells draws every figure and prints no error", async () => {
    await openMain();
    await notebook.menu("Run", "Run All Cells");
    await notebook.done();
    assert.deepEqual(await notebook.errors(), []);
    assertDrawn(await notebook.figures(TITLES.length));
    await notebook.page.keyboard.press("Control+s");
    await notebook.page.waitForTimeout(1000);
  });

  test("reloading the page shows the figures again, and so does restarting the kernel", async () => {
    await openMain();
    assertDrawn(await notebook.figures(TITLES.length));
    await notebook.menu("Kernel", "Restart Kernel…");
    await notebook.page.getByRole("button", { name: "Confirm Kernel Restart" }).click();
    await notebook.ready();
    assertDrawn(await notebook.figures(TITLES.length));
  });

  test("text is readable in the light and in the dark theme, switched while figures stand", async () => {
    await openMain();
    assertDrawn(await notebook.figures(TITLES.length));
    assert.deepEqual(await lowContrastTexts(notebook.page), []);
    await notebook.menu("Settings", "Theme", "JupyterLab Dark");
    await notebook.page.locator('body[data-jp-theme-light="false"]').waitFor({ state: "attached" });
    await notebook.page.waitForTimeout(1000);
    assert.deepEqual(await lowContrastTexts(notebook.page), []);
    await notebook.menu("Settings", "Theme", "JupyterLab Light");
  });

  test("k = 37 in the parameters cell, and all runs on from there", async () => {
    await openMain();
    await notebook.editLine("let k = 12", "let k = 37;");
    await notebook.menu("Run", "Run Selected Cell and All Below");
    await notebook.done();
    assert.deepEqual(await notebook.errors(), []);
    const figures = await notebook.figures(TITLES.length);
    assertDrawn(figures);
    assert.match(figures[1].caption, /^The images nearest the 37 centroids/);
    const labels = notebook.page.locator("figure").nth(1).locator(".textpoint");
    assert.equal(await labels.count(), 37);
  });

  test("Kernel > Interrupt stops a training, and the notebook goes on", async () => {
    await openMain();
    await notebook.editLine("let baselineEpochs", "let baselineEpochs = 100000;");
    await notebook.run("let baselineEpochs");
    await notebook.run("const baselineHistory = await");
    const training = notebook.cell("const baselineHistory = await");
    await training.locator("figcaption", { hasText: /^Over \d+ epochs/ }).waitFor();
    const began = performance.now();
    await notebook.menu("Kernel", "Interrupt Kernel");
    await training.getByText(/interrupted; kept are the history/).waitFor();
    assert.ok(performance.now() - began < 2000, "it stops at once");
    await training.locator("table").waitFor();
    await notebook.run("showFigure(accuracyCurves(baselineHistory");
    const curves = notebook.cell("showFigure(accuracyCurves(baselineHistory");
    await curves.locator("figcaption", { hasText: /^Over \d+ epochs/ }).waitFor();
    assert.deepEqual(await notebook.errors(), []);
  });

  test("the keyboard alone opens a notebook, runs it and reaches a caption", async () => {
    const { page } = notebook;
    await page.goto(await lab.url());
    await page.locator(".jp-Launcher").waitFor();
    await command("Open from Path");
    await page.locator(".jp-Dialog input").waitFor();
    await page.keyboard.type(sandbox.path("main.ipynb"));
    await page.keyboard.press("Enter");
    await notebook.ready();
    await command("Run All Cells");
    await notebook.done();
    for (let i = 0; i < 200 && !(await focusedCaption()); i++) await page.keyboard.press("Tab");
    assert.match(await focusedCaption(), /12 images, the ones nearest the centroids/);

    async function command(name: string): Promise<void> {
      await page.keyboard.press("Control+Shift+C");
      await page.locator(".lm-CommandPalette-input:focus").waitFor();
      await page.keyboard.type(name);
      await page.keyboard.press("Enter");
    }
    function focusedCaption(): Promise<string> {
      return page
        .locator("figcaption:focus")
        .innerText({ timeout: 50 })
        .catch(() => "");
    }
  });

  test("the headless run's notebook and report show its figures, the report without a network", async () => {
    const path = join(sandbox.folder, "headless.ipynb");
    execFileSync(process.execPath, ["tools/notebook.mjs", path], { stdio: "pipe" });
    await notebook.open(await lab.url("runs/headless.ipynb"));
    assertDrawn(await notebook.figures(TITLES.length));
    await notebook.page.context().setOffline(true);
    await notebook.page.goto(pathToFileURL(join(ROOT, "runs", "headless.html")).href);
    assertDrawn(await notebook.figures(TITLES.length));
    assert.deepEqual(await lowContrastTexts(notebook.page), []);
    for (const kind of ["ipynb", "html"]) rmSync(join(ROOT, "runs", `headless.${kind}`));
  });
});

function assertDrawn(figures: readonly ShownFigure[]): void {
  const shown = figures.map(({ title, drawn }) => [title, drawn]);
  assert.deepEqual(
    shown.map(([title], i) => String(title).startsWith(TITLES[i]) && TITLES[i]),
    TITLES,
    JSON.stringify(shown),
  );
  assert.ok(
    figures.every(({ drawn }) => drawn),
    JSON.stringify(shown),
  );
}
