import { breathe, Interrupted, type Watch } from "../watch";

/** Milliseconds after which a loop lets timers, messages and signals in. */
const BREATH = 50;
/** Milliseconds between two lines of progress. */
const REPORT = 250;

/** Keeps a long computation watched: it breathes, reports and looks at the signal, each in its time. */
export class Pace {
  /** How much of the work is done, from 0 to 1. */
  fraction = 0;
  /** What is being done, for a person. */
  message = "";
  readonly #watch: Watch;
  #breathed = performance.now();
  #reported = Number.NEGATIVE_INFINITY;

  constructor(watch: Watch = {}) {
    this.#watch = watch;
  }

  /**
   * To be awaited often; it does nothing until it is time to breathe.
   * @throws Interrupted when the signal was aborted
   */
  async step(): Promise<void> {
    const now = performance.now();
    if (now - this.#breathed < BREATH) return;
    if (now - this.#reported >= REPORT) {
      this.#reported = now;
      this.#watch.onProgress?.({ fraction: this.fraction, message: this.message });
    }
    await breathe();
    this.#breathed = performance.now();
    if (this.#watch.signal?.aborted) {
      throw new Interrupted(
        "k-means was stopped and nothing of it is kept; run it again to start over",
      );
    }
  }
}
