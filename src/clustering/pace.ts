import { breathe, Interrupted, type Progress, type Watch } from "../watch";

/** Milliseconds after which a loop lets timers, messages and signals in. */
const BREATH = 50;
/** Milliseconds between two lines of progress. */
const REPORT = 250;

/** Keeps a long computation watched: it breathes, reports and looks at the signal, each in its time. */
export class Pace {
  /** How far the work is; asked only when a line of progress is due. */
  describe: () => Progress = () => ({ fraction: 0, message: "reading the samples" });
  readonly #watch: Watch;
  #breathed = Number.NEGATIVE_INFINITY;
  #reported = Number.NEGATIVE_INFINITY;

  /** @param watch who is told, and whose signal stops the work */
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
      this.#watch.onProgress?.(this.describe());
    }
    await breathe();
    this.#breathed = performance.now();
    if (this.#watch.signal?.aborted) {
      throw new Interrupted(
        "k-means was stopped, nothing of it is kept; run it again to start over",
      );
    }
  }
}
