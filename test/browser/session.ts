import type { Browser, Page } from "playwright-core";
import { findChromium, startBrowser } from "../../tools/browser/chromium";
import { Lab } from "../../tools/browser/lab";
import { NotebookPage } from "../../tools/browser/notebookPage";
import { joined, readNotebook } from "../support/notebooks";
import { Sandbox } from "./sandbox";

/** Why the tests in a browser are skipped; false where a browser is found. */
export const NO_CHROMIUM = findChromium()
  ? false
  : "no Chromium was found, so JupyterLab was not tested: install chromium, or name one in CHROMIUM_PATH";

/** A JupyterLab, a browser and a sandbox of notebooks, for the tests of one file. */
export class Session {
  readonly sandbox = new Sandbox();
  lab = new Lab();
  readonly #browser: Promise<Browser> = startBrowser();

  /** A notebook of the sandbox in a page of its own. */
  async open(name: string): Promise<NotebookPage> {
    const notebook = await this.page();
    await notebook.open(await this.lab.url(this.sandbox.path(name)));
    return notebook;
  }

  /** A page without a notebook. */
  async page(): Promise<NotebookPage> {
    return NotebookPage.in(await this.#browser);
  }

  /** A page of HTML that is no notebook. */
  async plainPage(body: string): Promise<Page> {
    const page = await (await this.#browser).newPage();
    await page.setContent(`<!doctype html><meta charset="utf-8"><body>${body}</body>`);
    return page;
  }

  /** All that a notebook of the sandbox shows as HTML, output by output. */
  outputs(name: string): string[] {
    const { cells } = readNotebook(this.sandbox.file(name));
    const outputs = cells.flatMap((cell) => cell.outputs ?? []);
    return outputs.map(({ data }) => joined(data?.["text/html"])).filter(Boolean);
  }

  /** Ends JupyterLab; what is returned starts another in its place. */
  async stopLab(): Promise<() => Promise<void>> {
    const place = await this.lab.place();
    await this.lab.stop();
    return async () => {
      this.lab = new Lab(place);
      await this.lab.url();
    };
  }

  /** Ends all and leaves nothing behind. */
  async stop(): Promise<void> {
    await (await this.#browser).close();
    await this.lab.stop();
    this.sandbox.remove();
  }
}
