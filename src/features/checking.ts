import { nFeatures, type Samples } from "../data/samples";

/**
 * Height and width of grey images, after a look at every pixel.
 * @param images shape [nImages, height, width] or [nImages, height, width, 1]
 * @throws RangeError for another shape, or a pixel that is not a finite number from 0 (naming the image)
 */
export function sizeOfImages(images: Samples): { height: number; width: number; nImages: number } {
  const [nImages, height, width, channels = 1] = images.shape;
  if (![3, 4].includes(images.shape.length) || channels !== 1 || height * width < 1) {
    throw new RangeError(
      `images.shape=[${images.shape}] must be [nImages, height, width] or [nImages, height, width, 1]; reshape the images, colour ones to grey`,
    );
  }
  if (!(images.data instanceof Uint8Array)) checkPixels(images);
  return { height, width, nImages };
}

function checkPixels({ data, shape }: Samples): void {
  for (let i = 0; i < data.length; i++) {
    if (data[i] >= 0 && data[i] < Number.POSITIVE_INFINITY) continue;
    const image = Math.floor(i / nFeatures({ data, shape }));
    throw new RangeError(
      `image ${image} has a pixel ${data[i]}, which must be a finite number from 0; repair or drop that image`,
    );
  }
}
