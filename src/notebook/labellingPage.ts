import { mkdir } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import { named } from "../data/files";
import type { FolderImages } from "../data/pictures/folder";
import { strip, thumbnails } from "../data/pictures/thumbnails";
import { naturally } from "../data/pictures/walk";
import { classNamesOf } from "../labels/handLabels";
import { goneLabels, readLabels } from "../labels/labelsFile";
import { type LabellingItem, labellingHtml } from "./labellingHtml";
import { show } from "./showing";

/** Height and width of the picture to be named and of its cluster's members, in pixels. */
const LARGE = 240;
const SMALL = 44;
/** Members shown of the nearest, the middle and the farthest. */
const MEMBERS = 3;
/** Pictures at least so large are drawn smoothly. */
const SMOOTH = 100;

/** The clusters that pictures stand for. */
export interface ShownClusters {
  /** The cluster of each image, from 0. */
  readonly labels: Int32Array;
  /** The distance of each image to its own centroid. */
  readonly distances: ArrayLike<number>;
}

/** What a labelling page asks. */
export interface LabellingOptions {
  /** The file that keeps the labels, from the notebook's folder. */
  readonly file: string;
  /** The question above the page. */
  readonly title: string;
  /** Classes that get keys beside those that the file names. Default: none. */
  readonly classNames?: readonly string[];
  /** The clusters that the pictures stand for; members are shown beside them. Default: for none. */
  readonly clusters?: ShownClusters;
}

/**
 * Shows a page on which a person names pictures; it saves each label at once, into the file.
 * @param images from `loadFolder`
 * @param indices the pictures to name, in the order in which they are asked
 * @param options the file and the question
 * @throws Error when the file has rows that cannot be used, each with its line, or labels of another set
 */
export async function labellingPage(
  images: FolderImages,
  indices: ArrayLike<number>,
  { file, title, classNames = [], clusters }: LabellingOptions,
): Promise<void> {
  const labels = await readLabels(file);
  goneLabels(file, labels, images.hashes);
  // The page's server makes files, but no folders.
  await named(dirname(file), () => mkdir(dirname(file), { recursive: true }));
  const pictures = await thumbnails(images, indices, LARGE);
  const items: LabellingItem[] = [];
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    items.push({
      hash: images.hashes[index],
      file: images.files[index],
      picture: pictures[i],
      isSmooth: images.arePictures && Math.min(...images.imageShape) >= SMOOTH,
      ...(await ofCluster(images, index, clusters)),
    });
  }
  const names = [...new Set([...classNames, ...classNamesOf(labels).sort(naturally)])];
  const path = relative(process.cwd(), file).split(sep).join("/");
  show({
    "text/html": labellingHtml({ title, file: path, classNames: names, items, labels }),
    "text/plain": `${title}: a page to name ${items.length} pictures in JupyterLab. Elsewhere, fill in ${path}.`,
  });
}

async function ofCluster(images: FolderImages, index: number, clusters?: ShownClusters) {
  if (!clusters) return { about: images.files[index] };
  const cluster = clusters.labels[index];
  const { labels, distances } = clusters;
  const members = Array.from(labels, (_, i) => i)
    .filter((i) => labels[i] === cluster)
    .sort((a, b) => distances[a] - distances[b]);
  const about = `${images.files[index]}, for a cluster of ${members.length} pictures`;
  return { cluster, about, members: await strip(images, groupsOf(members), SMALL) };
}

/** Nearest, middle and farthest, none twice; the nearest of all is the picture itself. */
function groupsOf(members: readonly number[]): number[][] {
  const others = members.slice(1);
  const middle = Math.max(MEMBERS, Math.floor((others.length - MEMBERS) / 2));
  const far = Math.max(middle + MEMBERS, others.length - MEMBERS);
  const groups = [
    others.slice(0, MEMBERS),
    others.slice(middle, middle + MEMBERS),
    others.slice(far),
  ];
  return groups.filter((group) => group.length > 0);
}
