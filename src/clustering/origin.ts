import { nFeatures, type Samples, take } from "../data/samples";
import type { Pace } from "../running/pace";
import { dot, momentsOf } from "./rows";

/** Samples that tell where all lie. */
const FEW = 256;
/** Samples lie far from zero where their mean does by more than so many times their spread. */
const FAR = 5;

/**
 * The point that k-means sees samples from: their mean where they lie far from zero, else zero.
 *
 * scikit-learn always subtracts the mean, since what rounding takes from a product grows with the
 * distance from zero. Here close decisions are exact wherever samples lie, so that it is a matter of
 * time, and of last digits, alone. Hence samples near zero are spared the copy, and so are bytes, whose
 * copy would take four times their memory; and the mean of some samples does. It is rounded to about
 * their spread: then subtracting it takes no digits away, and what were ties stay ties.
 * @returns shape [nFeatures]
 */
export async function originOf(X: Samples, pace: Pace): Promise<Float64Array> {
  const width = nFeatures(X);
  const zero = new Float64Array(width);
  if (X.data instanceof Uint8Array) return zero;
  const { mean, variance } = await momentsOf(someOf(X), pace);
  // False where a value is not finite, which is refused later.
  const isFar = dot(mean, 0, mean, 0, width) > FAR ** 2 * variance;
  if (!isFar) return zero;
  const unit = 2 ** Math.floor(Math.log2(Math.sqrt(variance / width)));
  return unit > 0 ? mean.map((value) => unit * Math.round(value / unit)) : mean;
}

/** A few samples, evenly spread. */
function someOf(X: Samples) {
  const [nSamples] = X.shape;
  const count = Math.min(nSamples, FEW);
  const indices = Array.from({ length: count }, (_, i) => Math.floor((i * nSamples) / count));
  return { data: take(X, indices).data, count, width: nFeatures(X) };
}
