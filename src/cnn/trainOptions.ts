import { checkInteger } from "../data/checks";
import type { Samples } from "../data/samples";
import { type AugmentationOptions, checkAugmentation } from "./augmentation";
import { checkBatchSize, checkEpochs, type Labels } from "./checking";

/** How to train. */
export interface TrainOptions {
  /** Passes over the images, from 0; 0 leaves the model as it is. */
  readonly epochs: number;
  /** Steps after which to end at the latest, an integer from 1, within an epoch if need be; default: none. */
  readonly mostSteps?: number;
  /** Images a step, from 1; the last batch of an epoch may be smaller. Default 32, Keras' own. */
  readonly batchSize?: number;
  /** Adam's step size, above 0. Default 0.001, Keras' own. */
  readonly learningRate?: number;
  /** Whether the step size stays, or falls along half a cosine to 0 at the last step. Default "constant". */
  readonly schedule?: "constant" | "cosine";
  /** The share of each label that is spread evenly over all classes, from 0, below 1. Default 0. */
  readonly labelSmoothing?: number;
  /** Trains on images moved and bent at random, new ones in each epoch. Default: on the images as they are. */
  readonly augmentation?: AugmentationOptions;
  /** Seeds the shuffling, dropout and augmentation, an integer from 0 to 2^32 - 1. Default 0. */
  readonly seed?: number;
  /** Images and labels to score after each epoch, never trained on. */
  readonly validation?: { readonly X: Samples; readonly y: Labels };
}

type Optional = "validation" | "augmentation";

/** Options with their defaults. */
export type Settings = Required<Omit<TrainOptions, Optional>> & Pick<TrainOptions, Optional>;

const DEFAULTS = {
  mostSteps: Infinity,
  batchSize: 32,
  learningRate: 1e-3,
  schedule: "constant",
  labelSmoothing: 0,
  seed: 0,
} as const;

/**
 * Options with their defaults filled in.
 * @throws RangeError naming the option, its value and its bound
 */
export function settingsOf(options: TrainOptions): Settings {
  const settings: Settings = { ...DEFAULTS, ...options };
  const { epochs, mostSteps, batchSize, learningRate, labelSmoothing, augmentation } = settings;
  checkEpochs("epochs", epochs);
  checkBatchSize(batchSize);
  if (mostSteps !== Infinity) checkInteger("mostSteps", mostSteps, 1, "leave it out for no limit");
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new RangeError(
      `learningRate=${learningRate} must be a finite number above 0; Adam's usual one is 0.001`,
    );
  }
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new RangeError(
      `labelSmoothing=${labelSmoothing} must be a number from 0, below 1; 0 takes labels as they are`,
    );
  }
  if (augmentation) checkAugmentation(augmentation);
  return settings;
}

/**
 * The step size of each step, as a share of the first.
 * @param step from 0 to nSteps - 1
 * @see https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/
 */
export function rateShare(schedule: Settings["schedule"], step: number, nSteps: number): number {
  return schedule === "cosine" ? (1 + Math.cos((Math.PI * step) / nSteps)) / 2 : 1;
}

/** With fewer training steps a network is mostly still far from what it can learn. */
const FEW_STEPS = 200;

/**
 * Whether a training is too short, as a sentence.
 * @param nImages how many images the network learns from
 * @param epochs how often it goes through them
 * @returns none where it is long enough
 */
export function stepWarnings(nImages: number, epochs: number): string[] {
  const stepsPerEpoch = Math.ceil(nImages / DEFAULTS.batchSize);
  const steps = epochs * stepsPerEpoch;
  if (steps >= FEW_STEPS) return [];
  return [
    `Only ${steps} training steps: the network will hardly learn all that it can; raise epochs to ${Math.ceil(FEW_STEPS / stepsPerEpoch)}.`,
  ];
}
