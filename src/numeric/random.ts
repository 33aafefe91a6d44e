import { mersenne, type RandomGenerator } from "pure-rand";

/** The largest seed that NumPy's legacy generator takes: 2^32 - 1. */
const MAX_SEED = 0xffffffff;

/**
 * NumPy's legacy random stream (`numpy.random.RandomState`), draw for draw: scikit-learn takes its
 * splits and its k-means starts from it, so the same seed gives the same rows here as there.
 * @see https://numpy.org/doc/stable/reference/random/legacy.html
 */
export class RandomState {
  readonly #generator: RandomGenerator;

  /**
   * @param seed an integer from 0 to 2^32 - 1
   * @throws RangeError for any other seed
   */
  constructor(seed: number) {
    checkSeed("seed", seed);
    this.#generator = mersenne(seed);
  }

  /** The next 32 random bits, as an integer from 0 to 2^32 - 1. */
  uint32(): number {
    return this.#generator.unsafeNext() >>> 0;
  }

  /** A number in [0, 1) with 53 random bits, like NumPy's `random_sample()`. */
  randomSample(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /**
   * The integers from 0 to length - 1 in random order, like NumPy's `permutation(length)`.
   * @param length how many, at most 2^32
   */
  permutation(length: number): Int32Array {
    const order = Int32Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = this.#upTo(i);
      const swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** An integer from 0 to max: NumPy masks 32 bits and draws again while they exceed max. */
  #upTo(max: number): number {
    const mask = 2 ** (32 - Math.clz32(max)) - 1;
    let value: number;
    do {
      value = (this.uint32() & mask) >>> 0;
    } while (value > max);
    return value;
  }
}

/**
 * @param name the parameter's name, for the message
 * @throws RangeError unless seed is one that NumPy's generator takes
 */
export function checkSeed(name: string, seed: number): void {
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED)) {
    throw new RangeError(
      `${name}=${seed} must be an integer from 0 to ${MAX_SEED}; choose such a seed`,
    );
  }
}
