import { type Block, combineColumns, type Multiply, projected } from "./blocks";
import { orthonormal, spectrum } from "./orthonormal";
import { RandomState } from "./random";
import { checkTolerance } from "./tolerance";

/** What to look for, and how closely. */
export interface EigenOptions {
  /** How many eigenvectors, an integer from 1 to the matrix' size. */
  readonly nVectors: number;
  /** A number that no eigenvalue is below: 0 for a covariance, -1 for a normalised graph. */
  readonly lowest: number;
  /** Vectors computed besides, from 0; a few make the wanted ones settle sooner. Default 8. */
  readonly nExtra?: number;
  /** How far |A x - lambda x| may stay from 0, as a share of the largest eigenvalue: above 0, below 1. Default 1e-6. */
  readonly tolerance?: number;
  /** Rounds after which to give up, from 1. Default 100. */
  readonly mostRounds?: number;
  /** Seeds the vectors to begin with, an integer from 0 to 2^32 - 1. Default 0. */
  readonly seed?: number;
  /** Called often: the round, and the largest |A x - lambda x| after the last one. May throw to stop. */
  readonly onStep?: (round: number, residual: number) => Promise<void>;
}

/** Eigenvalues, the largest first, and their eigenvectors of length 1. */
export interface Eigenpairs {
  readonly values: Float64Array;
  /** One eigenvector a column, shape [size, nVectors]. */
  readonly vectors: Block;
}

/** How often the matrix is applied in a round, at most. */
const MOST_DEGREES = 24;
/** By how much the first eigenvector may outgrow the last in a round: more, and only it would be left. */
const MOST_GROWTH = 1e4;

/**
 * The eigenvectors of a symmetric matrix with the largest eigenvalues, by subspace iteration: a block of
 * random vectors is multiplied by a polynomial of the matrix that is small where nothing is wanted
 * (Chebyshev's), made orthonormal, and turned within the space it spans so that it holds the best
 * approximations there (Rayleigh and Ritz), until these stay. Eigenvalues that occur several times are
 * found as often, up to nVectors + nExtra times.
 * @param multiply the matrix
 * @param size its rows
 * @param options what to look for
 * @throws RangeError for nVectors or tolerance out of bounds, or a matrix whose products are no finite numbers
 * @throws Error when it does not settle in mostRounds
 * @see https://doi.org/10.1016/j.jcp.2006.03.017 Zhou, Saad, Tiago and Chelikowsky (2006), algorithm 4.3
 */
export async function leadingEigenvectors(
  multiply: Multiply,
  size: number,
  options: EigenOptions,
): Promise<Eigenpairs> {
  const { nVectors, lowest, nExtra = 8, tolerance = 1e-6, mostRounds = 100, seed = 0 } = options;
  if (!(Number.isInteger(nVectors) && nVectors >= 1 && nVectors <= size)) {
    throw new RangeError(
      `nVectors=${nVectors} must be an integer from 1 to size=${size}; ask for fewer eigenvectors`,
    );
  }
  checkTolerance(tolerance);
  const random = new RandomState(seed);
  let [round, residual] = [1, Number.POSITIVE_INFINITY];
  const step = async () => options.onStep?.(round, residual);
  const count = Math.min(size, nVectors + nExtra);
  let block: Block = { data: new Float64Array(size * count), size, count };
  for (let i = 0; i < block.data.length; i++) block.data[i] = random.randomSample() - 0.5;
  for (; round <= mostRounds; round++) {
    block = await orthonormal(block, random, step);
    const ritz = await rayleighRitz(multiply, block, step);
    block = ritz.vectors;
    residual = ritz.residuals.slice(0, nVectors).reduce((a, b) => Math.max(a, b));
    if (residual <= tolerance * Math.abs(ritz.values[0])) return first(ritz, nVectors);
    const { values } = ritz;
    block = await filtered(
      multiply,
      block,
      polynomialFor(lowest, values[count - 1], values[0]),
      step,
    );
  }
  throw new Error(
    `the eigenvectors did not settle in ${mostRounds} rounds (residual ${residual.toExponential(1)}); ask for fewer or more than nVectors=${nVectors}, or allow a larger tolerance than ${tolerance}`,
  );
}

/** The matrix' eigenvectors as far as the block's span holds them, and how far each is off. */
async function rayleighRitz(
  multiply: Multiply,
  block: Block,
  step: () => Promise<void>,
): Promise<Eigenpairs & { residuals: Float64Array }> {
  const { size, count } = block;
  await step();
  const products: Block = { data: new Float64Array(block.data.length), size, count };
  multiply(block.data, products.data, count);
  await step();
  const within = projected(block, products);
  if (!within.every((row) => row.every(Number.isFinite))) {
    throw new RangeError(
      "the matrix' products must be finite numbers; look for values that are none, or far too large",
    );
  }
  const { values, vectors: weights } = spectrum(within);
  await step();
  const vectors = combineColumns(block, weights);
  await step();
  const images = combineColumns(products, weights);
  const squares = new Float64Array(count);
  for (let i = 0, c = 0; i < images.data.length; i++) {
    squares[c] += (images.data[i] - values[c] * vectors.data[i]) ** 2;
    if (++c === count) c = 0;
  }
  return { values, vectors, residuals: squares.map(Math.sqrt) };
}

function first({ values, vectors }: Eigenpairs, count: number): Eigenpairs {
  const { data, size } = vectors;
  const kept = new Float64Array(size * count);
  for (let row = 0; row < size; row++) {
    const from = row * vectors.count;
    kept.set(data.subarray(from, from + count), row * count);
  }
  return { values: values.slice(0, count), vectors: { data: kept, size, count } };
}

/** Chebyshev's polynomial, which stays within 1 on an interval and grows fast above it. */
interface Polynomial {
  /** Half the interval's length, and its middle. */
  readonly radius: number;
  readonly centre: number;
  /** Where the largest eigenvalue lies, in radii from the centre. */
  readonly distance: number;
  readonly degrees: number;
}

function polynomialFor(lowest: number, cut: number, largest: number): Polynomial {
  const half = (cut - lowest) / 2;
  const centre = lowest + half;
  // Where the cut is far below the largest eigenvalue, or at the lowest, one degree grows fast enough.
  const radius = Math.max(half, 1e-3 * (largest - lowest), Number.MIN_VALUE);
  const distance = Math.max((largest - centre) / radius, 1 + 1e-9);
  const degrees = Math.floor(Math.log(MOST_GROWTH) / Math.acosh(distance));
  return { radius, centre, distance, degrees: Math.max(1, Math.min(MOST_DEGREES, degrees)) };
}

/** The polynomial by its three-term recurrence, scaled so that the first eigenvector keeps its length. */
async function filtered(
  multiply: Multiply,
  { data, size, count }: Block,
  { radius, centre, distance, degrees }: Polynomial,
  step: () => Promise<void>,
): Promise<Block> {
  let previous: Float64Array = data;
  let current: Float64Array = new Float64Array(data.length);
  let next: Float64Array = new Float64Array(data.length);
  multiply(previous, current, count);
  for (let i = 0; i < current.length; i++) {
    current[i] = (current[i] - centre * previous[i]) / (radius * distance);
  }
  let ratio = 1 / distance;
  for (let degree = 2; degree <= degrees; degree++) {
    await step();
    const nextRatio = 1 / (2 * distance - ratio);
    const [grow, shrink] = [(2 * nextRatio) / radius, ratio * nextRatio];
    multiply(current, next, count);
    for (let i = 0; i < next.length; i++) {
      next[i] = grow * (next[i] - centre * current[i]) - shrink * previous[i];
    }
    [previous, current, next] = [current, next, previous];
    ratio = nextRatio;
  }
  return { data: current, size, count };
}
