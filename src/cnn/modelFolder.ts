import { lstat, readdir, readlink, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { isMadeBySystem, named } from "../data/files";
import { checkWritable } from "../data/writeWhole";

/** The files of a saved model: tfjs' own two, and ours beside them. */
export const MODEL_FILE = "model.json";
export const WEIGHTS_FILE = "weights.bin";
export const ABOUT_FILE = "about.json";

/**
 * Refuses a folder that a model cannot be saved as without losing something else.
 * @param directory a new folder, an empty one, one with a saved model, or a link to one of these
 * @param name the parameter's name, for the message
 * @returns its absolute path, links followed
 * @throws Error when it is a file, a link to nowhere, or holds anything else
 */
export async function checkModelFolder(directory: string, name = "directory"): Promise<string> {
  const path = resolve(directory);
  const found = await lstat(path).catch(() => undefined);
  if (!found) return path;
  if (found.isSymbolicLink()) return checkModelFolder(await linked(path, name), name);
  if (!found.isDirectory()) {
    throw new Error(`${name}=${path} is a file; choose a new or empty folder`);
  }
  const ours = [MODEL_FILE, WEIGHTS_FILE, ABOUT_FILE];
  const names = await named(path, () => readdir(path).catch(noneIfMissing));
  const other = names.find((name) => !ours.includes(name) && !isMadeBySystem(name));
  if (!other) return path;
  throw new Error(
    `${name}=${path} holds ${other}, which is no part of a saved model; choose a new or empty folder`,
  );
}

/**
 * Refuses a folder that a model cannot be saved as, by trying: permissions alone do not tell.
 * @param name the parameter's name, for the message
 * @param directory as in `checkModelFolder`; nothing in it or beside it is changed
 * @throws Error as `checkModelFolder` does, and where the system lets nobody make the folder
 */
export async function checkSavable(name: string, directory: string): Promise<void> {
  if (directory === "") throw new Error(`${name}="" names no folder; choose a new or empty folder`);
  await checkWritable(name, await checkModelFolder(directory, name));
}

/** Somebody else, who saves there too, is replacing it. */
function noneIfMissing(error: NodeJS.ErrnoException): [] {
  if (error.code !== "ENOENT") throw error;
  return [];
}

async function linked(link: string, name: string): Promise<string> {
  try {
    return await realpath(link);
  } catch {
    const to = await readlink(link);
    throw new Error(
      `${name}=${link} is a link to ${to}, which leads nowhere; remove the link or choose another folder`,
    );
  }
}
