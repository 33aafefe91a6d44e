import { createHash } from "node:crypto";
import { nFeatures, type Samples, samplesOf } from "./samples";

/**
 * What identifies an image wherever it lies and whatever it is called: the SHA-256 of its shape and
 * its pixels, in hexadecimal. Equal images have equal hashes; images that differ in one pixel do not.
 * @param pixels one byte a pixel and channel
 * @param shape height and width, then channels if there are more than one: [28, 28]
 */
export function imageHash(pixels: Uint8Array, shape: readonly number[]): string {
  return createHash("sha256")
    .update(`${shape.join("x")}:`)
    .update(pixels)
    .digest("hex");
}

/**
 * The hash of each image of a set, as `imageHash` makes it: of bytes as they were read, never of
 * scaled values, which change when other images join the set.
 * @param images shape [nImages, height * width]
 * @param imageShape height and width of an image: [28, 28]
 * @throws RangeError when an image has another number of pixels
 */
export function imageHashes(images: Samples<Uint8Array>, imageShape: readonly number[]): string[] {
  const width = nFeatures(images);
  samplesOf(images.data, [images.shape[0], ...imageShape]);
  return Array.from({ length: images.shape[0] }, (_, i) =>
    imageHash(images.data.subarray(i * width, (i + 1) * width), imageShape),
  );
}
