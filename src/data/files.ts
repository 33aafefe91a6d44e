import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";

/**
 * Entries that a system or JupyterLab makes in any folder by itself: the backups of checkpoints, the
 * views, previews and extended attributes of macOS and Windows, the trash and the lost files of a disk.
 */
const MADE_BY_SYSTEMS =
  /^(\.ipynb_checkpoints|\.DS_Store|\._.*|__MACOSX|\.AppleDouble|\.Spotlight-V100|\.fseventsd|\.Trash.*|Thumbs\.db|ehthumbs\.db|desktop\.ini|\$RECYCLE\.BIN|System Volume Information|\.directory|\.nfs.*|lost\+found|@eaDir)$/i;

/**
 * Whether an entry of a folder is nobody's data.
 * @param name the entry's name, without its folder
 */
export function isMadeBySystem(name: string): boolean {
  return MADE_BY_SYSTEMS.test(name);
}

/** What the system's commonest errors mean, in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission is denied; change its permissions, or choose another",
  EDQUOT: "your share of the disk is full; free some space",
  EEXIST: "something else has that name or a part of it; choose another",
  EISDIR: "it is a folder; put a file there",
  ELOOP: "its links lead in a circle; put the file itself there",
  EMFILE: "too many files are open; close some programs",
  ENOENT: "it does not exist; put it there, or choose another",
  ENOSPC: "the disk is full; free some space",
  ENOTDIR: "a part of its path is no folder; choose another",
  EPERM: "that is not allowed; choose another",
  EROFS: "the disk is read-only; choose another",
};

/**
 * Runs something that reads or writes a file or folder, so that any error of the system names it.
 * @param path the file or folder, under the name that its user knows it by
 * @param run what to do with it
 * @throws Error with path, reason and remedy instead of the system's
 */
export async function named<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code || error instanceof RangeError) throw error;
    throw new Error(`${path}: ${reasonOf(error)} (${code})`);
  }
}

/**
 * What an error says, of the system's commonest ones in words.
 * @param error what was thrown
 */
export function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}

/**
 * The size of a file in bytes.
 * @param path a file, or a link to one
 * @throws Error naming it when it is missing, a folder, or another thing that has no end
 */
export async function fileSize(path: string): Promise<number> {
  const found = await named(path, () => stat(path));
  if (found.isFile()) return found.size;
  const reason = found.isDirectory() ? REASONS.EISDIR : "it is no ordinary file; put a file there";
  throw new Error(`${path}: ${reason}`);
}

/**
 * What identifies a file's content: its SHA-256 in hexadecimal.
 * @param path the file
 * @throws Error naming it when it cannot be read
 */
export async function fileSha256(path: string): Promise<string> {
  const bytes = await named(path, () => readFile(path));
  return createHash("sha256").update(bytes).digest("hex");
}
