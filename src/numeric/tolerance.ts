/**
 * Refuses a tolerance that a search would meet at once, or never.
 * @param tolerance how far a result may be off, as a share of something
 * @throws RangeError unless it lies above 0, below 1
 */
export function checkTolerance(tolerance: number): void {
  if (tolerance > 0 && tolerance < 1) return;
  throw new RangeError(
    `tolerance=${tolerance} must be above 0, below 1; leave it out for the default`,
  );
}
