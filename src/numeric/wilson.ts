/** The standard normal distribution holds 95 % of its mass within so many deviations. */
const Z_95 = 1.959963984540054;

/** Between which shares the true one lies, in 95 of 100 such samples. */
export interface Interval {
  /** From 0 to 1. */
  readonly low: number;
  /** From low to 1. */
  readonly high: number;
}

/**
 * Wilson's 95 % interval of a share that was counted on a random sample: unlike the textbook's ± it stays
 * within 0 and 1 and holds for small samples and for shares near the ends.
 * @param hits how many of the sample count, from 0 to n; may be a fraction
 * @param n the size of the sample, above 0
 * @throws RangeError for numbers out of these bounds
 * @see https://doi.org/10.1080/01621459.1927.10502953 Wilson (1927)
 */
export function wilson(hits: number, n: number): Interval {
  if (!(n > 0 && Number.isFinite(n))) {
    throw new RangeError(`n=${n} must be a finite number above 0; count at least one`);
  }
  if (!(hits >= 0 && hits <= n)) {
    throw new RangeError(`hits=${hits} must lie from 0 to n=${n}; count no more than there are`);
  }
  const share = hits / n;
  const z2 = Z_95 ** 2;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  // Rounding must not carry the ends beyond what is possible.
  return { low: hits === 0 ? 0 : middle - half, high: hits === n ? 1 : middle + half };
}

/**
 * How many more the sample must hold for half the interval, should the share stay what it is.
 * @param hits as in `wilson`
 * @param n as in `wilson`
 */
export function moreToHalve(hits: number, n: number): number {
  const width = (size: number) => {
    const { low, high } = wilson((hits / n) * size, size);
    return high - low;
  };
  const wanted = width(n) / 2;
  let [tooFew, enough] = [n, 8 * n + 8];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (width(middle) > wanted) tooFew = middle;
    else enough = middle;
  }
  return enough - n;
}
