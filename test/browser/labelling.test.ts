import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Locator } from "playwright-core";
import sharp from "sharp";
import { UNSURE } from "../../src/data/classNames";
import { loadTrainTest } from "../../src/data/loading";
import type { HandLabel } from "../../src/labels/handLabels";
import { readLabels } from "../../src/labels/labelsFile";
import type { NotebookPage } from "../../tools/browser/notebookPage";
import { NO_CHROMIUM, Session } from "./session";

const N = 12;
const CELLS = [
  `import { loadFolder } from "./src/data/pictures/folder";
import { labellingPage } from "./src/notebook/labellingPage";
const images = await loadFolder("pictures");
const clusters = { labels: new Int32Array(${N}), distances: Float32Array.from(images.files, (_, i) => i) };`,
  `await labellingPage(images, images.files.map((_, i) => i), { file: "labels/labels.csv", title: "Which digit is it?", clusters });`,
  `await labellingPage(images, [0, 11], { file: "labels/labels.csv", title: "Once more" });`,
];

describe("pictures are named in JupyterLab", { skip: NO_CHROMIUM, timeout: 600_000 }, () => {
  let session: Session;
  let notebook: NotebookPage;
  let page: Locator;
  let digits: string[];
  const file = () => join(session.sandbox.folder, "labels", "labels.csv");
  /** What the file holds, by the pictures' numbers, from 0. */
  const saved = async () =>
    Object.fromEntries((await readLabels(file())).map((one: HandLabel) => [one.file, one.label]));
  const status = (text: RegExp) => page.locator(".status", { hasText: text }).waitFor();
  const where = (text: RegExp) => page.locator(".where", { hasText: text }).waitFor();

  before(async () => {
    session = new Session();
    digits = await writePictures(join(session.sandbox.folder, "pictures"));
    session.sandbox.writeCells("label.ipynb", CELLS);
    notebook = await session.open("label.ipynb");
    page = notebook.page.locator('.labelling.alive[aria-label="Which digit is it?"]');
  });

  after(() => session.stop());

  test("the first pictures get their names typed, the next ones by one key each", async () => {
    await notebook.menu("Run", "Run All Cells");
    await notebook.done();
    assert.deepEqual(await notebook.errors(), []);
    await where(/^Picture 1 of 12$/);
    await page.locator(".picture").focus();
    const known: string[] = [];
    for (let i = 0; i < 6; i++) {
      await where(new RegExp(`^Picture ${i + 1} of`));
      // A class whose name is a key has that key, another the first that is free.
      const name = i === 0 ? "five" : digits[i];
      if (known.includes(name)) await notebook.page.keyboard.press(name);
      else {
        known.push(name);
        await notebook.page.keyboard.press("Enter");
        await notebook.page.keyboard.type(name);
        await notebook.page.keyboard.press("Enter");
      }
    }
    assert.deepEqual(digits.slice(0, 6), ["5", "0", "4", "1", "9", "2"]);
    assert.deepEqual(await page.locator(".classes kbd").allTextContents(), [..."304192"]);
    await page.locator(".count", { hasText: "6 of 12 named" }).waitFor();
    await status(/saved in labels\/labels.csv/);
    await until(async () => Object.keys(await saved()).length === 6);
    const expected = { ...["five", ...digits.slice(1, 6)] };
    const byFile = Object.entries(expected).map(([i, name]) => [`${i}.png`, name]);
    assert.deepEqual(await saved(), Object.fromEntries(byFile));
    await notebook.page.getByText("1 of 2 named").waitFor();
    // What the file held before its last change, which may be of several labels.
    const before = (await readLabels(`${file()}.bak`)).length;
    assert.ok(before > 0 && before < 6, `${before} labels in the backup`);
    // JupyterLab's own keys have done nothing: 1 would have made a heading of a cell.
    assert.equal(await notebook.page.locator(".jp-MarkdownCell").count(), 0);
  });

  test("a name is taken back, another picture is unsure, and any can be reached", async () => {
    await notebook.page.keyboard.press("Backspace");
    await where(/^Picture 6 of 12$/);
    await until(async () => !("5.png" in (await saved())));
    // The class that only that picture had has gone with it.
    const names = await page.locator(".classes button span").allTextContents();
    assert.deepEqual(names, ["five", ...digits.slice(1, 5)]);
    await notebook.page.keyboard.press("-");
    await where(/^Picture 7 of 12$/);
    await page.locator(".jump button").nth(11).click();
    await where(/^Picture 12 of 12$/);
    await page.locator(".classes button").first().click();
    await until(async () => (await saved())["11.png"] === "five");
    assert.equal((await saved())["5.png"], UNSURE);
    await notebook.page.keyboard.press("ArrowLeft");
    await where(/^Picture \d+ of 12/);
  });

  test("opened again, without a kernel, it goes on where one stopped", async () => {
    await notebook.save();
    await notebook.menu("Kernel", "Shut Down Kernel");
    await notebook.page.goto(await session.lab.url(session.sandbox.path("label.ipynb")));
    await where(/^Picture 7 of 12$/);
    await page.locator(".count", { hasText: "7 of 12 named" }).waitFor();
    await page.locator(".picture").focus();
    await notebook.page.keyboard.press("9");
    await until(async () => (await saved())["6.png"] === "9");
  });

  test("a second window says so; a change from outside is taken up", async () => {
    const text = readFileSync(file(), "utf8");
    const lines = text.replace("1.png,0,0,", "1.png,0,zero,").trimEnd().split("\r\n");
    const noted = lines.map((line, i) => `${line},${i === 0 ? "Note" : '"ä, b"'}`);
    // As a spreadsheet saves it that knows no UTF-8, and its user writes.
    const plain = `${noted.join("\r\n")}\r\n`.replace("\ufeff", "").replace(",unsure,", ",Unsure,");
    assert.match(plain, /,Unsure,/);
    writeFileSync(file(), Buffer.from(plain, "latin1"));
    await notebook.page.keyboard.press("-");
    await until(async () => "7.png" in (await saved()));
    assert.equal((await saved())["1.png"], "zero");
    // A column that somebody has added stays, the new row has nothing in it.
    const [heading, ...rows] = readFileSync(file(), "utf8").trimEnd().split("\r\n");
    assert.match(heading, /hash,file,cluster,label,when,Note$/);
    assert.equal(rows.filter((row) => row.endsWith(',"ä, b"')).length, lines.length - 1);
    const names = await page.locator(".classes button span").allTextContents();
    assert.ok(!names.includes("Unsure"), names.join());
    const opened = notebook.page.waitForEvent("popup");
    const url = await session.lab.url(session.sandbox.path("label.ipynb"));
    await notebook.page.evaluate((address) => void window.open(address), url);
    const second = await opened;
    const other = second.locator('.labelling.alive[aria-label="Which digit is it?"]');
    await other.getByText("This sheet is open in another window").waitFor();
    await other.getByRole("button", { name: "Label here" }).click();
    await page.getByText("This sheet goes on in another window.").waitFor();
    await second.close();
    await page.getByRole("button", { name: "Label here" }).click();
  });

  test("while there is no server, labels wait, and none is lost", async () => {
    const startAgain = await session.stopLab();
    // JupyterLab says so too, sooner or later.
    const dialog = notebook.page.locator(".jp-Dialog");
    await notebook.page.addLocatorHandler(dialog, () => dialog.locator("button").first().click());
    for (const n of [10, 11]) {
      // JupyterLab's dialog may take a key, so it is pressed until it has been heard.
      await until(async () => {
        if ((await page.locator(".count").textContent()) === `${n} of 12 named`) return true;
        await page.locator(".picture").press("1");
        return false;
      });
    }
    await status(/not saved: the server does not answer/);
    await page.getByRole("button", { name: "Copy the labels as CSV" }).click();
    assert.match(
      await page.locator("textarea").inputValue(),
      /^hash,file,cluster,label,when,Note\r?\n/,
    );
    assert.equal(Object.keys(await saved()).length, 9);
    await startAgain();
    await status(/saved in/);
    assert.equal(Object.keys(await saved()).length, 11);
    assert.ok(!existsSync(`${file()}.partial`));
  });
});

/** The first digits as pictures; returns what they show. */
async function writePictures(folder: string): Promise<string[]> {
  mkdirSync(folder);
  const { train } = await loadTrainTest();
  for (let i = 0; i < N; i++) {
    const pixels = train.data.data.slice(784 * i, 784 * (i + 1));
    await sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } })
      .png()
      .toFile(join(folder, `${i}.png`));
  }
  return [...train.target.subarray(0, N)].map(String);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`never held: ${holds}`);
}
