import { breathe, Interrupted, type Progress, type Watch } from "../watch";

/** How often a watched loop reports and looks for an interrupt. */
const INTERVAL_MS = 200;

/** Lets a loop report and be stopped a few times a second, however short its rounds are. */
export class Pulse {
  #next = performance.now() + INTERVAL_MS;

  /** @param watch the caller's eyes and its brake */
  constructor(readonly watch: Watch) {}

  /**
   * Call once a round; mostly it returns at once.
   * @param progress what to report, asked only when it is time to
   * @param kept what an interrupt leaves, as a sentence
   * @throws Interrupted when the watch's signal has been aborted
   */
  async beat(progress: () => Progress, kept: () => string): Promise<void> {
    if (performance.now() >= this.#next) {
      this.watch.onProgress?.(progress());
      await breathe();
      this.#next = performance.now() + INTERVAL_MS;
    }
    if (this.watch.signal?.aborted) throw new Interrupted(kept());
  }
}
