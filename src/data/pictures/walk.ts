import type { Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { isMadeBySystem, named, reasonOf } from "../files";

/** Endings of names that pictures have; HEIC among them, so that it is named where it cannot be read. */
const PICTURE = /\.(png|jpe?g|jpe|jfif|webp|bmp|dib|tiff?|gif|avif|hei[cf])$/i;

/** A file that is of no use, and why. */
export interface Unreadable {
  /** Below the folder that was asked for, its parts joined by "/". */
  readonly file: string;
  readonly reason: string;
}

/** What lies in a folder of pictures. */
export interface Found {
  /** The pictures, below the folder, their parts joined by "/"; "2.png" comes before "10.png". */
  readonly files: readonly string[];
  /** Folders without a picture anywhere below them. */
  readonly emptyFolders: readonly string[];
  /** Files that are no pictures by their names. */
  readonly otherFiles: readonly string[];
  /** Links to nowhere, and folders that may not be opened. */
  readonly unreadable: readonly Unreadable[];
}

/**
 * The pictures in a folder and in all folders below it, links to folders included. A link that leads
 * back to a folder it lies in is not followed.
 * @param dir the folder
 * @throws Error when it cannot be opened
 */
export async function findPictures(dir: string): Promise<Found> {
  const found = { files: [], emptyFolders: [], otherFiles: [], unreadable: [] };
  await named(dir, async () => walk(dir, "", [await realpath(dir)], found));
  return found;
}

/** Names that begin with a dot are no data. */
function isData(name: string): boolean {
  return !name.startsWith(".") && !isMadeBySystem(name);
}

interface Growing {
  readonly files: string[];
  readonly emptyFolders: string[];
  readonly otherFiles: string[];
  readonly unreadable: Unreadable[];
}

/** Looks at one folder, then at those in it; `within` are the real paths of those that it lies in. */
async function walk(dir: string, below: string, within: string[], found: Growing): Promise<void> {
  const before = found.files.length;
  const names = (await readdir(join(dir, below))).filter(isData);
  for (const name of names.sort(naturally)) {
    const file = below ? `${below}/${name}` : name;
    try {
      const about = await stat(join(dir, file));
      if (about.isDirectory()) await enter(dir, file, within, found);
      else sortIn(file, about, found);
    } catch (error) {
      found.unreadable.push({ file, reason: missingOr(error) });
    }
  }
  if (below && found.files.length === before) found.emptyFolders.push(below);
}

async function enter(dir: string, file: string, within: string[], found: Growing): Promise<void> {
  const real = await realpath(join(dir, file));
  if (!within.includes(real)) await walk(dir, file, [...within, real], found);
}

/** A pipe or a device would let its reader wait for ever. */
function sortIn(file: string, about: Stats, found: Growing): void {
  const isPicture = about.isFile() && PICTURE.test(file);
  (isPicture ? found.files : found.otherFiles).push(file);
}

function missingOr(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? "a link to a file that does not exist" : reasonOf(error);
}

const { compare } = new Intl.Collator("en", { numeric: true });

/**
 * Orders names as people do: "2" before "10"; the same order on every machine.
 * @param a any name
 * @param b another
 */
export function naturally(a: string, b: string): number {
  return compare(a, b) || (a < b ? -1 : Number(a > b));
}
