import { breathe, Interrupted, type Progress, type Watch } from "./watch";

/** How often a watched loop lets timers, messages and signals in. */
const BREATH_MS = 50;
/** How often it reports. */
const REPORT_MS = 200;

/** Lets a loop breathe, report and be stopped several times a second, however short its rounds are. */
export class Pulse {
  #nextBreath = performance.now() + BREATH_MS;
  #nextReport = performance.now() + REPORT_MS;

  /** @param watch the caller's eyes and its brake */
  constructor(readonly watch: Watch) {}

  /**
   * Call once a round; mostly it returns at once.
   * @param progress what to report, asked only when it is time to
   * @param kept what an interrupt leaves, as a sentence
   * @throws Interrupted when the watch's signal has been aborted
   */
  async beat(progress: () => Progress, kept: () => string): Promise<void> {
    const now = performance.now();
    if (now >= this.#nextBreath) {
      if (now >= this.#nextReport) {
        this.watch.onProgress?.(progress());
        this.#nextReport = now + REPORT_MS;
      }
      await breathe();
      this.#nextBreath = performance.now() + BREATH_MS;
    }
    if (this.watch.signal?.aborted) throw new Interrupted(kept());
  }
}
