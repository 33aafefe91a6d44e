import { Pulse } from "./pulse";
import type { Progress, Watch } from "./watch";

/** The pulse of k-means, whose many loops share one description of how far the work is. */
export class Pace {
  /** How far the work is; asked only when a line of progress is due. */
  describe: () => Progress = () => ({ fraction: 0, message: "reading the samples" });
  readonly #pulse: Pulse;
  readonly #kept: string;

  /**
   * @param watch who is told, and whose signal stops the work
   * @param kept what an interrupt leaves, as a sentence
   */
  constructor(
    watch: Watch = {},
    kept = "k-means was stopped, nothing of it is kept; run it again to start over",
  ) {
    this.#pulse = new Pulse(watch);
    this.#kept = kept;
  }

  /**
   * To be awaited often; mostly it returns at once.
   * @throws Interrupted when the signal was aborted
   */
  step(): Promise<void> {
    return this.#pulse.beat(
      () => this.describe(),
      () => this.#kept,
    );
  }
}
