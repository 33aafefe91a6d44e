import { checked } from "../clustering/options";
import { checkEpochs, checkModelOptions } from "../cnn/checking";
import { checkInteger } from "../data/checks";
import { findFiles } from "../data/idxFiles";
import { nGradients } from "../features/orientedGradients";
import { checkSeed } from "../numeric/random";

/** Two starts may be done over, each with the next seed. */
const LARGEST_SEED = 2 ** 32 - 3;

/** What the fourth notebook's cell of parameters sets; it says what each of them means. */
export interface FurtherParameters {
  readonly k: number;
  readonly seed: number;
  readonly nInit: number;
  readonly nOrientations: number;
  readonly nComponents: number;
  readonly nNeighbours: number;
  readonly nVectors: number;
  readonly leastAgreement: number;
  readonly certainShare: number;
  readonly epochs: number;
  readonly filters: number;
  readonly dataDir: string | undefined;
}

/** Those whose bounds depend on the images. */
type FittingParameters = Pick<
  FurtherParameters,
  "k" | "nComponents" | "nNeighbours" | "nVectors" | "nOrientations"
>;

/** Images among which groups are looked for. */
interface Pool {
  readonly nImages: number;
  /** Height and width in pixels. */
  readonly imageShape: readonly [height: number, width: number];
}

/**
 * Refuses parameters that a later cell would refuse, before anything is computed with the others.
 * @param parameters all but `upright`, with the bounds of the helpers that take them
 * @throws RangeError naming the parameter, its value, its bound and the remedy
 * @throws Error where dataDir does not exist, or holds no true labels
 */
export async function checkFurtherParameters(parameters: FurtherParameters): Promise<void> {
  const { k, seed, nInit, leastAgreement, certainShare, epochs, dataDir } = parameters;
  checkInteger("k", k, 2, "choose how many images to label");
  checkSeed("seed", seed);
  if (seed > LARGEST_SEED) {
    throw new RangeError(
      `seed=${seed} must be at most ${LARGEST_SEED}, as starts that are done over count on from it; choose a smaller one`,
    );
  }
  checked({ nClusters: k, nInit, randomState: seed });
  checkInteger("nOrientations", parameters.nOrientations, 2, "8 to 12 are usual");
  checkInteger("nComponents", parameters.nComponents, 1, "80 suit digits");
  checkInteger("nNeighbours", parameters.nNeighbours, 1, "10 are usual");
  // On a single coordinate all points would be one: their lengths are 1.
  checkInteger("nVectors", parameters.nVectors, 2, "35 suit digits");
  if (!(leastAgreement >= 0 && leastAgreement <= 1)) {
    throw new RangeError(
      `leastAgreement=${leastAgreement} must be a share from 0 to 1; 0 never begins anew`,
    );
  }
  if (!(certainShare > 0 && certainShare <= 1)) {
    throw new RangeError(
      `certainShare=${certainShare} must be a share above 0, at most 1; 1 keeps every label`,
    );
  }
  checkEpochs("epochs", epochs);
  checkInteger("filters", parameters.filters, 1, "the original takes 8");
  await checkDataDir(dataDir);
}

/**
 * Refuses parameters that do not fit the images, before anything is computed with these.
 * @param parameters as above
 * @param pool the images to look for groups in
 * @param nClasses how many classes they are of
 * @throws RangeError naming the parameter, its value, its bound and the remedy
 */
export function checkFurtherImages(
  { k, nComponents, nNeighbours, nVectors, nOrientations }: FittingParameters,
  { nImages, imageShape }: Pool,
  nClasses: number,
): void {
  checkModelOptions([...imageShape, 1], nClasses);
  const [height, width] = imageShape;
  const gradients = nGradients(imageShape, { nOrientations });
  const most = (name: string, value: number, bound: number, what: string) => {
    if (value <= bound) return;
    throw new RangeError(`${name}=${value} must be at most ${bound}, ${what}; choose fewer`);
  };
  most("k", k, nImages, "the images of the pool");
  most("nVectors", nVectors, nImages, "the images of the pool");
  most("nNeighbours", nNeighbours, nImages - 1, "the other images of the pool");
  const perImage = `each of the ${nImages} images has ${gradients} gradients, ${height * width} pixels`;
  most("nComponents", nComponents, Math.min(nImages, gradients), `as ${perImage}`);
}

async function checkDataDir(dataDir: string | undefined): Promise<void> {
  if (dataDir === undefined) return;
  if (dataDir === "") throw new Error('dataDir="" names no folder; undefined takes MNIST');
  const { labelled } = await findFiles(dataDir);
  if (labelled) return;
  throw new Error(
    `dataDir=${dataDir} holds no labels, but each step here is scored by them; the first notebook takes images without labels`,
  );
}
