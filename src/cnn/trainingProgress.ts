import type { Progress } from "../running/watch";
import type { History } from "./history";
import type { Score } from "./logits";

/** Scoring an image takes about a third of the time of training on it. */
const TRAINING_COST = 3;

/** Puts into a fraction and a line where a training stands. */
export class TrainingProgress {
  /**
   * @param epochs how many there will be
   * @param nImages images trained on in each epoch
   * @param nValidation images scored after each epoch
   * @param history the epochs completed; read, never changed
   */
  constructor(
    readonly epochs: number,
    readonly nImages: number,
    readonly nValidation: number,
    readonly history: History,
  ) {}

  /**
   * Within an epoch, before a batch.
   * @param seen images trained on in this epoch
   * @param batch "batch 3 of 20"
   * @param sum what the images seen scored
   */
  training(seen: number, batch: string, sum: Score): Progress {
    const scored = seen > 0 ? `, ${scores(sum.loss / seen, sum.correct / seen)}` : "";
    return this.#running(seen * TRAINING_COST, `${batch}${scored}`);
  }

  /**
   * Within a validation.
   * @param progress the validation's own
   */
  validating({ fraction, message }: Progress): Progress {
    const work = this.nImages * TRAINING_COST + fraction * this.nValidation;
    return this.#running(work, `validation: ${message}`);
  }

  /** After an epoch that has entered the history. */
  epochDone(): Progress {
    const { loss, accuracy, valLoss, valAccuracy } = this.history;
    const last = loss.length - 1;
    const validation =
      this.nValidation > 0 ? `, validation ${scores(valLoss[last], valAccuracy[last])}` : "";
    return {
      fraction: loss.length / this.epochs,
      message: `epoch ${loss.length} of ${this.epochs}, ${scores(loss[last], accuracy[last])}${validation}`,
      partial: this.history,
    };
  }

  #running(workInEpoch: number, message: string): Progress {
    const epoch = this.history.loss.length;
    const workPerEpoch = this.nImages * TRAINING_COST + this.nValidation;
    const fraction = (epoch + workInEpoch / workPerEpoch) / this.epochs;
    return { fraction, message: `epoch ${epoch + 1} of ${this.epochs}, ${message}` };
  }
}

function scores(loss: number, accuracy: number): string {
  return `loss ${loss.toFixed(4)}, accuracy ${accuracy.toFixed(4)}`;
}
