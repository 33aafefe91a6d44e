import { existsSync, statSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { named } from "../data/files";
import { AS_THEY_ARE, Frames } from "../data/pictures/framing";
import { readPictures } from "../data/pictures/readPictures";
import { findPictures, naturally } from "../data/pictures/walk";
import { samplesOf } from "../data/samples";
import { writeFolder } from "../data/writeWhole";
import { Pulse } from "../running/pulse";
import type { Watch } from "../running/watch";
import { predictImages } from "./evaluation";
import { type NamedPicture, namedPictures } from "./namedPictures";
import { loadModel } from "./saving";

/** Pictures in memory at a time. */
const CHUNK = 1000;

/**
 * Names the pictures of a folder by a saved model, some at a time, so that any number takes little memory.
 * @param modelDir what `saveModel` wrote
 * @param dir a folder of pictures, of any size and kind that `loadFolder` reads
 * @param watch reports pictures named; an interrupt throws
 * @returns one row a picture, in the order of their names; those that cannot be read with their reason
 * @throws Error when the model or the folder cannot be read, or holds no picture
 * @throws Interrupted when stopped
 */
export async function predictFolder(
  modelDir: string,
  dir: string,
  watch: Watch = {},
): Promise<NamedPicture[]> {
  if (!existsSync(dir)) throw new Error(`images=${dir} does not exist; give a folder of pictures`);
  if (!statSync(dir).isDirectory()) {
    throw new Error(
      `images=${dir} is a file; give a folder of pictures (PNG, JPEG, WebP, BMP, TIFF, AVIF or GIF), as tables are not read here`,
    );
  }
  const loaded = await loadModel(modelDir);
  const { model, about } = loaded;
  const { files, unreadable } = await findPictures(dir);
  const bad = unreadable.map(({ file, reason }) => unread(file, reason));
  if (files.length + bad.length === 0) {
    throw new Error(
      `images=${dir} holds no pictures; give a folder that holds some (PNG, JPEG, WebP, BMP, TIFF, AVIF or GIF)`,
    );
  }
  const [height, width] = about.imageShape;
  const framing = about.pictures ?? AS_THEY_ARE;
  const rows: NamedPicture[] = [...bad];
  const pulse = new Pulse(watch);
  for (let start = 0; start < files.length; start += CHUNK) {
    await pulse.beat(
      () => ({
        fraction: start / files.length,
        message: `named ${start} of ${files.length} pictures`,
      }),
      () => `Naming stopped after ${start} of ${files.length} pictures; nothing was written.`,
    );
    const chunk = files.slice(start, start + CHUNK);
    const frames = new Frames(chunk.length, [height, width]);
    const read = await readPictures(dir, chunk, framing.fit, frames, { signal: watch.signal });
    rows.push(...read.unreadable.map(({ file, reason }) => unread(file, reason)));
    const nImages = read.files.length;
    if (nImages === 0) continue;
    frames.finish(nImages, framing);
    const pixels = frames.pixels.subarray(0, nImages * height * width);
    const images = samplesOf(pixels, [nImages, height * width]);
    const { probabilities } = await predictImages(loaded, images, { signal: watch.signal });
    rows.push(...namedPictures(read.files, probabilities.data, about.classNames));
  }
  model.dispose();
  return rows.sort((a, b) => naturally(a.file, b.file));
}

/**
 * Copies pictures into a folder for each class; the pictures themselves stay where they are.
 * @param rows from `predictFolder`
 * @param dir the folder that their names are below
 * @param to a folder that does not exist yet
 * @returns how many were copied
 * @throws Error when it exists or cannot be written
 */
export async function sortInto(
  rows: readonly NamedPicture[],
  dir: string,
  to: string,
): Promise<number> {
  if (existsSync(to)) throw new Error(`sort-into=${to} exists already; name a new folder`);
  const good = rows.filter(({ reason }) => reason === "");
  const folders = folderNames(new Set(good.map((row) => row.class)));
  const write = async (draft: string) => {
    for (const row of good) {
      const target = join(draft, folders.get(row.class) as string, row.file);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(join(dir, row.file), target);
    }
  };
  await named(`sort-into=${to} cannot be written`, () => writeFolder(resolve(to), write));
  return good.length;
}

/** The most letters that a folder's name may have anywhere, as one may take three bytes, and "-2" may follow. */
const MOST_LETTERS = 80;

/** Classes' names as those of folders that any system can hold, no two alike but for their case. */
function folderNames(classNames: Iterable<string>): Map<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const name of classNames) {
    const plain = name.replace(/[/\\:*?"<>|\p{Cc}]/gu, "_").slice(0, MOST_LETTERS);
    const first = plain.replace(/^\.+|[. ]+$/g, (dots) => "_".repeat(dots.length)) || "_";
    let folder = first;
    for (let i = 2; taken.has(folder.toLowerCase()); i++) folder = `${first}-${i}`;
    taken.add(folder.toLowerCase());
    names.set(name, folder);
  }
  return names;
}

function unread(file: string, reason: string): NamedPicture {
  return { file, class: "", probability: 0, secondClass: "", secondProbability: 0, reason };
}
