import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { imageHashes } from "../src/data/imageHash";
import { loadImages } from "../src/data/loading";
import { writeLabels } from "../src/labels/labelsFile";
import { writeSmallImages } from "./data/smallImages";
import {
  type Cell,
  codeCell,
  executed,
  htmlOf,
  joined,
  readNotebook,
  runNotebook,
  textOf,
} from "./support/notebooks";

const MAIN = "notebooks/1-semi-supervised-cnn-with-kmeans.ipynb";
const folder = mkdtempSync(join(tmpdir(), "settings-"));
const copies: string[] = [];
after(() => {
  rmSync(folder, { recursive: true });
  for (const name of copies) {
    rmSync(`notebooks/${name}.ipynb`, { force: true });
    for (const kind of ["ipynb", "html"]) rmSync(`runs/${name}.${kind}`, { force: true });
  }
});

/** Runs a copy of the main notebook, perhaps with more cells at its end; all that it showed, as text. */
async function run(name: string, parameters: Record<string, unknown>, more: string[] = []) {
  const { cells, ...notebook } = readNotebook(MAIN);
  const all = [...cells, ...more.map((source) => codeCell(source))];
  const path = `notebooks/${name}.ipynb`;
  copies.push(name);
  writeFileSync(path, JSON.stringify({ ...notebook, cells: all }));
  const given = { nInit: 1, propagatedEpochs: 1, comparisonSteps: 10, ...parameters };
  const modelDir = join(folder, `${name}-model`);
  const args = Object.entries({ ...given, modelDir }).flatMap(([key, value]) => [
    "-p",
    `${key}=${value}`,
  ]);
  const { status, output } = await runNotebook([path, ...args]);
  const shown = status === 0 ? executed(name).cells.map(shownBy).join("\n") : "";
  return { status, output, shown };
}

function shownBy(cell: Cell): string {
  if (cell.cell_type !== "code") return "";
  return textOf(cell) + htmlOf(cell).replace(/<script[\s\S]*?<\/script>|<[^>]*>/g, " ");
}

/** The code of the answers to the exercises. */
function answers(): string[] {
  const text = readNotebook(MAIN)
    .cells.map(({ source }) => joined(source))
    .join("\n");
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
}

describe("the main notebook with other settings", { concurrency: true }, () => {
  test("three clusters, all labels spread, a ceiling: the sentences are those of this run, and the exercises' answers run", async () => {
    const dataDir = join(folder, "few-clusters");
    await writeSmallImages(dataDir);
    const parameters = { dataDir, k: 3, percentileClosest: 100, ceiling: true };
    assert.equal(answers().length, 2);
    const { status, output, shown } = await run("settings-k3", parameters, answers());
    assert.equal(status, 0, output);
    assert.match(shown, /700 images of 20 x 24 pixels: rows of 480 numbers\. 10 classes: 0, 1, 2/);
    assert.match(shown, /3 images, the ones nearest the centroids of 3 clusters/);
    assert.match(shown, /The same 525 images in 3 clusters, found twice\./);
    assert.match(shown, /Training on few: 10 epochs, 20 steps; it got only/);
    assert.match(shown, /Training on propagated labels: 1 epoch, 17 steps/);
    assert.match(shown, /of 175 images right; guessing among 10 classes would get 10\.0 %/);
    assert.match(shown, /3 labels on the first images: .* of the held-out images right/);
    assert.match(output, /labels propagated from 3 +525 /);
    assert.match(output, /the first 3 images +3 +100\.00 +10 /);
    assert.match(output, /all true labels +525 +100\.00 +10 /);
    assert.match(output, /the nearest centroid's label, no network +3 /);
  });

  test("few images of low contrast: the network sees all of its range, and is said to have hardly begun", async () => {
    const dataDir = join(folder, "few-images");
    const pixel = (value: number) => 100 + Math.round((value * 50) / 255);
    await writeSmallImages(dataDir, { counts: [70, 30], pixel });
    const { status, output, shown } = await run("settings-few", {
      dataDir,
      k: 10,
      percentileClosest: 0,
    });
    assert.equal(status, 0, output);
    assert.match(shown, /\{ low: 100, high: 150 \}/);
    assert.match(shown, /1 epoch, 1 step; it got only [\d.]+ % of its own training images right/);
    assert.match(shown, /no difference beyond chance/);
    assert.match(shown, /scaling: \{ low: 100, high: 150 \}/);
  });

  test("without truth the labels are typed, and what needs the truth says so in one line", async () => {
    const dataDir = join(folder, "no-truth");
    await writeSmallImages(dataDir, { labelled: false, counts: [200, 60] });
    const { data, imageShape } = await loadImages(dataDir);
    const labelsFile = join(folder, "labels.csv");
    const typed = imageHashes(data, imageShape).map((hash, i) => {
      return { hash, file: "", label: i % 3 === 0 ? "unsure" : "7", when: "" };
    });
    await writeLabels(labelsFile, typed);
    const { status, output, shown } = await run("settings-typed", { dataDir, k: 12, labelsFile });
    assert.equal(status, 0, output);
    assert.match(shown, /260 images .*Nobody knows the true class of these images\./);
    assert.match(shown, /No image stands for: 0, 1, 2, 3, 4, 5, 6, 8, 9\./);
    assert.match(shown, /The held-out score: left out, as nobody knows the true classes/);
    assert.doesNotMatch(shown, /guessing among|misclassified|undefined|NaN/);
    assert.doesNotMatch(output, /nearest centroid|labelled images/);
    assert.match(output, /labels propagated from 12 +\d+ +– +\d+ +– +– +– +–/);
  });
});

test("no sentence of the main notebook holds a result of one run", () => {
  const prose = readNotebook(MAIN).cells.filter(({ cell_type }) => cell_type === "markdown");
  for (const { source } of prose) {
    assert.doesNotMatch(
      joined(source),
      /52,500|17,500|26,26\d|\d\.\d %|two thirds|a third|four fifths/,
    );
  }
});
