import type { Centroids } from "../centroids";
import { dot } from "../rows";
import type { Projection } from "./projection";
import { reducedWidth, reduceVector } from "./reducedRows";

/**
 * The centroids of the present iteration, reduced, and how far they have drifted since the first one.
 * The way a centroid went is at most the sum of its steps, so sums of steps bound all later distances.
 */
export class Drift {
  centroids!: Centroids;
  /** Reduced centroids, one after the other. */
  readonly reduced: Float32Array;
  /** p_c: the sum of the lengths of each centroid's steps. */
  readonly drifts: Float64Array;
  /** p_max: the sum over all iterations of the longest step. */
  maxDrift = 0;
  /** At least the length of any centroid so far. */
  normBound = 0;
  /** The length of each centroid's residual, plus the sum of the residual's steps. */
  readonly residualsPlusDrift: Float64Array;
  /** The same, minus that sum. */
  readonly residualsMinusDrift: Float64Array;
  readonly #projection: Projection;
  readonly #coordinates: Float64Array;
  /** The sum of the lengths of the steps of each centroid's residual. */
  readonly #residualDrifts: Float64Array;
  /** The last steps, in memory that is used again and again. */
  readonly #steps: Float64Array;
  readonly #roundedSteps: Float32Array;

  constructor(projection: Projection, k: number) {
    this.#projection = projection;
    this.reduced = new Float32Array(k * reducedWidth(projection));
    this.drifts = new Float64Array(k);
    this.residualsPlusDrift = new Float64Array(k);
    this.residualsMinusDrift = new Float64Array(k);
    this.#coordinates = new Float64Array(k * projection.nDirections);
    this.#residualDrifts = new Float64Array(k);
    this.#steps = new Float64Array(k * projection.width);
    this.#roundedSteps = new Float32Array(k * projection.width);
  }

  /** Goes on to the centroids of the next iteration. */
  advance(centroids: Centroids): void {
    const before = this.centroids;
    const { values } = centroids;
    const steps = this.#steps;
    if (before) for (let j = 0; j < steps.length; j++) steps[j] = values[j] - before.values[j];
    else steps.set(values);
    // Coordinates of the steps, not of the centroids: what rounding loses grows with a step's length.
    this.#roundedSteps.set(steps);
    const coordinates = this.#projection.coordinates(this.#roundedSteps);
    for (let j = 0; j < coordinates.length; j++) this.#coordinates[j] += coordinates[j];
    if (before) this.#addSteps(coordinates);
    else this.normBound = centroids.maxNorm;
    this.centroids = centroids;
    this.#reduce();
  }

  #addSteps(coordinates: Float32Array): void {
    const { nDirections, width, error, squareError } = this.#projection;
    const steps = this.#steps;
    let longest = 0;
    for (let c = 0; c < this.drifts.length; c++) {
      const square = dot(steps, c * width, steps, c * width, width);
      const step = Math.sqrt(square);
      const seen = dot(coordinates, c * nDirections, coordinates, c * nDirections, nDirections);
      const along = Math.max(0, Math.sqrt(seen) - error * step);
      this.drifts[c] += step;
      // The row's coordinates and the step's are off by up to `error`, which the length of the row's
      // residual, at least |x| times the root of squareError, makes up for.
      this.#residualDrifts[c] +=
        Math.sqrt(Math.max(0, square - along * along)) + Math.sqrt(squareError) * step;
      longest = Math.max(longest, step);
    }
    this.maxDrift += longest;
    this.normBound += longest;
  }

  #reduce(): void {
    const { nDirections, squareError } = this.#projection;
    const { squaredNorms, count } = this.centroids;
    const width = reducedWidth(this.#projection);
    const missing = squareError * this.normBound ** 2;
    for (let c = 0; c < count; c++) {
      const coordinates = this.#coordinates.subarray(c * nDirections, (c + 1) * nDirections);
      const reduced = this.reduced.subarray(c * width, (c + 1) * width);
      const square = squaredNorms[c];
      const residual = reduceVector(coordinates, square, missing, -square / 2, reduced);
      this.residualsPlusDrift[c] = residual + this.#residualDrifts[c];
      this.residualsMinusDrift[c] = residual - this.#residualDrifts[c];
    }
  }
}
