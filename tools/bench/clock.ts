import { rounded } from "./report";

/** Wall-clock seconds, and seconds of all cores: on a busy machine the first say less. */
export interface Spent {
  readonly seconds: number;
  readonly processor: number;
}

/** Times parts of a run, one after the other. */
export class Clock {
  #began = performance.now();
  #used = process.cpuUsage();

  /** What was spent since the clock was made. */
  read(): Spent {
    const { user, system } = process.cpuUsage(this.#used);
    const seconds = (performance.now() - this.#began) / 1000;
    return { seconds: rounded(seconds), processor: rounded((user + system) / 1e6) };
  }

  /** What was spent since the last lap, or since the clock was made; the next lap begins. */
  lap(): Spent {
    const spent = this.read();
    this.#began = performance.now();
    this.#used = process.cpuUsage();
    return spent;
  }
}
