import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { NotebookPage } from "../../tools/browser/notebookPage";
import { assertDrawn, TITLES, writeSmallMain } from "./mainNotebook";
import { NO_CHROMIUM, Session } from "./session";

const MEGABYTE = 1e6;

describe("the main notebook runs in JupyterLab", { skip: NO_CHROMIUM, timeout: 600_000 }, () => {
  let session: Session;
  let notebook: NotebookPage;

  before(async () => {
    session = new Session();
    await writeSmallMain(session.sandbox, "main.ipynb");
    notebook = await session.open("main.ipynb");
  });

  after(() => session.stop());

  test("all cells draw every figure and print no error; saved, they are small", async () => {
    await notebook.menu("Run", "Run All Cells");
    await notebook.done();
    assert.deepEqual(await notebook.errors(), []);
    assertDrawn(await notebook.figures(TITLES.length));
    await notebook.save();
    const { size } = statSync(join(session.sandbox.folder, "main.ipynb"));
    assert.ok(size > 50_000 && size < 1.5 * MEGABYTE, `${size} bytes`);
  });

  test("the pointer reads cluster, label and size of a representative", async () => {
    const figure = notebook.figure("One image of each cluster, with its label");
    await notebook.scrollTo(figure);
    const label = await figure.locator(".textpoint").nth(10).textContent();
    const [cluster, labelled, size] = await notebook.pointAtImage(figure, 10);
    assert.deepEqual([cluster, labelled], ["cluster 10", `label ${label}`]);
    assert.match(size, /^\d+ images$/);
  });

  test("k = 37 in the parameters cell, and all runs on from there", async () => {
    await notebook.editLine("let k = 12", "let k = 37;");
    await notebook.menu("Run", "Run Selected Cell and All Below");
    await notebook.done();
    assert.deepEqual(await notebook.errors(), []);
    const figures = await notebook.figures(TITLES.length);
    assertDrawn(figures);
    assert.match(figures[2].caption, /^The images nearest the 37 centroids/);
    const labels = notebook.page.locator("figure").nth(2).locator(".textpoint");
    assert.equal(await labels.count(), 37);
  });

  test("a training shows its progress; Kernel > Interrupt stops it, and the notebook goes on", async () => {
    await notebook.editLine("let baselineEpochs", "let baselineEpochs = 100000;");
    await notebook.run(notebook.cell("let baselineEpochs"));
    const training = notebook.cell("const baselineHistory = await");
    await notebook.run(training);
    await training.locator("progress").waitFor();
    await training.locator("figcaption", { hasText: /^Over \d+ epochs/ }).waitFor();
    const began = performance.now();
    await notebook.menu("Kernel", "Interrupt Kernel");
    await training
      .getByText(
        /interrupted; kept are the weights of the last batch, [\d,]+ of [\d,]+ epochs - [\d.]+ s$/,
      )
      .waitFor();
    assert.ok(performance.now() - began < 2000, "it stops at once");
    assert.equal(await training.locator("progress").count(), 0);
    await training.locator("table").waitFor();
    const curves = notebook.cell("showFigure(accuracyCurves(baselineHistory");
    await notebook.run(curves);
    await curves.locator("figcaption", { hasText: /^Over \d+ epochs/ }).waitFor();
    assert.deepEqual(await notebook.errors(), []);
  });
});
