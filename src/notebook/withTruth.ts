import { showText } from "./showText";

/**
 * Runs a part of a cell that needs the true classes. Where nobody knows them it says so in one line.
 * @param yTrue the true class of each image, or undefined
 * @param what would be shown, as the beginning of a sentence: "The test accuracy"
 * @param compute gets the true classes
 * @returns what compute returns; undefined without truth
 */
export function withTruth<T>(
  yTrue: Uint8Array | undefined,
  what: string,
  compute: (yTrue: Uint8Array) => T,
): T | undefined {
  if (yTrue) return compute(yTrue);
  showText(`${what}: left out, as nobody knows the true classes of these images.`);
  return undefined;
}
