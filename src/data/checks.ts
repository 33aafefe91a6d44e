/**
 * What many functions must be sure of before they compute. Each check throws a RangeError that names
 * the parameter, its value, its bound and the remedy.
 */

/** Labels are kept as bytes, so there can be no more classes than bytes have values. */
export const MOST_CLASSES = 256;
/** Far more clusters than anybody labels: a number beyond is a mistake, not a cluster. */
export const MOST_CLUSTERS = 2 ** 20;

/** What the values of a list count, and how many of it there are: ["nClasses", 10]. */
export type Bound = readonly [name: string, count: number];

/**
 * Refuses a list that does not hold one value for each of so many things.
 * @param name the list's name
 * @param list what has a length
 * @param expected what it must have one value for, and how many
 */
export function checkLength(name: string, { length }: ArrayLike<unknown>, expected: Bound): void {
  const [countName, count] = expected;
  if (length === count) return;
  throw new RangeError(
    `${name}.length=${length} must equal ${countName}=${count}; give lists that belong together`,
  );
}

/**
 * Refuses a list with a value that is no integer from 0 to a count - 1.
 * @param name the list's name
 * @param list indices, labels or clusters
 * @param bound what they are positions in, and how many of that there are
 * @param remedy what to do about it
 */
export function checkPositions(
  name: string,
  list: ArrayLike<number>,
  [countName, count]: Bound,
  remedy: string,
): void {
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if (Number.isInteger(value) && value >= 0 && value < count) continue;
    throw new RangeError(
      `${name}[${i}]=${value} must be an integer from 0 to ${countName}-1=${count - 1}; ${remedy}`,
    );
  }
}

/**
 * Refuses labels that are no positions in the list of classes.
 * @param name the list's name
 * @param labels the class of each image
 * @param nClasses how many classes there are; default: as many as bytes can tell apart
 */
export function checkLabels(
  name: string,
  labels: ArrayLike<number>,
  nClasses = MOST_CLASSES,
): void {
  const remedy = "correct the label, or name a class for it";
  checkPositions(name, labels, ["nClasses", nClasses], remedy);
}

/**
 * Refuses a number that is no integer, or too small.
 * @param name the parameter's name
 * @param value what was given
 * @param least the smallest value allowed
 * @param remedy what to do about it
 */
export function checkInteger(name: string, value: number, least: number, remedy: string): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(`${name}=${value} must be an integer from ${least}; ${remedy}`);
}
