/**
 * How far a search has come whose error falls by powers of ten, for its progress bar.
 * @param residual the present error, as a share of the first; Infinity before it is known
 * @param tolerance the error at which the search ends, above 0, below 1
 * @returns from 0 to 0.99
 */
export function settled(residual: number, tolerance: number): number {
  if (!Number.isFinite(residual)) return 0;
  return Math.max(0, Math.min(0.99, Math.log(residual) / Math.log(tolerance)));
}
