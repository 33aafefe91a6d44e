import type { Centroids } from "../centroids";
import type { Reduction } from "./reducedRows";
import { dot } from "../rows";

/** The centroids of the present iteration, reduced, and how far they have come since the first one. */
export class Ways {
  centroids!: Centroids;
  /** Reduced vectors, one after the other. */
  readonly reduced: Float32Array;
  /** The sum of the steps of each centroid. */
  readonly paths: Float64Array;
  /** The sum over all iterations of the longest step. */
  longest = 0;
  /** At least as long as any centroid so far. */
  reach = 0;
  /** The length of each centroid's rest, plus what a product with it can have lost on its way. */
  readonly lowTails: Float64Array;
  /** The same, minus what it can have won. */
  readonly highTails: Float64Array;
  readonly #reduction: Reduction;
  readonly #coordinates: Float64Array;
  /** The sum of the steps of each centroid's rest. */
  readonly #restPaths: Float64Array;
  /** The last steps, in memory that is used again and again. */
  readonly #steps: Float64Array;
  readonly #roundedSteps: Float32Array;

  constructor(reduction: Reduction, k: number) {
    this.#reduction = reduction;
    this.reduced = new Float32Array(k * reduction.width);
    this.paths = new Float64Array(k);
    this.lowTails = new Float64Array(k);
    this.highTails = new Float64Array(k);
    this.#coordinates = new Float64Array(k * reduction.rest);
    this.#restPaths = new Float64Array(k);
    this.#steps = new Float64Array(k * reduction.wholeWidth);
    this.#roundedSteps = new Float32Array(k * reduction.wholeWidth);
  }

  /** Goes on to the centroids of the next iteration. */
  advance(centroids: Centroids): void {
    const before = this.centroids;
    const { values } = centroids;
    const steps = this.#steps;
    if (before) for (let j = 0; j < steps.length; j++) steps[j] = values[j] - before.values[j];
    else steps.set(values);
    this.#roundedSteps.set(steps);
    const seen = this.#reduction.coordinates(this.#roundedSteps);
    for (let j = 0; j < seen.length; j++) this.#coordinates[j] += seen[j];
    if (before) this.#walk(seen);
    else this.reach = centroids.maxNorm;
    this.centroids = centroids;
    this.#reduce();
  }

  #walk(seen: Float32Array): void {
    const steps = this.#steps;
    const { rest, error, squareError } = this.#reduction;
    const count = this.paths.length;
    const width = steps.length / count;
    let longest = 0;
    for (let c = 0; c < count; c++) {
      const square = dot(steps, c * width, steps, c * width, width);
      const step = Math.sqrt(square);
      const along = Math.max(
        0,
        Math.sqrt(dot(seen, c * rest, seen, c * rest, rest)) - error * step,
      );
      this.paths[c] += step;
      // The row's coordinates and the step's are off by up to `error`, which the length of the row's
      // rest, at least |x| times the root of squareError, makes up for.
      this.#restPaths[c] +=
        Math.sqrt(Math.max(0, square - along * along)) + Math.sqrt(squareError) * step;
      longest = Math.max(longest, step);
    }
    this.longest += longest;
    this.reach += longest;
  }

  #reduce(): void {
    const { width, rest, squareError } = this.#reduction;
    this.#reduction.assemble(
      this.#coordinates,
      this.centroids.squaredNorms,
      () => squareError * this.reach ** 2,
      (square) => -square / 2,
      this.reduced,
    );
    for (let c = 0; c < this.paths.length; c++) {
      const length = this.reduced[c * width + rest];
      this.lowTails[c] = length + this.#restPaths[c];
      this.highTails[c] = length - this.#restPaths[c];
    }
  }
}
