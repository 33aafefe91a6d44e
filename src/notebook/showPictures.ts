import type { FolderImages } from "../data/pictures/folder";
import { thumbnails } from "../data/pictures/thumbnails";
import { escapeHtml } from "./html";
import { show } from "./showing";

/** Height and width of a picture, in pixels. */
const SIZE = 72;

/**
 * Shows pictures as they are, in rows, each above a line of its own.
 * @param images from `loadFolder`
 * @param indices which of them
 * @param captions a line for each
 * @param title what is shown, and in words what to look at
 */
export async function showPictures(
  images: FolderImages,
  indices: ArrayLike<number>,
  captions: readonly string[],
  title: string,
): Promise<void> {
  const pictures = await thumbnails(images, indices, SIZE);
  const tiles = pictures.map((picture, i) => {
    const name = escapeHtml(captions[i]);
    return `<figure style="margin: 0; width: ${SIZE}px; text-align: center; font-size: 12px; overflow-wrap: anywhere"><img src="${picture}" alt="${escapeHtml(images.files[indices[i]])}" style="width: ${SIZE}px; height: ${SIZE}px; object-fit: contain; image-rendering: pixelated"><figcaption>${name}</figcaption></figure>`;
  });
  show({
    "text/plain": [
      title,
      ...captions.map((caption, i) => `${images.files[indices[i]]}: ${caption}`),
    ].join("\n"),
    "text/html": `<section aria-label="${escapeHtml(title)}" style="max-width: 960px"><p style="font-weight: 600">${escapeHtml(title)}</p><div style="display: flex; flex-wrap: wrap; gap: 10px">${tiles.join("")}</div></section>`,
  });
}
