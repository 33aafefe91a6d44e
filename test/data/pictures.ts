import { PNG } from "pngjs";
import { samplesOf } from "../../src/data/samples";
import type { Figure } from "../../src/figures/figure";

// biome-ignore lint/suspicious/noExplicitAny: a trace's members depend on its type.
export type Trace = any;

export const TEXTS = { title: "Images", caption: "Some images." };

/** Images of 4 x 3 pixels whose values count up from 0. */
export function countedImages(nImages: number) {
  const bytes = Uint8Array.from({ length: nImages * 12 }, (_, i) => i % 256);
  return samplesOf(bytes, [nImages, 4, 3]);
}

export function pictureOf(figure: Figure): PNG {
  const { source } = figure.data[0] as Trace;
  return PNG.sync.read(Buffer.from(source.replace("data:image/png;base64,", ""), "base64"));
}

/** Grey and alpha of one pixel. */
export function pixel(png: PNG, x: number, y: number): [number, number] {
  const at = (y * png.width + x) * 4;
  return [png.data[at], png.data[at + 3]];
}

export const HISTORY = {
  loss: [2, 1],
  accuracy: [0.25, 0.75],
  valLoss: [2, 1.5],
  valAccuracy: [0.3, 0.2],
  epochSeconds: [1, 1],
  nEpochs: 3,
  nSteps: 3,
  interrupted: false,
};
