import { createHash } from "node:crypto";

/** Class names of published sets whose files do not hold them, by the SHA-256 of their training labels. */
const KNOWN_SETS: Readonly<Record<string, readonly string[]>> = {
  // Fashion-MNIST
  "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7": [
    "T-shirt/top",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
  ],
};

/**
 * The class names of a published set, recognised by its labels.
 * @param trainLabels the labels of its training images, unpacked
 * @returns undefined for a set that is not known
 * @see https://github.com/zalandoresearch/fashion-mnist#labels
 */
export function knownClassNames(trainLabels: Uint8Array): readonly string[] | undefined {
  return KNOWN_SETS[createHash("sha256").update(trainLabels).digest("hex")];
}
