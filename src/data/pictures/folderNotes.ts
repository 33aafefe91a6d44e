import type { FolderImages } from "./folder";
import { type FolderNames, NO_CLASS } from "./folderNames";
import type { Found } from "./walk";

/** What came to light while the pictures were read. */
export interface Noticed {
  /** Files with more than one frame. */
  readonly animated: readonly string[];
  /** Whether nobody said if light and dark are to be exchanged. */
  readonly guessedInvert: boolean;
}

/** How to change what was decided for somebody, in the words of where it was asked for; "" for no hint. */
export interface FolderHints {
  /** What leaves light and dark as they are: "invert: false leaves them". */
  readonly keepLight: string;
  /** What takes folders that look like classes for mere folders. */
  readonly mereFolders: string;
}

/** In the words of `loadFolder`. */
export const OPTION_HINTS: FolderHints = {
  keepLight: "invert: false leaves them",
  mereFolders: 'folderNames: "nothing" takes them for mere folders',
};

/**
 * What a person should know of pictures that were read, a sentence each.
 * @param images the pictures, but for the notes
 * @param found what else lies in the folder
 * @param meaning what the names of sub-folders were taken for
 * @param noticed what came to light on the way
 * @param hints how to change what was decided
 */
export function folderNotes(
  images: Omit<FolderImages, "notes">,
  found: Found,
  meaning: FolderNames,
  noticed: Noticed,
  hints: FolderHints,
): string[] {
  const { files, imageShape, framing } = images;
  return [
    `${things(files.length, "picture")} of ${imageShape.join(" x ")} pixels.`,
    namesNote(images, meaning, hints),
    looseNote(images, meaning),
    listed("folder without a picture", found.emptyFolders),
    listed("file of another kind, passed over", found.otherFiles),
    ...(images.unreadable.length === 0 ? [] : [unreadableNote(images)]),
    listed("animation or file of several pages, of which the first is taken", noticed.animated),
    framing.bits > 0
      ? `16-bit files, scaled by the ${framing.bits} bits that their brightest value takes.`
      : "",
    framing.ground ? `Transparent pictures are laid on ${framing.ground}.` : "",
    framing.inverted && noticed.guessedInvert
      ? `They show dark things on light, so light and dark are exchanged for the clustering${hinted(hints.keepLight)}.`
      : "",
    largeNote(images),
    duplicatesNote(images),
  ].filter((note) => note !== "");
}

function hinted(hint: string): string {
  return hint && ` (${hint})`;
}

function namesNote(
  { classNames }: Pick<FolderImages, "classNames">,
  meaning: FolderNames,
  { mereFolders }: FolderHints,
): string {
  const names = `${things(classNames.length, "class", "classes")}: ${some(classNames)}`;
  if (meaning === "classes") {
    return `The folders are taken for ${names}${hinted(mereFolders)}.`;
  }
  if (meaning === "train-test") {
    return `The folders are taken for training and test images${classNames.length > 0 ? `, those in them for ${names}` : ""}.`;
  }
  return "";
}

function looseNote({ target }: Pick<FolderImages, "target">, meaning: FolderNames): string {
  const loose = target.filter((label) => label === NO_CLASS).length;
  if (meaning === "nothing" || loose === 0 || loose === target.length) return "";
  return `${things(loose, "picture")} beside the folders of the classes, or in one called «unsure»: of no class.`;
}

function unreadableNote({ unreadable }: Pick<FolderImages, "unreadable">): string {
  const lines = unreadable
    .slice(0, MOST_LISTED)
    .map(({ file, reason }) => `${oneLine(file)}: ${reason}`);
  const more = unreadable.length - lines.length;
  return `${things(unreadable.length, "file")} cannot be read: ${lines.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

/** Things in a picture that are smaller than a pixel of what the network sees are lost. */
function largeNote({ imageShape, sizes }: Pick<FolderImages, "imageShape" | "sizes">): string {
  const lengths = sizes.map((size) => Math.max(...size)).sort((a, b) => a - b);
  const middle = lengths[lengths.length >> 1];
  const seen = Math.max(...imageShape);
  if (middle <= MUCH_LARGER * seen) return "";
  return `Half of the pictures are ${middle} pixels long or longer, and seen at ${seen}: what is small in them is lost; cut them to what matters, or raise size.`;
}

function duplicatesNote({ hashes }: Pick<FolderImages, "hashes">): string {
  const copies = hashes.length - new Set(hashes).size;
  if (copies === 0) return "";
  return `${things(copies, "picture")} equal to an earlier one in every pixel, at this size.`;
}

/** From here on pictures lose what a person would look at. */
const MUCH_LARGER = 20;
/** More names than these are counted. */
const MOST_LISTED = 10;

function listed(what: string, files: readonly string[]): string {
  return files.length > 0 ? `${files.length} x ${what}: ${some(files)}.` : "";
}

/** The first names of some, and how many there are besides. */
export function some(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map(oneLine).join(", ");
  return names.length > MOST_LISTED ? `${shown} and ${names.length - MOST_LISTED} more` : shown;
}

/** How many there are of something: "1 picture", "1,200 pictures". */
export function things(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

function oneLine(name: string): string {
  return name.replace(/\s+/g, " ");
}
