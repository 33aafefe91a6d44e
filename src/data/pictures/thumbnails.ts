import { join } from "node:path";
import sharp from "sharp";
import { openPicture } from "./decode";
import type { FolderImages } from "./folder";

/** Room between two pictures of a strip, and between two groups of them, in pixels. */
const GAP = 4;
const GROUP_GAP = 16;

/**
 * Pictures for the eye: in their colours and with their own light and dark, as small files.
 * @param images from `loadFolder`
 * @param indices which of them, each from 0 to nImages - 1
 * @param size height and width that they fit into, in pixels; smaller pictures stay as small as they are
 * @returns each as a data URL
 */
export function thumbnails(
  images: FolderImages,
  indices: ArrayLike<number>,
  size: number,
): Promise<string[]> {
  return Promise.all(
    Array.from(indices, async (index) => dataUrl(await small(images, index, size))),
  );
}

/**
 * Groups of pictures side by side in one picture.
 * @param images from `loadFolder`
 * @param groups the indices of the pictures of each group
 * @param size height and width of each, in pixels
 * @returns the strip as a data URL; undefined where no group holds a picture
 */
export async function strip(
  images: FolderImages,
  groups: readonly (readonly number[])[],
  size: number,
): Promise<string | undefined> {
  const placed: { input: Buffer; left: number; top: number }[] = [];
  let left = 0;
  for (const group of groups) {
    for (const index of group) {
      const input = await sharp(await small(images, index, size))
        .resize({ width: size, height: size, fit: "contain", kernel: "nearest", background: CLEAR })
        .png()
        .toBuffer();
      placed.push({ input, left, top: 0 });
      left += size + GAP;
    }
    left += GROUP_GAP - GAP;
  }
  if (placed.length === 0) return undefined;
  const create = { width: left - GROUP_GAP, height: size, channels: 4 as const, background: CLEAR };
  return dataUrl(await sharp({ create }).composite(placed).webp({ quality: 80 }).toBuffer());
}

const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };

/** A picture as a small WebP file: its own, or what was read of it where it is of 16 bits or gone. */
async function small(images: FolderImages, index: number, size: number): Promise<Buffer> {
  if (!images.arePictures) return pixelsOf(images, index);
  try {
    const { picture, bits } = await openPicture(join(images.dir, images.files[index]));
    if (bits > 0) return pixelsOf(images, index);
    const fit = { width: size, height: size, fit: "inside", withoutEnlargement: true } as const;
    return await picture.resize(fit).webp({ quality: 80, smartSubsample: true }).toBuffer();
  } catch {
    return pixelsOf(images, index);
  }
}

function pixelsOf({ data, imageShape, framing }: FolderImages, index: number): Promise<Buffer> {
  const [height, width] = imageShape;
  const pixels = data.data.slice(index * height * width, (index + 1) * height * width);
  const shown = framing.inverted ? pixels.map((value) => 255 - value) : pixels;
  return sharp(shown, { raw: { width, height, channels: 1 } })
    .webp({ lossless: true })
    .toBuffer();
}

function dataUrl(webp: Buffer): string {
  return `data:image/webp;base64,${webp.toString("base64")}`;
}
