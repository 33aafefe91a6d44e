// Takes the pictures of README and guide: the notebook that `npm run notebook` has just run with its own
// parameters, and the one about one's own images as it is shipped, as JupyterLab shows them.
import type { Browser } from "playwright-core";
import { findChromium, startBrowser } from "./browser/chromium";
import { Lab } from "./browser/lab";
import { NotebookPage } from "./browser/notebookPage";
import { writeWhole } from "./setup/files.mjs";

const EXECUTED = "runs/1-semi-supervised-cnn-with-kmeans.ipynb";
const LABELLING = "notebooks/2-label-your-own-images.ipynb";
const PICTURES = "docs/images";

/** The cells whose figures are taken, by a part of their source. */
const REPRESENTATIVES = "representativesGrid(XRepresentativeDigits";
/** The picture of the labelling page. */
const SHOWN = 20;
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

async function takeLabelling(browser: Browser, lab: Lab): Promise<void> {
  const notebook = await NotebookPage.in(browser);
  await notebook.open(await lab.url(LABELLING));
  const sheet = notebook.page.locator(".labelling.alive").first();
  await notebook.scrollTo(sheet);
  await sheet.locator(".jump button").nth(SHOWN).click();
  for (const theme of ["Light", "Dark"] as const) {
    await notebook.theme(theme);
    await notebook.scrollTo(sheet);
    write(`labelling-${theme.toLowerCase()}`, await sheet.screenshot());
  }
  const suspects = notebook.page.getByRole("region", { name: "The most suspicious labels" });
  await notebook.scrollTo(suspects);
  write("suspicious-labels", await suspects.screenshot());
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
    await takeLabelling(browser, lab);
  } finally {
    await browser.close();
    await lab.stop();
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
