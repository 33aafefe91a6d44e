/** Half the distance from 1 to the next float32: the relative error of one rounding. */
const ROUNDING = 2 ** -24;
/** More than the numbers can add up to that TensorFlow takes for zero, as they are too small. */
export const UNDERFLOW = 2 ** -100;
/** Rows of one product: many enough to be fast, few enough to stay in the processor's cache. */
export const BLOCK_ROWS = 2048;

/**
 * How far a float32 product of `width` terms can lie from the exact one, as a multiple of |x| |c|,
 * in whatever order it was summed; one more rounding for each factor.
 * @see Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1
 */
export function productError(width: number): number {
  const error = (width + 2) * ROUNDING;
  return error / (1 - error);
}

/** Rows of a product of copies are a multiple of these. */
const ROWS_A_PROGRAM = 64;

/**
 * How many rows to multiply where some are needed; what is in those beyond does not matter. oneDNN
 * compiles a program for each new shape and keeps it, so there must not be many shapes.
 */
export function rowsToMultiply(needed: number): number {
  return ROWS_A_PROGRAM * Math.ceil(needed / ROWS_A_PROGRAM);
}
