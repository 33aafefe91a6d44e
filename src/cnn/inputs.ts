import { normalize } from "../data/images";
import { reshape, type Samples } from "../data/samples";

/**
 * Images as the network takes them, in training and ever after: pixels from 0 to 1, with one channel.
 * @param images bytes, shape [nImages, height * width]
 * @param imageShape height and width of an image
 * @returns shape [nImages, height, width, 1]
 */
export function networkInputs(
  images: Samples<Uint8Array>,
  [height, width]: readonly [number, number],
): Samples<Float32Array> {
  return normalize(reshape(images, [images.shape[0], height, width, 1]));
}
