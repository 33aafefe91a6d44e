import type { Pace } from "../running/pace";
import type { Iteration } from "./lloyd";
import { SEEDING_SHARE } from "./seeding";

/** Iterations that a first start is taken to need; later ones are taken to need what those before did. */
const USUAL_ITERATIONS = 120;

/** Tells a watcher how far the starts have come. */
export class FitProgress {
  readonly #nStarts: number;
  readonly #pace: Pace;
  #start = 0;
  #iterationsBefore = 0;

  /** @param pace whose description is kept up to date */
  constructor(nStarts: number, pace: Pace) {
    this.#nStarts = nStarts;
    this.#pace = pace;
  }

  /** Begins the next start; what it returns is to be told of each of its iterations. */
  nextStart(): (iteration: Iteration) => void {
    const before = this.#start++;
    const expected = before === 0 ? USUAL_ITERATIONS : this.#iterationsBefore / before;
    return ({ number, active, inertia }) => {
      this.#iterationsBefore++;
      const done = (before + Math.min(number / expected, 0.99)) / this.#nStarts;
      this.#pace.describe = () => ({
        fraction: SEEDING_SHARE + (1 - SEEDING_SHARE) * done,
        message: [
          `start ${before + 1} of ${this.#nStarts}`,
          `iteration ${number}`,
          `${(100 * active).toFixed(1)} % of rows active`,
          `inertia ${inertia().toFixed(1)}`,
        ].join(", "),
      });
    };
  }
}
