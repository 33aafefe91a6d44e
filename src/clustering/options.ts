import { checkInteger } from "../data/checks";
import type { Samples } from "../data/samples";
import { checkSeed } from "../numeric/random";

const ENGINE_NAMES = ["tfjs", "ml-kmeans", "plain"] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** The settings of `KMeans`, under scikit-learn's names. */
export interface KMeansOptions {
  /** Number of clusters, k: an integer from 1 to the number of distinct samples. */
  readonly nClusters: number;
  /** Number of starts, of which the best is kept: an integer from 1; default 1, as in scikit-learn. */
  readonly nInit?: number;
  /** Most iterations of one start: an integer from 1; default 300. */
  readonly maxIter?: number;
  /** The centroids stand still once the sum of their squared steps is at most this share of the columns' mean variance: from 0; default 1e-4. */
  readonly tol?: number;
  /** The seed of the starts, an integer from 0 to 2^32 - 1; default 0. */
  readonly randomState?: number;
  /** "k-means++" (default), or start centres of shape [nClusters, nFeatures]: then there is one start. */
  readonly init?: "k-means++" | Samples;
  /**
   * "tfjs" (default) is this project's engine on TensorFlow; "ml-kmeans" the library of that name; "plain"
   * the algorithm as the textbooks have it (plainLloyd.ts). All end alike, the others a hundred times later.
   */
  readonly engine?: EngineName;
}

/**
 * All settings, those not given at their defaults.
 * @throws RangeError naming the setting, its value and its bound
 */
export function checked(options: KMeansOptions): Required<KMeansOptions> {
  const { nClusters, nInit = 1, maxIter = 300, tol = 1e-4, randomState = 0 } = options;
  const { init = "k-means++", engine = "tfjs" } = options;
  for (const [name, count] of Object.entries({ nClusters, nInit, maxIter })) {
    checkInteger(name, count, 1, "choose a whole number");
  }
  if (!(tol >= 0 && tol < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`tol=${tol} must be a finite number from 0; the default is 1e-4`);
  }
  checkSeed("randomState", randomState);
  if (typeof init === "string" && init !== "k-means++") {
    throw new RangeError(`init=${init} is unknown; choose k-means++ or give start centres`);
  }
  if (!ENGINE_NAMES.includes(engine)) {
    throw new RangeError(`engine=${engine} is unknown; choose one of ${ENGINE_NAMES.join(", ")}`);
  }
  return { nClusters, nInit, maxIter, tol, randomState, init, engine };
}
