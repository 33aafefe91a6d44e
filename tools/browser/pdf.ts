// Prints a report: reads its HTML from the input, prints a PDF as base64. With --check it only says
// whether it could.
import { text } from "node:stream/consumers";
import { findChromium, startBrowser } from "./chromium";

/** Between the margins of A4 that report.css sets, in CSS pixels. */
const PAPER_WIDTH = 680;

/** Small enough that charts have the width that they are designed for. */
const SCALE = 0.78;

async function main(): Promise<void> {
  if (!findChromium()) {
    throw new Error("--pdf needs Chromium: install chromium, or name one in CHROMIUM_PATH");
  }
  const browser = await startBrowser().catch(({ message }: Error) => {
    throw new Error(
      `--pdf needs Chromium, and ${findChromium()} does not start (${firstLine(message)}): name another one in CHROMIUM_PATH`,
    );
  });
  try {
    if (process.argv.includes("--check")) return;
    const html = await text(process.stdin);
    // As wide as the paper between its margins, so that figures are drawn for that.
    const width = Math.floor(PAPER_WIDTH / SCALE);
    const page = await browser.newPage({ viewport: { width, height: 1000 } });
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    await page.setContent(html);
    await page.waitForFunction(
      () => document.querySelectorAll("figure .plot:not(.js-plotly-plot)").length === 0,
    );
    const pdf = await page.pdf({
      format: "A4",
      scale: SCALE,
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: "<span></span>",
      footerTemplate:
        '<div style="font-size: 8px; width: 100%; text-align: center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>',
    });
    process.stdout.write(pdf.toString("base64"));
  } finally {
    await browser.close();
  }
}

function firstLine(message: string): string {
  return message.split("\n")[0];
}

main().catch((error: Error) => {
  console.error(firstLine(error.message));
  process.exitCode = 1;
});
