import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { NotebookPage } from "../../tools/browser/notebookPage";
import { assertDrawn, TITLES, writeSmallMain } from "./mainNotebook";
import { NO_CHROMIUM, Session } from "./session";
import { lowContrastTexts } from "./textContrast";

describe("what a headless run wrote, opened", { skip: NO_CHROMIUM, timeout: 300_000 }, () => {
  let session: Session;
  let notebook: NotebookPage;

  before(async () => {
    session = new Session();
    await writeSmallMain(session.sandbox, "main.ipynb");
    session.sandbox.runHeadless("main.ipynb");
    notebook = await session.open("main.ipynb");
  });

  after(() => session.stop());

  test("its figures are alive, none can be sent away, and there is nothing to save", async () => {
    assertDrawn(await notebook.figures(TITLES.length));
    const buttons = notebook.page.locator("figure .modebar-btn");
    const names = await buttons.evaluateAll((all) => all.map((one) => one.dataset.title));
    assert.ok(names.includes("Download plot as a PNG"));
    assert.ok(!names.some((name) => name?.startsWith("Share")), names.join());
    assert.equal(await notebook.page.locator(".jp-mod-dirty").count(), 0);
  });

  test("text is readable in the light and in the dark theme, switched while figures stand", async () => {
    for (const theme of ["Light", "Dark", "Light"] as const) {
      await notebook.theme(theme);
      assert.deepEqual(await lowContrastTexts(notebook.page), [], theme);
    }
  });

  test("scrolling fast, up and down, leaves every figure drawn and in its place", async () => {
    await notebook.page.locator(".jp-Cell").first().hover();
    for (const direction of [1, -1, 1, -1]) {
      for (let i = 0; i < 40; i++) await notebook.page.mouse.wheel(0, direction * 400);
    }
    assertDrawn(await notebook.figures(TITLES.length));
    for (const figure of await notebook.page.locator("figure").all()) {
      await notebook.scrollTo(figure);
      assert.ok(await figure.locator(".plot").evaluate(isOnTop), await figure.innerText());
    }
  });

  test("restarting the kernel leaves the figures, and reloading the page shows them again", async () => {
    await notebook.menu("Kernel", "Restart Kernel…");
    await notebook.page.getByRole("button", { name: "Confirm Kernel Restart" }).click();
    await notebook.ready();
    assertDrawn(await notebook.figures(TITLES.length));
    await notebook.page.reload();
    await notebook.ready();
    assertDrawn(await notebook.figures(TITLES.length));
  });

  test("a second notebook beside it shows the same figures", async () => {
    session.sandbox.copy("main.ipynb", "second.ipynb");
    await notebook.openBeside(session.sandbox.path("second.ipynb"));
    assertDrawn(await notebook.figures(TITLES.length));
    await notebook.toFront("main.ipynb");
    assertDrawn(await notebook.figures(TITLES.length));
  });

  test("a notebook from elsewhere shows still pictures and how to trust it, which draws all", async () => {
    session.sandbox.alter("main.ipynb", "foreign.ipynb");
    const foreign = await session.open("foreign.ipynb");
    const figures = foreign.page.locator("figure");
    assert.equal(await figures.count(), TITLES.length);
    assert.equal(await figures.locator("img").count(), 9);
    for (const figure of await figures.all()) {
      assert.match((await figure.locator(".plot").textContent()) ?? "", /trust the notebook/);
      assert.match((await figure.locator("figcaption").textContent()) ?? "", /\w+ \w+/);
      for (const picture of await figure.locator("img").all()) {
        assert.ok(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth > 100));
      }
    }
    await foreign.command("Trust Notebook");
    await foreign.page.locator(".jp-Dialog .jp-mod-accept").click();
    assertDrawn(await foreign.figures(TITLES.length));
    await foreign.page.close();
  });

  test("the report shows its figures from disk, without a network", async () => {
    await notebook.page.context().setOffline(true);
    await notebook.page.goto(pathToFileURL(session.sandbox.report).href);
    assertDrawn(await notebook.figures(TITLES.length));
    assert.deepEqual(await lowContrastTexts(notebook.page), []);
  });
});

/** Runs in the page: whether what a person sees at an element's middle belongs to it. */
function isOnTop(element: Element): boolean {
  const { x, y, width, height } = element.getBoundingClientRect();
  const seen = document.elementFromPoint(x + width / 2, y + height / 2);
  return width > 100 && element.contains(seen);
}
