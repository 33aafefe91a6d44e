import { type PixelScaling, scalePixels } from "../data/pixelScaling";
import { reshape, type Samples, take } from "../data/samples";
import { RandomState } from "../numeric/random";
import { Interrupted, type Watch } from "../running/watch";
import type { Labels } from "./checking";
import { type Evaluation, evaluate } from "./evaluation";
import { getModel, type ModelOptions } from "./model";
import { train } from "./training";

/** Labelled images to learn from: one rung of a ladder of trainings. */
export interface Rung {
  /** What they are: "50 labelled images". */
  readonly name: string;
  /** Which images of the pool. */
  readonly images: Int32Array;
  /** The class of each of these. */
  readonly y: Labels;
  /** The share of these that is true, from 0 to 1, where the truth is known. */
  readonly labelAccuracy?: number;
}

/** What all rungs share. */
export interface RungOptions extends ModelOptions {
  /** The pool: bytes, one image a row, shape [nImages, height * width]. */
  readonly X: Samples<Uint8Array>;
  /** Steps of each training, an integer from 1. */
  readonly steps: number;
  /** Images a step, from 1. */
  readonly batchSize: number;
  /** How pixels are brought to 0..1. */
  readonly scaling: PixelScaling;
  /** What each network is scored on: shape [nImages, height, width, channels], from 0 to 1. */
  readonly heldOut: { readonly X: Samples; readonly y: Labels };
}

/** What one rung came to: a row of `resultsTable`. */
export interface RungResult {
  readonly name: string;
  readonly nImages: number;
  readonly labelAccuracy?: number;
  readonly nSteps: number;
  readonly heldOut: Evaluation;
}

/**
 * Trains the same fresh network on each rung, for the same number of steps, so that only the images and
 * their labels differ: the ladder shows what each of them is worth.
 * @param rungs what to learn from, each at least one image
 * @param options what they share
 * @param watch told where the ladder stands; an interrupt throws
 * @returns one result a rung; the networks are freed
 * @throws RangeError as `train` and `evaluate` do
 * @throws Interrupted when stopped
 */
export async function trainRungs(
  rungs: readonly Rung[],
  options: RungOptions,
  watch: Watch = {},
): Promise<RungResult[]> {
  const results: RungResult[] = [];
  for (const [i, rung] of rungs.entries()) {
    results.push(
      await trainRung(rung, options, {
        signal: watch.signal,
        onProgress: ({ fraction, message }) =>
          watch.onProgress?.({
            fraction: (i + fraction) / rungs.length,
            message: `${rung.name}: ${message}`,
          }),
      }),
    );
  }
  const networks = results.length === 1 ? "1 network" : `${results.length} networks`;
  watch.onProgress?.({ fraction: 1, message: `${networks}, each trained and scored` });
  return results;
}

async function trainRung(rung: Rung, options: RungOptions, watch: Watch): Promise<RungResult> {
  const { steps, batchSize, scaling, heldOut, seed = 0 } = options;
  const { name, images, labelAccuracy } = rung;
  // Of many images no more than the steps will see, so that the others need not be scaled.
  const seen = new RandomState(seed).permutation(images.length).subarray(0, steps * batchSize);
  const bytes = take(
    options.X,
    seen.map((j) => images[j]),
  );
  const X = reshape(scalePixels(bytes, scaling), [seen.length, ...options.imageShape]);
  const y = Int32Array.from(seen, (j) => rung.y[j]);
  const epochs = Math.ceil(steps / Math.ceil(seen.length / batchSize));
  const model = getModel(options);
  try {
    const settings = { epochs, mostSteps: steps, batchSize, seed };
    const { interrupted, nSteps } = await train(model, X, y, settings, watch);
    if (interrupted) throw new Interrupted(`Stopped at "${name}"; no result of these is kept.`);
    const scored = await evaluate(model, heldOut.X, heldOut.y, { signal: watch.signal });
    return { name, nImages: images.length, labelAccuracy, nSteps, heldOut: scored };
  } finally {
    model.dispose();
  }
}
