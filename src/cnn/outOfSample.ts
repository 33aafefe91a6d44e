import { nFeatures, type Samples, samplesOf, take } from "../data/samples";
import { RandomState } from "../numeric/random";
import type { Watch } from "../running/watch";
import type { Labels } from "./checking";
import { predict } from "./evaluation";
import { getModel } from "./model";
import { train } from "./training";

/** Two for each half. */
export const FEWEST_JUDGED = 4;

/**
 * What a network makes of images that it has not learned from: the images are parted at random in two
 * halves, and each half is judged by a network that was trained on the other.
 * @param X images, shape [nImages, height, width, channels], from 0 to 1
 * @param y the class of each image, right or wrong
 * @param options.nClasses how many classes there are
 * @param options.epochs passes of each training over its half
 * @param options.seed seeds the halves and the networks; default 0
 * @param watch reports both trainings; an interrupt throws
 * @returns each class' probability, shape [nImages, nClasses]
 * @throws RangeError for fewer than 4 images, and as `train` does
 */
export async function outOfSample(
  X: Samples,
  y: Labels,
  { nClasses, epochs, seed = 0 }: { nClasses: number; epochs: number; seed?: number },
  watch: Watch = {},
): Promise<Samples<Float32Array>> {
  const nImages = X.shape[0];
  if (nImages < FEWEST_JUDGED) {
    throw new RangeError(
      `nImages=${nImages} must be at least ${FEWEST_JUDGED}, two for each half; label more images, or keep more of each cluster`,
    );
  }
  const order = new RandomState(seed).permutation(nImages);
  const halves = [order.subarray(0, nImages >> 1), order.subarray(nImages >> 1)];
  const imageShape = X.shape.slice(1) as [number, number, number];
  const probabilities = new Float32Array(nImages * nClasses);
  for (const [which, judged] of halves.entries()) {
    const learned = halves[1 - which];
    const model = getModel({ imageShape, nClasses, seed });
    const { signal, onProgress } = watch;
    const ofHalf: Watch = {
      signal,
      onProgress: ({ fraction, message }) =>
        onProgress?.({
          fraction: (which + fraction) / 2,
          message: `half ${which + 1} of 2: ${message}`,
        }),
    };
    const yLearned = Int32Array.from(learned, (i) => y[i]);
    await train(model, take(X, learned), yLearned, { epochs, seed }, ofHalf);
    const found = await predict(model, take(X, judged), { signal });
    model.dispose();
    const width = nFeatures(found.probabilities);
    judged.forEach((i, row) => {
      const ofImage = found.probabilities.data.subarray(row * width, (row + 1) * width);
      probabilities.set(ofImage, i * nClasses);
    });
  }
  return samplesOf(probabilities, [nImages, nClasses]);
}
