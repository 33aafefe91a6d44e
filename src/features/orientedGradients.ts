import { checkInteger } from "../data/checks";
import { type Samples, samplesOf } from "../data/samples";
import { Pulse } from "../running/pulse";
import type { Watch } from "../running/watch";
import { sizeOfImages } from "./checking";

/** Cells along the shorter side, unless a size is given. */
const CELLS = 7;

/** Into which parts an image and its directions are cut. */
export interface GradientOptions {
  /**
   * Height and width of a cell in pixels, an integer from 2; a cell looks over twice its height and width.
   * Default: a seventh of the images' shorter side, which is 4 for MNIST.
   */
  readonly cellSize?: number;
  /** Directions that are told apart, an integer from 2; default 12. */
  readonly nOrientations?: number;
}

/**
 * What strokes run where: for each cell of an image, how strongly brightness changes in each direction.
 * Unlike pixels, these numbers hardly change when a stroke is a little thicker or moves by a pixel.
 * A pixel's change goes to the two directions nearest its own and to the cells nearest it, in shares that
 * fall linearly with the distance: a cell of 4 x 4 pixels looks over 8 x 8. Dark to light and light to dark
 * are opposite directions, so that the two edges of a stroke are told apart. Square roots keep a few bold
 * strokes from outweighing the rest, unit length makes faint and bold images alike. An image without any
 * change becomes zeros.
 * @param images shape [nImages, height, width] or [nImages, height, width, 1], from 0
 * @param options cells and directions
 * @param watch reports images done; an interrupt throws
 * @returns shape [nImages, cells down * cells across * nOrientations], rows of length 1, not negative;
 *   a cell that would stick out at the right or bottom is left out
 * @throws RangeError for options out of bounds, another shape, or a pixel that is negative or not finite
 * @throws Interrupted when stopped
 * @see https://doi.org/10.1109/CVPR.2005.177 Dalal and Triggs (2005), histograms of oriented gradients
 */
export async function orientedGradients(
  images: Samples,
  options: GradientOptions = {},
  watch: Watch = {},
): Promise<Samples<Float32Array>> {
  const { height, width, nImages } = sizeOfImages(images);
  const histograms = histogramsFor([height, width], options);
  const size = height * width;
  const features = new Float32Array(nImages * histograms.size);
  const pulse = new Pulse(watch);
  for (let i = 0; i < nImages; i++) {
    await pulse.beat(
      () => ({ fraction: i / nImages, message: `gradients of ${i} of ${nImages} images` }),
      () => `Gradients stopped after ${i} of ${nImages} images; nothing is kept.`,
    );
    const target = features.subarray(i * histograms.size, (i + 1) * histograms.size);
    histograms.add(images.data.subarray(i * size, (i + 1) * size), target);
    rootToUnitLength(target);
  }
  return samplesOf(features, [nImages, histograms.size]);
}

/**
 * How many numbers `orientedGradients` makes of an image.
 * @param imageShape height and width in pixels
 * @param options as there
 * @throws RangeError for options out of bounds
 */
export function nGradients(
  imageShape: readonly [height: number, width: number],
  options: GradientOptions = {},
): number {
  return histogramsFor(imageShape, options).size;
}

function histogramsFor(
  [height, width]: readonly [height: number, width: number],
  { cellSize, nOrientations = 12 }: GradientOptions,
): Histograms {
  const cell = cellSize ?? Math.max(2, Math.round(Math.min(height, width) / CELLS));
  checkOptions(cell, nOrientations, height, width);
  return new Histograms(height, width, cell, nOrientations);
}

/** The sums of an image's changes by cell and direction. */
class Histograms {
  readonly size: number;
  readonly #across: number;
  /** The cells that a row or a column counts for. */
  readonly #cellsOfRow: Share[][];
  readonly #cellsOfColumn: Share[][];

  constructor(
    readonly height: number,
    readonly width: number,
    cellSize: number,
    readonly nOrientations: number,
  ) {
    const [down, across] = [Math.floor(height / cellSize), Math.floor(width / cellSize)];
    this.#across = across;
    this.size = down * across * nOrientations;
    this.#cellsOfRow = shares(height, cellSize, down);
    this.#cellsOfColumn = shares(width, cellSize, across);
  }

  /** Adds up the changes inside an image: a pixel of its rim has no neighbour beyond, and so no change. */
  add(image: ArrayLike<number>, target: Float32Array): void {
    const { width, height, nOrientations } = this;
    for (let row = 1; row < height - 1; row++) {
      for (let column = 1; column < width - 1; column++) {
        const at = row * width + column;
        const right = image[at + 1] - image[at - 1];
        const down = image[at + width] - image[at - width];
        if (right === 0 && down === 0) continue;
        const turns = Math.atan2(down, right) / (2 * Math.PI);
        const position = (turns < 0 ? turns + 1 : turns) * nOrientations;
        this.#spread(target, row, column, position, Math.hypot(right, down));
      }
    }
  }

  #spread(target: Float32Array, row: number, column: number, position: number, change: number) {
    const { nOrientations } = this;
    const before = Math.floor(position);
    const share = position - before;
    const [first, second] = [before % nOrientations, (before + 1) % nOrientations];
    for (const { cell: i, share: byRow } of this.#cellsOfRow[row]) {
      for (const { cell: j, share: byColumn } of this.#cellsOfColumn[column]) {
        const cell = (i * this.#across + j) * nOrientations;
        target[cell + first] += change * byRow * byColumn * (1 - share);
        target[cell + second] += change * byRow * byColumn * share;
      }
    }
  }
}

/** How much a pixel counts for a cell. */
interface Share {
  readonly cell: number;
  readonly share: number;
}

/** For each row or column of pixels the cells whose centres are less than a cell away. */
function shares(length: number, cellSize: number, nCells: number): Share[][] {
  return Array.from({ length }, (_, pixel) =>
    Array.from({ length: nCells }, (_, cell) => {
      const centre = cell * cellSize + (cellSize - 1) / 2;
      return { cell, share: 1 - Math.abs(pixel - centre) / cellSize };
    }).filter(({ share }) => share > 0),
  );
}

function rootToUnitLength(values: Float32Array): void {
  let sum = 0;
  for (const value of values) sum += value;
  if (sum === 0) return;
  for (let i = 0; i < values.length; i++) values[i] = Math.sqrt(values[i] / sum);
}

function checkOptions(cellSize: number, nOrientations: number, height: number, width: number) {
  const most = Math.min(height, width);
  if (!(Number.isInteger(cellSize) && cellSize >= 2 && cellSize <= most)) {
    throw new RangeError(
      `cellSize=${cellSize} must be an integer from 2 to ${most}, the images' shorter side; 4 suits images of 28 x 28`,
    );
  }
  checkInteger("nOrientations", nOrientations, 2, "8 to 12 are usual");
}
