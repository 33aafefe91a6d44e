import { PNG } from "pngjs";
import type { Samples } from "../data/samples";

/** PNG's colour type of a grey and an alpha channel. */
const GREY_ALPHA = 4;

/** How images lie in a mosaic: columns by rows of tiles, in pixels of the images. */
export interface Tiling {
  readonly columns: number;
  readonly rows: number;
  /** From one tile's left edge to the next one's. */
  readonly pitchX: number;
  /** From one tile's top edge to the next one's. */
  readonly pitchY: number;
  /** The size of one image. */
  readonly width: number;
  readonly height: number;
}

/**
 * All images in one grey PNG: ink dark on light paper, as Matplotlib's `binary` map draws it, the
 * gaps, and pixels that are no number, transparent, so that the paper stands out on a dark page.
 * @param images shape [nImages, height, width] or [nImages, height, width, 1]; bytes, or floats from 0 to 1
 * @param tiling where the tiles lie, row after row
 * @returns the PNG as a data URL
 */
export function mosaic(images: Samples, tiling: Tiling): string {
  const png = new PNG({
    width: tiling.columns * tiling.pitchX,
    height: tiling.rows * tiling.pitchY,
    colorType: GREY_ALPHA,
    inputColorType: GREY_ALPHA,
    inputHasAlpha: true,
  });
  const pixels = new Uint8ClampedArray(png.width * png.height * 2);
  for (let i = 0; i < images.shape[0]; i++) drawTile(pixels, images, i, tiling);
  png.data = Buffer.from(pixels.buffer);
  const bytes = PNG.sync.write(png, {
    colorType: GREY_ALPHA,
    inputColorType: GREY_ALPHA,
    inputHasAlpha: true,
    deflateLevel: 9,
  });
  return `data:image/png;base64,${bytes.toString("base64")}`;
}

function drawTile(pixels: Uint8ClampedArray, images: Samples, i: number, tiling: Tiling): void {
  const { width, height, columns, pitchX, pitchY } = tiling;
  const scale = images.data instanceof Uint8Array ? 1 : 255;
  const left = (i % columns) * pitchX;
  const top = Math.floor(i / columns) * pitchY;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const ink = images.data[(i * height + y) * width + x] * scale;
      if (Number.isNaN(ink)) continue;
      const target = ((top + y) * columns * pitchX + left + x) * 2;
      pixels[target] = 255 - ink;
      pixels[target + 1] = 255;
    }
  }
}
