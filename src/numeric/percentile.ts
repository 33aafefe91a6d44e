/**
 * The value below which a share of the values lies, interpolated linearly between neighbours:
 * `numpy.percentile(values, percent)`.
 * @param values at least one number, in any order; left as they are. One that is NaN makes the result NaN.
 * @param percent from 0 (the smallest value) to 100 (the largest)
 * @throws RangeError for no values, or a percent outside 0..100
 * @see https://numpy.org/doc/stable/reference/generated/numpy.percentile.html
 */
export function percentile(values: Float32Array | Float64Array, percent: number): number {
  checkPercent("percent", percent);
  if (values.length < 1) throw new RangeError("nValues=0 must be at least 1; give values to rank");
  const sorted = Float64Array.from(values).sort();
  if (Number.isNaN(sorted[sorted.length - 1])) return Number.NaN;
  const position = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  const weight = position - below;
  const step = sorted[above] - sorted[below];
  // NumPy interpolates from the nearer neighbour, so that the last bit agrees from both sides.
  return weight < 0.5 ? sorted[below] + step * weight : sorted[above] - step * (1 - weight);
}

/**
 * @param name the parameter's name, for the message
 * @throws RangeError unless percent lies within 0..100
 */
export function checkPercent(name: string, percent: number): void {
  if (!(percent >= 0 && percent <= 100)) {
    throw new RangeError(`${name}=${percent} must lie from 0 to 100; 50 keeps the closer half`);
  }
}
