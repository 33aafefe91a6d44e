import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { PNG } from "pngjs";
import { imageHashes } from "../src/data/imageHash";
import { loadImages } from "../src/data/loading";
import type { Figure } from "../src/figures/figure";
import { writeLabels } from "../src/labels/labelsFile";
import { pictureOf, pixel, type Trace } from "./data/pictures";
import { writeBars, writeSmallImages } from "./data/smallImages";
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
  for (const name of copies) rmSync(`notebooks/${name}.ipynb`, { force: true });
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
  const { status, output } = await runNotebook([path, "--name", name, ...args]);
  const shown = status === 0 ? executed(name).cells.map(shownBy).join("\n") : "";
  return { status, output, shown };
}

function shownBy(cell: Cell): string {
  if (cell.cell_type !== "code") return "";
  return textOf(cell) + htmlOf(cell).replace(/<script[\s\S]*?<\/script>|<[^>]*>/g, " ");
}

/** The images that a cell shows, as Plotly draws them. */
function picturesOf({ outputs = [] }: Cell): PNG[] {
  return outputs.flatMap(({ data = {} }) => {
    const figure = data["application/vnd.plotly.v1+json"] as unknown as Figure | undefined;
    return (figure?.data[0] as Trace)?.type === "image" ? [pictureOf(figure as Figure)] : [];
  });
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
    const dim = (value: number) => 100 + Math.round((value * 50) / 255);
    await writeSmallImages(dataDir, { counts: [70, 30], pixel: dim });
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
    const corners = executed("settings-few")
      .cells.flatMap(picturesOf)
      .map((png) => pixel(png, 0, 0));
    const drawn = corners.filter(([, alpha]) => alpha > 0);
    assert.ok(drawn.length >= 8, `${drawn.length} pictures`);
    for (const [grey] of drawn) {
      assert.ok(grey >= 100 && grey <= 150, `a corner is as it is, not ${grey}`);
    }
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
    const parameters = { dataDir, k: 12, labelsFile };
    const { status, output, shown } = await run("settings-typed", parameters, answers());
    assert.equal(status, 0, output);
    assert.match(shown, /260 images .*Nobody knows the true class of these images\./);
    assert.match(shown, /No image stands for: 0, 1, 2, 3, 4, 5, 6, 8, 9\./);
    assert.match(shown, /The held-out score: left out, as nobody knows the true classes/);
    assert.match(shown, /The share of wrong labels by class: left out, as nobody knows/);
    assert.match(shown, /The most mixed cluster: left out, as nobody knows/);
    assert.doesNotMatch(shown, /guessing among|misclassified|undefined|NaN/);
    assert.doesNotMatch(output, /nearest centroid|labelled images/);
    const [, unsure] = /(\d+) are unsure: their clusters are left out/.exec(shown) ?? [];
    assert.ok(Number(unsure) > 1, shown);
    const row = new RegExp(`labels propagated from ${12 - Number(unsure)} +\\d+ +– +\\d+ +– +–`);
    assert.match(output, row);
  });

  test("two classes and a gap, two clusters, one of them unsure, nothing trained: one label is spoken of as one", async () => {
    const dataDir = join(folder, "two-classes");
    writeBars(dataDir);
    const { data, imageShape, target } = await loadImages(dataDir);
    const labelsFile = join(folder, "one-label.csv");
    const parameters = { dataDir, k: 2, percentileClosest: 0, trainNumExamples: 1, labelsFile };
    const epochs = { baselineEpochs: 0, propagatedEpochs: 0 };
    // The clusters are not known before: bars that lie are unsure, and so at least one cluster.
    const typed = imageHashes(data, imageShape).map((hash, i) => {
      return { hash, file: "", label: target?.[i] === 1 ? "upright" : "unsure", when: "" };
    });
    await writeLabels(labelsFile, typed);
    const { status, output, shown } = await run(
      "settings-two",
      { ...parameters, ...epochs },
      answers(),
    );
    assert.equal(status, 0, output);
    assert.match(shown, /40 images of 20 x 24 pixels: .* 2 classes: upright, lying\./);
    assert.match(shown, /1 is unsure: its cluster is left out\. No image stands for: lying\./);
    assert.match(
      shown,
      /1 of 30 images keep .* each cluster that has a label the nearest image\. The/,
    );
    assert.match(
      shown,
      /one of the clusters with a label \(all are equally pure\), cluster \d with/,
    );
    assert.match(shown, /guessing among 2 classes would get 50\.0 %/);
    assert.match(shown, /0 epochs, 0 steps; it was not trained at all/);
    assert.match(shown, /1 label on the first image: /);
    assert.match(shown, /No other cluster has a label/);
    assert.match(output, /1 labelled image +1 +100\.00 +0 /);
    assert.match(output, /labels propagated from 1 +1 +100\.00 +0 /);
    assert.match(output, /the first image +1 +100\.00 +10 /);
    assert.match(output, /1 representative +1 +100\.00 +10 /);
    assert.match(output, /the nearest centroid's label, no network +1 +– /);
    assert.doesNotMatch(shown, /\b1 [a-z ]*(images|labels|steps|epochs|clusters)\b|NaN|undefined/);
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
