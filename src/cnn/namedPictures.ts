import { unparse } from "papaparse";
import { checkLength } from "../data/checks";

/** What a model makes of one picture. */
export interface NamedPicture {
  /** Below the folder. */
  readonly file: string;
  /** The likeliest class; "" where the picture cannot be read. */
  readonly class: string;
  readonly probability: number;
  /** The next likeliest. */
  readonly secondClass: string;
  readonly secondProbability: number;
  /** Why the picture cannot be read; "" where it can. */
  readonly reason: string;
}

/**
 * Each picture with its two likeliest classes.
 * @param files the pictures' names
 * @param probabilities each class' probability, a row a picture
 * @param classNames the name of each class
 * @throws RangeError when there is not one probability for each picture and class
 */
export function namedPictures(
  files: readonly string[],
  probabilities: Float32Array,
  classNames: readonly string[],
): NamedPicture[] {
  const nClasses = classNames.length;
  const expected = files.length * nClasses;
  checkLength("probabilities", probabilities, ["nPictures * nClasses", expected]);
  return files.map((file, i) => {
    const ofImage = probabilities.subarray(i * nClasses, (i + 1) * nClasses);
    const order = [...ofImage.keys()].sort((a, b) => ofImage[b] - ofImage[a]);
    const [first, second] = order;
    return {
      file,
      class: classNames[first],
      probability: ofImage[first],
      secondClass: classNames[second],
      secondProbability: ofImage[second],
      reason: "",
    };
  });
}

/**
 * Named pictures as CSV: file, class, probability, second class, its probability, reason.
 * @param rows from `predictFolder`
 */
export function predictionsCsv(rows: readonly NamedPicture[]): string {
  const heading = ["file", "class", "probability", "second class", "its probability", "reason"];
  const lines = rows.map((row) => {
    if (row.reason) return [row.file, "", "", "", "", row.reason];
    const shares = [row.probability, row.secondProbability].map((share) => share.toFixed(4));
    return [row.file, row.class, shares[0], row.secondClass, shares[1], ""];
  });
  return `\ufeff${unparse([heading, ...lines])}\r\n`;
}

/**
 * The picture of each class that the network is surest of, and the one that it doubts most.
 * @param rows from `namedPictures`
 * @param classNames the name of each class
 * @returns positions in rows, in the order of the classes; none for a class that no picture got
 */
export function extremesOfClasses(
  rows: readonly NamedPicture[],
  classNames: readonly string[],
): { surest: number[]; leastSure: number[] } {
  const ofClasses = classNames.map((name) =>
    [...rows.keys()]
      .filter((i) => rows[i].class === name)
      .sort((a, b) => rows[b].probability - rows[a].probability || a - b),
  );
  const found = ofClasses.filter((members) => members.length > 0);
  return {
    surest: found.map((members) => members[0]),
    leastSure: found.map((members) => members[members.length - 1]),
  };
}
