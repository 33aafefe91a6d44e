import assert from "node:assert/strict";
import type { ShownFigure } from "../../tools/browser/notebookPage";
import type { Sandbox } from "./sandbox";

/** Figures of the main notebook, by the start of their titles. */
export const TITLES = [
  "The image nearest each centroid",
  "Each centroid, and the image nearest it",
  "One image of each cluster",
  "Distance of the images",
  "Correct propagated labels",
  "Clusters from the inside",
  "Wrong labels, nearest the centroids",
  "The first training images",
  "Accuracy by epoch",
  "The first images with propagated labels",
  "Accuracy by epoch",
  "Which class is taken for which",
  "Misclassified",
  "New images, named by the loaded model",
];

/** Puts the main notebook into a sandbox, on few enough digits to be quick. */
export async function writeSmallMain(sandbox: Sandbox, name: string): Promise<void> {
  const dataDir = JSON.stringify(await sandbox.writeDigits(600, 100));
  const epochs = { baselineEpochs: "2", propagatedEpochs: "2", comparisonSteps: "20" };
  const modelDir = JSON.stringify(name.replace(".ipynb", "-model"));
  sandbox.writeMainNotebook(name, { k: "12", nInit: "2", ...epochs, dataDir, modelDir });
}

/** Holds that all figures of the main notebook are on the page, drawn. */
export function assertDrawn(figures: readonly ShownFigure[]): void {
  const shown = figures.map(({ title, drawn }) => [title, drawn]);
  assert.deepEqual(
    shown.map(([title], i) => String(title).startsWith(TITLES[i]) && TITLES[i]),
    TITLES,
    JSON.stringify(shown),
  );
  assert.ok(
    figures.every(({ drawn }) => drawn),
    JSON.stringify(shown),
  );
}
