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

/** So dark a pixel, as a share of white, counts as empty. */
const EMPTY = 0.1;

/**
 * All images in one grey PNG: drawings, which lie on empty (black) ground as MNIST's digits do, with ink
 * dark on light paper, as Matplotlib's `binary` map draws them; photos as they are. The gaps, and pixels
 * that are no number, are transparent, so that the paper stands out on a dark page.
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
  const inverts = areDrawings(images);
  for (let i = 0; i < images.shape[0]; i++) drawTile(pixels, images, i, tiling, inverts);
  png.data = Buffer.from(pixels.buffer);
  const bytes = PNG.sync.write(png, {
    colorType: GREY_ALPHA,
    inputColorType: GREY_ALPHA,
    inputHasAlpha: true,
    deflateLevel: 9,
  });
  return `data:image/png;base64,${bytes.toString("base64")}`;
}

/** Whether most pixels at the images' edges are empty. */
function areDrawings({ data, shape }: Samples): boolean {
  const [nImages, height, width] = shape;
  const most = EMPTY * (data instanceof Uint8Array ? 255 : 1);
  let [edge, empty] = [0, 0];
  for (let i = 0; i < nImages; i++) {
    for (let y = 0; y < height; y++) {
      const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
      for (let x = 0; x < width; x += step) {
        edge++;
        if (!(data[(i * height + y) * width + x] > most)) empty++;
      }
    }
  }
  return empty >= edge / 2;
}

function drawTile(
  pixels: Uint8ClampedArray,
  images: Samples,
  i: number,
  tiling: Tiling,
  inverts: boolean,
): void {
  const { width, height, columns, pitchX, pitchY } = tiling;
  const scale = images.data instanceof Uint8Array ? 1 : 255;
  const left = (i % columns) * pitchX;
  const top = Math.floor(i / columns) * pitchY;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = images.data[(i * height + y) * width + x] * scale;
      if (Number.isNaN(value)) continue;
      const target = ((top + y) * columns * pitchX + left + x) * 2;
      pixels[target] = inverts ? 255 - value : value;
      pixels[target + 1] = 255;
    }
  }
}
