import { checkInteger } from "../data/checks";
import { reshape, type Samples } from "../data/samples";
import { MinMaxScaler } from "../data/scaling";
import { deskew } from "../features/deskew";
import { orientedGradients } from "../features/orientedGradients";
import type { Watch } from "../running/watch";
import { nearestNeighbours } from "./neighbours";
import { neighbourGraph } from "./sparse";
import { spectralSpace } from "./spectral";

const SPACES = ["pixels", "gradients", "spectral"] as const;
/** In which space images are near each other. */
export type Space = (typeof SPACES)[number];

/** As in the fourth notebook. */
const NEIGHBOURS = 10;
const MOST_VECTORS = 35;

/** Images that are to be clustered; what `loadFolder` returns is one. */
export interface SpaceImages {
  /** Grey pixels, light on dark, shape [nImages, height * width]. */
  readonly data: Samples<Uint8Array>;
  readonly imageShape: readonly [height: number, width: number];
  /** What identifies each image. */
  readonly hashes: readonly string[];
}

/** Which space, and what is to be found in it. */
export interface SpaceOptions {
  /** "pixels", "gradients" or "spectral". */
  readonly space: Space;
  /** The clusters that k-means is to find there: an integer from 2, at most the distinct images. */
  readonly k: number;
  /** Whether gradients are those of deskewed images: for writing. Default false. */
  readonly upright?: boolean;
  /** Seeds the search for eigenvectors, an integer from 0 to 2^32 - 1; default 0. */
  readonly seed?: number;
}

/**
 * Images as points for k-means, so that those of one class lie near each other:
 * - "pixels": each pixel from 0 to 1, as in the first notebook;
 * - "gradients": which strokes and edges run where. Their principal components, which the fourth notebook
 *   takes, would save time with many images only: labels of 2,000 digits spread hardly better there;
 * - "spectral": the leading eigenvectors of the graph that joins each image to its 10 nearest neighbours
 *   among the gradients; as many as clusters, at most 35 (35 for 10 clusters, and up to a third of 2,000
 *   digits got wrong labels). It takes time with the square of nImages.
 * @param images of any height and width; gradients take 3 pixels each way at least
 * @param options the space
 * @param watch reports images and rounds done; an interrupt throws
 * @returns a row an image
 * @throws RangeError for an unknown space, k above the distinct images or those with any gradient, or
 *   too few images for a graph
 * @throws Interrupted when stopped
 * @see notebooks/4-fifty-labels-further.ipynb, where each step is shown
 */
export async function imageSpace(
  images: SpaceImages,
  { space, k, upright = false, seed = 0 }: SpaceOptions,
  watch: Watch = {},
): Promise<Samples<Float32Array>> {
  checkSpace(space);
  checkCounts(images, space, k);
  if (space === "pixels") return new MinMaxScaler().fitTransform(images.data);
  const nImages = images.hashes.length;
  const pictures = reshape(images.data, [nImages, ...images.imageShape]);
  const ink = upright ? await deskew(pictures, watch) : pictures;
  const gradients = await orientedGradients(ink, {}, watch);
  checkEdges(gradients, space, k);
  if (space === "gradients") return gradients;
  const neighbours = await nearestNeighbours(gradients, NEIGHBOURS, gradients, watch);
  const nVectors = Math.min(MOST_VECTORS, k);
  return (await spectralSpace(neighbourGraph(neighbours), { nVectors, seed }, watch)).points;
}

/**
 * Refuses a space that there is none of.
 * @param space its name
 * @throws RangeError naming those that there are
 */
export function checkSpace(space: string): void {
  if (SPACES.some((name) => name === space)) return;
  throw new RangeError(`space=${space} is unknown; choose one of ${SPACES.join(", ")}`);
}

function checkCounts({ hashes }: SpaceImages, space: Space, k: number): void {
  checkInteger("k", k, 2, "choose how many pictures to name");
  const nDistinct = new Set(hashes).size;
  if (k > nDistinct) {
    throw new RangeError(
      `k=${k} must be at most ${nDistinct}, the pictures that differ from each other; choose fewer clusters or add pictures`,
    );
  }
  if (space === "spectral" && hashes.length <= NEIGHBOURS) {
    throw new RangeError(
      `space=spectral joins each picture to ${NEIGHBOURS} others, and there are only ${hashes.length} pictures; choose gradients or add pictures`,
    );
  }
}

/** Pictures of one grey are all alike in their gradients. */
function checkEdges(gradients: Samples<Float32Array>, space: Space, k: number): void {
  const [nImages, width] = gradients.shape;
  let nBlank = 0;
  for (let i = 0; i < nImages; i++) {
    if (gradients.data.subarray(i * width, (i + 1) * width).every((value) => value === 0)) nBlank++;
  }
  const nDistinct = nImages - Math.max(0, nBlank - 1);
  if (k <= nDistinct) return;
  throw new RangeError(
    `k=${k} must be at most ${nDistinct} with space=${space}: ${nBlank} of the ${nImages} pictures are of one grey, without any edge; choose fewer clusters, or pixels`,
  );
}
