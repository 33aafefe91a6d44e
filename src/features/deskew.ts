import { type Samples, samplesOf } from "../data/samples";
import { Pulse } from "../running/pulse";
import type { Watch } from "../running/watch";
import { sizeOfImages } from "./checking";

/** Where an image's ink lies: its centre of mass, and how far each row is shifted against the next. */
interface Slant {
  readonly row: number;
  readonly column: number;
  /** Columns that the stroke moves right for each row down. */
  readonly shear: number;
}

/**
 * Upright, centred images: the centre of mass moves to the middle, and rows shift against each other
 * until the ink's rows and columns no longer correlate. So a slanted 1 and an upright one become the
 * same picture. Brightness between pixels is interpolated linearly; beyond the edge lies 0.
 * An image without ink stays as it is; one whose ink lies in a single row is only centred.
 * @param images light on dark, shape [nImages, height, width] or [nImages, height, width, 1], from 0
 * @param watch reports images done; an interrupt throws
 * @returns the same shape and scale, as 32-bit floats
 * @throws RangeError for another shape, or a pixel that is negative or not finite
 * @throws Interrupted when stopped
 * @see https://doi.org/10.1109/5.726791 LeCun et al. (1998), section III A: deslanted digits, by moments
 */
export async function deskew(images: Samples, watch: Watch = {}): Promise<Samples<Float32Array>> {
  const { height, width, nImages } = sizeOfImages(images);
  const size = height * width;
  const upright = new Float32Array(nImages * size);
  const pulse = new Pulse(watch);
  for (let i = 0; i < nImages; i++) {
    await pulse.beat(
      () => ({ fraction: i / nImages, message: `deskewed ${i} of ${nImages} images` }),
      () => `Deskewing stopped after ${i} of ${nImages} images; nothing is kept.`,
    );
    const image = images.data.subarray(i * size, (i + 1) * size);
    const slant = slantOf(image, width);
    const target = upright.subarray(i * size, (i + 1) * size);
    if (slant) shearUpright(image, height, width, slant, target);
    else target.set(image);
  }
  return samplesOf(upright, images.shape);
}

/** The first and second moments of the ink; undefined where there is none. */
function slantOf(image: ArrayLike<number>, width: number): Slant | undefined {
  let [ink, rows, columns, rowSquares, products] = [0, 0, 0, 0, 0];
  for (let i = 0, row = 0, column = 0; i < image.length; i++) {
    const value = image[i];
    ink += value;
    rows += value * row;
    columns += value * column;
    rowSquares += value * row * row;
    products += value * row * column;
    column++;
    if (column < width) continue;
    column = 0;
    row++;
  }
  if (ink === 0) return undefined;
  const [row, column] = [rows / ink, columns / ink];
  const rowVariance = rowSquares / ink - row * row;
  // Rounding leaves ink of one row a variance that is not quite zero.
  const shear = rowVariance > 1e-9 ? (products / ink - row * column) / rowVariance : 0;
  return { row, column, shear };
}

function shearUpright(
  image: ArrayLike<number>,
  height: number,
  width: number,
  slant: Slant,
  target: Float32Array,
): void {
  for (let row = 0; row < height; row++) {
    const down = row - (height - 1) / 2;
    const fromRow = down + slant.row;
    const firstColumn = slant.column + slant.shear * down - (width - 1) / 2;
    const top = Math.floor(fromRow);
    const left = Math.floor(firstColumn);
    const [below, right] = [fromRow - top, firstColumn - left];
    for (let column = 0; column < width; column++) {
      const upper = between(image, height, width, top, left + column, right);
      const lower = between(image, height, width, top + 1, left + column, right);
      target[row * width + column] = upper + below * (lower - upper);
    }
  }
}

/** The brightness in a row at a share of the way from a column to the next; beyond the edge it is 0. */
function between(
  image: ArrayLike<number>,
  height: number,
  width: number,
  row: number,
  column: number,
  share: number,
): number {
  if (row < 0 || row >= height) return 0;
  const left = column >= 0 && column < width ? image[row * width + column] : 0;
  const right = column >= -1 && column < width - 1 ? image[row * width + column + 1] : 0;
  return left + share * (right - left);
}
