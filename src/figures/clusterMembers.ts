import { checkInteger, checkLength, checkPositions } from "../data/checks";
import { reshape, type Samples, take } from "../data/samples";
import { checkDistances } from "../labels/propagation";
import type { Figure } from "./figure";
import { imageGrid } from "./imageGrid";
import { counted } from "./wording";

/** So many members of a cluster are shown: a row. */
const SHOWN = 10;

/** What the figure needs to know of the images besides their pixels. */
export interface Members {
  /** The cluster of each image. */
  readonly clusterLabels: Int32Array;
  /** The distance of each image to its own centroid. */
  readonly XClusterDist: Float32Array;
  /** The images that take their cluster's label, ascending, from `closestToCentroid`. */
  readonly kept: Int32Array;
}

/**
 * Some clusters from the inside, a row each: members from the nearest to the centroid to the farthest, and
 * which of them take the cluster's label.
 * @param images as they are, shape [nImages, height * width]
 * @param imageShape height and width of an image
 * @param members where the images lie
 * @param clusters the numbers of the clusters to show, and what to call each
 * @throws RangeError when the lists do not belong together, or a cluster has no image
 */
export function clusterMembers(
  images: Samples,
  imageShape: readonly [number, number],
  members: Members,
  clusters: readonly { readonly cluster: number; readonly name: string }[],
): Figure {
  const { clusterLabels, XClusterDist, kept } = members;
  checkLength("clusterLabels", clusterLabels, ["nImages", images.shape[0]]);
  checkLength("XClusterDist", XClusterDist, ["nImages", images.shape[0]]);
  checkDistances("XClusterDist", XClusterDist);
  checkPositions("kept", kept, ["nImages", images.shape[0]], "keep images that there are");
  const isKept = new Set(kept);
  const rows = clusters.map(({ cluster, name }) => {
    const own = Array.from(clusterLabels.keys()).filter((i) => clusterLabels[i] === cluster);
    checkInteger(`nImages of cluster ${cluster}`, own.length, 1, "choose a cluster that there is");
    own.sort((a, b) => XClusterDist[a] - XClusterDist[b]);
    return { name, cluster, size: own.length, shown: spaced(own) };
  });
  const shown = rows.flatMap((row) => row.shown);
  return imageGrid(reshape(take(images, shown), [shown.length, ...imageShape]), {
    title: "Clusters from the inside, nearest members first",
    caption: rows
      .map(
        ({ name, cluster, size }, row) =>
          `Row ${row + 1}: ${name}, cluster ${cluster} with ${counted(size, "image")}, ${shownText(size)}.`,
      )
      .join(" "),
    captions: shown.map((i) => (isKept.has(i) ? "kept" : "left out")),
    hover: shown.map((i) => `image ${i}\ndistance ${XClusterDist[i].toFixed(2)}`),
    columns: SHOWN,
  });
}

function shownText(size: number): string {
  if (size > SHOWN) return `of which ${SHOWN} from the nearest to the farthest are shown`;
  if (size === SHOWN) return "all shown from the nearest to the farthest";
  if (size === 1) return `shown ${SHOWN} times`;
  return "all shown from the nearest to the farthest, some more than once";
}

/** So many of a list, evenly from the first to the last; of a short list some again. */
function spaced(list: readonly number[]): number[] {
  const last = list.length - 1;
  return Array.from({ length: SHOWN }, (_, j) => list[Math.round((j * last) / (SHOWN - 1))]);
}
