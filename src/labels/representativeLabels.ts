import { UNSURE } from "../data/classNames";
import { imageHashes } from "../data/imageHash";
import type { Samples } from "../data/samples";
import { labelsFor, NO_LABEL } from "./handLabels";
import { readLabels, writeWaiting } from "./labelsFile";

/** So many numbers of missing labels are listed. */
const MOST_LISTED = 20;

/**
 * The labels that somebody typed for the representatives. They belong to the images, by the hashes of
 * their pixels: other representatives, of another seed or other data, never get them. Where some are
 * missing, a row for each waits in the file to be filled in.
 * @param labelsFile a CSV file as `readLabels` reads it; made where there is none
 * @param XRepresentativeDigits the representatives' bytes, shape [k, height, width]
 * @param classNames the name of each class, as it is typed into the file
 * @returns the label of each; NO_LABEL where its row says "unsure": its cluster is left out
 * @throws Error naming the representatives without a label by their clusters' numbers, or what is wrong
 *   with the file
 */
export async function representativeLabels(
  labelsFile: string,
  XRepresentativeDigits: Samples<Uint8Array>,
  classNames: readonly string[],
): Promise<Int32Array> {
  const hashes = imageHashes(XRepresentativeDigits, XRepresentativeDigits.shape.slice(1));
  const labels = await readLabels(labelsFile, classNames);
  const { y, missing } = labelsFor(hashes, labels, classNames);
  if (missing.length > 0) {
    const waiting = missing.map((cluster) => {
      return { hash: hashes[cluster], file: `image ${cluster} of the figure`, cluster };
    });
    await writeWaiting(labelsFile, waiting);
    throw new Error(sentence(labelsFile, missing, hashes.length));
  }
  if (y.every((label) => label === NO_LABEL)) {
    throw new Error(
      `labelsFile=${labelsFile} says "${UNSURE}" of all images; name at least one class`,
    );
  }
  return y;
}

function sentence(labelsFile: string, missing: readonly number[], k: number): string {
  const more = missing.length - MOST_LISTED;
  const numbers = missing.slice(0, MOST_LISTED).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return `labelsFile=${labelsFile} has no label for ${missing.length} of the ${k} representatives, numbers ${numbers} in the figure; their rows wait in the file: type a class, or "${UNSURE}", into the column "label" of each, save, and run this cell again`;
}
