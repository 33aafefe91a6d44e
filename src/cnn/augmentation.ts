import { nFeatures, type Samples, samplesOf } from "../data/samples";
import type { RandomState } from "../numeric/random";

/** How far an image may be moved and bent, each at random up to so much in either direction. */
export interface AugmentationOptions {
  /** Shift along each axis, in pixels, from 0; default 2. */
  readonly shift?: number;
  /** Turn about the centre, in degrees, from 0; default 12. */
  readonly turn?: number;
  /** Larger or smaller, as a share of the size, from 0 and below 1; default 0.12. */
  readonly zoom?: number;
  /** Columns that a row slides against the next, from 0; default 0.15. */
  readonly shear?: number;
}

/** Where a pixel comes from: [row, column] = matrix times the way from the centre, plus the origin. */
interface Affine {
  readonly matrix: readonly [number, number, number, number];
  readonly origin: readonly [row: number, column: number];
}

/**
 * Images as they might also have been drawn: each shifted, turned, zoomed and sheared at random, its
 * brightness interpolated linearly, 0 beyond the edge. Trained on ever new ones, a network learns what
 * stays the same, and cannot learn wrong labels by heart.
 * @param images shape [nImages, height, width, channels]
 * @param options how much
 * @param random where the randomness comes from; six numbers an image
 * @returns the same shape, as 32-bit floats
 * @see https://doi.org/10.1109/ICDAR.2003.1227801 Simard, Steinkraus and Platt (2003), section 2
 */
export function augment(
  images: Samples,
  options: AugmentationOptions,
  random: RandomState,
): Samples<Float32Array> {
  const [nImages, height, width, channels] = images.shape;
  const size = nFeatures(images);
  const target = new Float32Array(nImages * size);
  for (let i = 0; i < nImages; i++) {
    const affine = randomAffine(options, height, width, random);
    const image = images.data.subarray(i * size, (i + 1) * size);
    warp(image, [height, width, channels], affine, target.subarray(i * size, (i + 1) * size));
  }
  return samplesOf(target, images.shape);
}

/**
 * Refuses options that make no sense.
 * @throws RangeError naming the option, its value and its bound
 */
export function checkAugmentation(options: AugmentationOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const most = name === "zoom" ? 1 : Number.POSITIVE_INFINITY;
    if (value >= 0 && value < most) continue;
    throw new RangeError(
      `augmentation.${name}=${value} must be a finite number from 0${name === "zoom" ? ", below 1" : ""}; 0 leaves it out`,
    );
  }
}

function randomAffine(
  { shift = 2, turn = 12, zoom = 0.12, shear = 0.15 }: AugmentationOptions,
  height: number,
  width: number,
  random: RandomState,
): Affine {
  const upTo = (most: number) => (2 * random.randomSample() - 1) * most;
  const angle = (upTo(turn) * Math.PI) / 180;
  const [rowScale, columnScale] = [1 + upTo(zoom), 1 + upTo(zoom)];
  const slide = upTo(shear);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    // The turn, after a shear of columns, after the zoom.
    matrix: [
      cos * rowScale - sin * slide * rowScale,
      -sin * columnScale,
      sin * rowScale + cos * slide * rowScale,
      cos * columnScale,
    ],
    origin: [(height - 1) / 2 + upTo(shift), (width - 1) / 2 + upTo(shift)],
  };
}

function warp(
  image: ArrayLike<number>,
  [height, width, channels]: readonly number[],
  { matrix: [a, b, c, d], origin }: Affine,
  target: Float32Array,
): void {
  for (let row = 0, at = 0; row < height; row++) {
    const down = row - (height - 1) / 2;
    for (let column = 0; column < width; column++, at += channels) {
      const across = column - (width - 1) / 2;
      const fromRow = origin[0] + a * down + b * across;
      const fromColumn = origin[1] + c * down + d * across;
      const [top, left] = [Math.floor(fromRow), Math.floor(fromColumn)];
      if (top < -1 || left < -1 || top >= height || left >= width) continue;
      const [below, right] = [fromRow - top, fromColumn - left];
      for (let corner = 0; corner < 4; corner++) {
        const [i, j] = [top + (corner >> 1), left + (corner & 1)];
        if (i < 0 || j < 0 || i >= height || j >= width) continue;
        const share = (corner >> 1 ? below : 1 - below) * (corner & 1 ? right : 1 - right);
        const from = (i * width + j) * channels;
        for (let channel = 0; channel < channels; channel++) {
          target[at + channel] += share * image[from + channel];
        }
      }
    }
  }
}
