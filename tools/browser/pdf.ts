// Prints a report: reads its HTML from the input, prints a PDF as base64. With --check it only says
// whether it could.
import { text } from "node:stream/consumers";
import { findChromium, startBrowser } from "./chromium";

async function main(): Promise<void> {
  if (!findChromium()) {
    throw new Error("--pdf needs Chromium: install chromium, or name one in CHROMIUM_PATH");
  }
  if (process.argv.includes("--check")) return;
  const html = await text(process.stdin);
  const browser = await startBrowser();
  try {
    // As wide as the paper between its margins: figures are drawn for that.
    const page = await browser.newPage({ viewport: { width: 680, height: 1000 } });
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    await page.setContent(html);
    await page.waitForFunction(
      () => document.querySelectorAll("figure .plot:not(.js-plotly-plot)").length === 0,
    );
    const pdf = await page.pdf({
      format: "A4",
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

main().catch((error: Error) => {
  console.error(error.message.split("\n")[0]);
  process.exitCode = 1;
});
