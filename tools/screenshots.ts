// Takes the README's pictures: the notebook that `npm run notebook` has just run with its own
// parameters, as JupyterLab shows it.
import type { Browser } from "playwright-core";
import { findChromium, startBrowser } from "./browser/chromium";
import { Lab } from "./browser/lab";
import { NotebookPage } from "./browser/notebookPage";
import { writeWhole } from "./setup/files.mjs";

const EXECUTED = "runs/1-semi-supervised-cnn-with-kmeans.ipynb";
const PICTURES = "docs/images";

/** The cells whose figures are taken, by a part of their source. */
const REPRESENTATIVES = "representativesGrid(XRepresentativeDigits";
const CURVES = "accuracyCurves(history";

async function takePictures(browser: Browser, lab: Lab): Promise<void> {
  const notebook = await NotebookPage.in(browser);
  await notebook.page.setViewportSize({ width: 1280, height: 900 });
  await notebook.open(await lab.url(EXECUTED));
  await notebook.figures(1);
  write("representatives", await plotOf(notebook, REPRESENTATIVES));
  write("accuracy-curves", await plotOf(notebook, CURVES));
  const cell = notebook.cell(REPRESENTATIVES);
  for (const theme of ["Light", "Dark"] as const) {
    await notebook.theme(theme);
    await notebook.scrollTo(cell);
    await notebook.pointAtImage(cell.locator("figure"), 14);
    write(`jupyterlab-${theme.toLowerCase()}`, await notebook.page.screenshot());
  }
}

async function plotOf(notebook: NotebookPage, source: string): Promise<Buffer> {
  const plot = notebook.cell(source).locator(".js-plotly-plot");
  await notebook.scrollTo(plot);
  return plot.screenshot();
}

function write(name: string, png: Buffer): void {
  const path = `${PICTURES}/${name}.png`;
  writeWhole(path, png);
  console.log(`wrote ${path}`);
}

async function main(): Promise<void> {
  if (!findChromium()) {
    throw new Error("no Chromium was found: install chromium, or name one in CHROMIUM_PATH");
  }
  const lab = new Lab();
  const browser = await startBrowser();
  try {
    await takePictures(browser, lab);
  } finally {
    await browser.close();
    await lab.stop();
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
