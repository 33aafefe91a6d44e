import * as tf from "@tensorflow/tfjs-node";
import { checkInteger } from "../data/checks";
import { type Samples, take } from "../data/samples";
import { RandomState } from "../numeric/random";
import { Pulse } from "../running/pulse";
import { Interrupted, type Watch } from "../running/watch";
import { Adam } from "./adam";
import { checkBatchSize, checkEpochs, checkLabelled, type Labels } from "./checking";
import { type Evaluation, scoreBatches } from "./evaluation";
import type { History } from "./history";
import { lossGradient, type Score, score } from "./logits";
import { type Network, networkOf } from "./network";
import { TrainingProgress } from "./trainingProgress";

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
  /** Seeds the shuffling, an integer from 0 to 2^32 - 1. Default 0. */
  readonly seed?: number;
  /** Images and labels to score after each epoch, never trained on. */
  readonly validation?: { readonly X: Samples; readonly y: Labels };
}

/**
 * The original's `model.compile(...)` and `model.fit(...)`: trains the model's weights in place on the
 * mean softmax cross-entropy of shuffled batches, with Adam. The same seed, model, images and machine
 * give the same weights and history, bit for bit. Calling it again goes on from the model's weights;
 * unlike Keras' `fit`, it starts with fresh Adam moments, so that nothing hidden is carried over.
 * @param model a model from `getModel`
 * @param X images, shape [nImages, height, width, channels], pixels scaled to 0..1
 * @param y the class of each image
 * @param options how to train
 * @param watch reports batches a few times a second and the history after each epoch; an interrupt
 *   ends the training after the running batch
 * @returns the epochs completed; the weights are those of the last batch, also when interrupted
 * @throws RangeError for images, labels or options out of bounds, before anything runs
 * @throws Error when the loss is no longer a number, naming epoch and step
 */
export async function train(
  model: tf.Sequential,
  X: Samples,
  y: Labels,
  options: TrainOptions,
  watch: Watch = {},
): Promise<History> {
  const defaults = { batchSize: 32, learningRate: 1e-3, seed: 0, mostSteps: Infinity };
  const settings = { ...defaults, ...options };
  checkOptions(settings);
  checkLabelled(model, X, y);
  const { validation } = settings;
  if (validation) checkLabelled(model, validation.X, validation.y, "validation.");
  const training = new Training(model, X, y, settings, watch);
  try {
    for (let epoch = 0; epoch < settings.epochs && training.stepsLeft > 0; epoch++) {
      await training.runEpoch();
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    training.history.interrupted = true;
  }
  return training.history;
}

type Settings = Required<Omit<TrainOptions, "validation">> & Pick<TrainOptions, "validation">;

/** One call of `train`: what its epochs share. */
class Training {
  readonly history: History;
  readonly #random: RandomState;
  readonly #network: Network;
  readonly #adam: Adam;
  readonly #pulse: Pulse;
  readonly #progress: TrainingProgress;

  constructor(
    readonly model: tf.Sequential,
    readonly X: Samples,
    readonly y: Labels,
    readonly settings: Settings,
    readonly watch: Watch,
  ) {
    const { epochs, learningRate, seed, validation } = settings;
    this.#random = new RandomState(seed);
    this.#network = networkOf(model, this.#random);
    this.#adam = new Adam(this.#network.weights, learningRate);
    this.history = {
      loss: [],
      accuracy: [],
      valLoss: [],
      valAccuracy: [],
      epochSeconds: [],
      nEpochs: epochs,
      nSteps: 0,
      foreignLayer: this.#network.foreignLayer,
      interrupted: false,
    };
    this.#pulse = new Pulse(watch);
    const nValidation = validation?.y.length ?? 0;
    this.#progress = new TrainingProgress(epochs, y.length, nValidation, this.history);
  }

  get stepsLeft(): number {
    return this.settings.mostSteps - this.history.nSteps;
  }

  /** All images once, then the validation; the epoch enters the history when both are done. */
  async runEpoch(): Promise<void> {
    const began = performance.now();
    const { history, y } = this;
    const seen = Math.min(y.length, this.stepsLeft * this.settings.batchSize);
    const sum = await this.#trainOnBatches(this.#random.permutation(y.length).subarray(0, seen));
    const validation = await this.#validate();
    history.loss.push(sum.loss / seen);
    history.accuracy.push(sum.correct / seen);
    if (validation) {
      history.valLoss.push(validation.loss);
      history.valAccuracy.push(validation.accuracy);
    }
    history.epochSeconds.push((performance.now() - began) / 1000);
    this.watch.onProgress?.(this.#progress.epochDone());
  }

  async #trainOnBatches(order: Int32Array): Promise<Score> {
    const { batchSize } = this.settings;
    const nBatches = Math.ceil(order.length / batchSize);
    const sum: Score = { loss: 0, correct: 0 };
    for (let batch = 0; batch < nBatches; batch++) {
      const seen = batch * batchSize;
      await this.#pulse.beat(
        () => this.#progress.training(seen, `batch ${batch + 1} of ${nBatches}`, sum),
        () => "Training stopped; the model keeps the weights of the last batch.",
      );
      const { loss, correct } = this.#trainOn(order.subarray(seen, seen + batchSize));
      if (!Number.isFinite(loss)) throw this.#diverged(loss, batch + 1);
      this.history.nSteps++;
      sum.loss += loss;
      sum.correct += correct;
    }
    return sum;
  }

  /** One step downhill on one batch; none where the loss is not a number. */
  #trainOn(indices: Int32Array): Score {
    const images = take(this.X, indices);
    const y = Int32Array.from(indices, (index) => this.y[index]);
    let scored: Score = { loss: 0, correct: 0 };
    tf.tidy(() => {
      const batch = tf.tensor(new Float32Array(images.data), [...images.shape]);
      const gradients = this.#network.gradients(batch, (logits) => {
        const values = logits.dataSync<"float32">();
        scored = score(values, y);
        return tf.tensor(lossGradient(values, y), logits.shape);
      });
      if (Number.isFinite(scored.loss)) this.#adam.step(gradients);
    });
    return scored;
  }

  async #validate(): Promise<Evaluation | undefined> {
    const { validation } = this.settings;
    if (!validation) return undefined;
    const { onProgress, signal } = this.watch;
    return scoreBatches(this.model, validation.X, validation.y, {
      signal,
      onProgress: (progress) => onProgress?.(this.#progress.validating(progress)),
    });
  }

  #diverged(loss: number, step: number): Error {
    const { learningRate } = this.settings;
    return new Error(
      `loss=${loss} in epoch ${this.history.loss.length + 1}, step ${step} is not a finite number; start from a new model with a learningRate below ${learningRate}`,
    );
  }
}

function checkOptions({ epochs, batchSize, learningRate, mostSteps }: Settings): void {
  checkEpochs("epochs", epochs);
  checkBatchSize(batchSize);
  if (mostSteps !== Infinity) checkInteger("mostSteps", mostSteps, 1, "leave it out for no limit");
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new RangeError(
      `learningRate=${learningRate} must be a finite number above 0; Adam's usual one is 0.001`,
    );
  }
}
