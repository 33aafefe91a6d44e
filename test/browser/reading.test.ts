import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { NotebookPage } from "../../tools/browser/notebookPage";
import { PLOTLY } from "../../tools/setup/paths.mjs";
import { assertDrawn, TITLES, writeSmallMain } from "./mainNotebook";
import { insertAsVsCode, longestLines, stripped } from "./otherReaders";
import { NO_CHROMIUM, Session } from "./session";
import { lowContrastTexts } from "./textContrast";

describe("what a headless run wrote, opened", { skip: NO_CHROMIUM, timeout: 600_000 }, () => {
  let session: Session;
  let notebook: NotebookPage;

  before(async () => {
    session = new Session();
    await writeSmallMain(session.sandbox, "main.ipynb");
    session.sandbox.runHeadless("main.ipynb", "--pdf");
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
    assert.equal(await figures.locator("img").count(), TITLES.length);
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
    await notebook.page.goto(pathToFileURL(session.sandbox.file("main.html")).href);
    for (const colorScheme of ["dark", "light"] as const) {
      await notebook.page.emulateMedia({ colorScheme });
      assertDrawn(await notebook.figures(TITLES.length));
      assert.deepEqual(await lowContrastTexts(notebook.page), [], colorScheme);
    }
  });

  test("the report begins with results, parameters and contents, in lines that can be read", async () => {
    const { page } = notebook;
    const overview = page.locator("h1 + .overview");
    assert.match(await overview.locator("table").first().innerText(), /held-out accuracy/);
    assert.match((await overview.locator("details").textContent()) ?? "", /nInit2the notebook/);
    const links = await overview
      .locator("nav a")
      .evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
    assert.ok(links.length > 10, links.join());
    for (const hash of links)
      assert.equal(await page.locator(`[id="${hash.slice(1)}"]`).count(), 1);
    const lines = await page.locator(".jp-MarkdownOutput p").evaluateAll(longestLines);
    assert.ok(Math.max(...lines) <= 80, `${Math.max(...lines)} characters`);
    assert.ok(statSync(session.sandbox.file("main.html")).size <= 3e6);
  });

  test("the report is printed as a PDF of several pages", () => {
    const pdf = readFileSync(session.sandbox.file("main.pdf"), "latin1");
    assert.match(pdf, /^%PDF-/);
    assert.ok((pdf.match(/\/Type \/Page\b/g) ?? []).length > 5);
  });

  test("as GitHub shows it, without scripts and styles, every figure has its picture and caption", async () => {
    const page = await session.plainPage(session.outputs("main.ipynb").map(stripped).join("\n"));
    const figures = page.locator("figure");
    assert.equal(await figures.count(), TITLES.length);
    for (const figure of await figures.all()) {
      const picture = figure.locator("img");
      assert.ok(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth >= 600));
      assert.match((await figure.locator("figcaption").textContent()) ?? "", /\w+ \w+/);
      assert.doesNotMatch((await figure.textContent()) ?? "", /[{}]/, "no code shows");
    }
    await page.close();
  });

  for (const hasPlotly of [true, false]) {
    const outcome = hasPlotly ? "every figure draws" : "every figure says what it is";
    test(`as VS Code inserts it, ${hasPlotly ? "with" : "without"} Plotly, ${outcome}`, async () => {
      const page = await session.plainPage("");
      // As on pages that load their scripts with RequireJS.
      await page.evaluate("window.define = () => {}; window.define.amd = {}");
      if (hasPlotly) await page.addScriptTag({ path: PLOTLY });
      // The same figure twice, as a cell that ran again shows it: an id is no promise to be alone.
      const outputs = session.outputs("main.ipynb");
      await page.evaluate(insertAsVsCode, [...outputs, ...outputs]);
      const drawn = page.locator("figure .js-plotly-plot .main-svg:first-child");
      const said = page.locator("figure p", {
        hasText: /^Still picture: this page has no Plotly/,
      });
      await (hasPlotly ? drawn : said).nth(2 * TITLES.length - 1).waitFor({ state: "attached" });
      assert.equal(await page.locator("figure img").count(), hasPlotly ? 0 : 2 * TITLES.length);
      await page.close();
    });
  }

  test("nbconvert's HTML, Markdown and LaTeX hold every figure and table", () => {
    const { html, markdown, inLatex } = session.sandbox.converted("main.ipynb");
    const tables = session.outputs("main.ipynb").filter((shown) => shown.startsWith("<table"));
    assert.ok(tables.length >= 3);
    for (const text of [html, markdown]) {
      assert.equal(text.match(/<figcaption/g)?.length, TITLES.length);
      assert.equal(text.match(/<caption/g)?.length, tables.length);
    }
    const set = (kind: string) => inLatex.filter((other) => other === kind).length;
    const texts = session.outputs("main.ipynb").filter((shown) => shown.startsWith("<p>"));
    assert.deepEqual(
      [set("image/png"), set("text/markdown")],
      [TITLES.length, tables.length + texts.length],
    );
    assert.equal(set("text/html"), 0);
  });
});

/** Runs in the page: whether what a person sees at an element's middle belongs to it. */
function isOnTop(element: Element): boolean {
  const { x, y, width, height } = element.getBoundingClientRect();
  const seen = document.elementFromPoint(x + width / 2, y + height / 2);
  return width > 100 && element.contains(seen);
}
