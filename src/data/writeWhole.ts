import { randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import {
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { named } from "./files";

/** How often to try to take a place that others take at the same time. */
const MOST_ATTEMPTS = 100;

/**
 * Writes a file whole or not at all: beside its place first, then it takes it. Of several that write
 * one file at the same time, the last one's content stays.
 * @param path the file, or a link to one; its folder is made when missing
 * @param content what it will hold
 * @param options.backup whether what the file held before is kept, as `path.bak`; default false
 * @throws Error naming the file and the reason, such as a full disk; the file is then as it was
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  { backup = false }: { backup?: boolean } = {},
): Promise<void> {
  await named(`${path} cannot be written`, async () => {
    await mkdir(dirname(path), { recursive: true });
    const target = await realpath(path).catch(() => path);
    checkReplaceable(target);
    const draft = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
    try {
      await writeThrough(draft, content);
      if (backup) await keepBackup(target, `${draft}.bak`);
      await rename(draft, target);
    } finally {
      await Promise.all([draft, `${draft}.bak`].map((file) => rm(file, { force: true })));
    }
  });
}

/**
 * Refuses a place where nothing can be written whole, by trying: permissions alone do not tell.
 * @param name the parameter's name, for the message
 * @param path a file or folder, or a link to one; it need not exist, nor its folder, and nothing is changed
 * @throws Error naming parameter, path and the reason
 */
export async function checkWritable(name: string, path: string): Promise<void> {
  const target = await realpath(path).catch(() => resolve(path));
  let parent = dirname(target);
  while (!existsSync(parent) && parent !== dirname(parent)) parent = dirname(parent);
  await named(`${name}=${target}`, async () => checkReplaceable(target));
  const trial = () => mkdtemp(join(parent, `.${basename(target)}-`));
  await named(`${name}=${target}`, async () => rmdir(await trial()));
}

/** A device would be replaced for all programs: /dev/null by root. */
function checkReplaceable(target: string): void {
  const found = statSync(target, { throwIfNoEntry: false });
  if (!found || found.isFile() || found.isDirectory()) return;
  throw new Error(`${target} is no ordinary file; choose another place`);
}

/** On the disk, not only on its way there, before it takes the name. */
async function writeThrough(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function keepBackup(target: string, draft: string): Promise<void> {
  try {
    await copyFile(target, draft);
    await rename(draft, `${target}.bak`);
  } catch (error) {
    noneIfMissing(error as NodeJS.ErrnoException);
  }
}

/**
 * Makes a folder whole or not at all: its files are written beside it, then it takes its place. Of
 * several that do so at the same time, in one process or many, the last one's stays. What a process that
 * was killed had begun to write goes.
 * @param target an absolute path; what lies there is replaced
 * @param write told where to write the files
 */
export async function writeFolder(
  target: string,
  write: (draft: string) => Promise<void>,
): Promise<void> {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  const draft = await mkdtemp(join(parent, `.${basename(target)}-${process.pid}-`));
  try {
    await write(draft);
    await replace(target, draft);
    await removeAbandoned(parent, `.${basename(target)}-`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Removes drafts, and what had stepped aside for them, of processes that are gone. */
async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, pid] = /^(\d+)-\w{6}(?:-replaced)?$/.exec(name.slice(prefix.length)) ?? [];
    if (!name.startsWith(prefix) || !pid || isRunning(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Puts the draft in the target's place; what was there steps aside until it is. */
async function replace(target: string, draft: string): Promise<void> {
  const aside = `${draft}-replaced`;
  try {
    for (let attempt = 1; ; attempt++) {
      const error = await rename(draft, target).catch((reason) => reason);
      if (!error) return;
      const isTaken = ["ENOTEMPTY", "EEXIST"].includes(error.code);
      if (!isTaken || attempt === MOST_ATTEMPTS) throw error;
      await rm(aside, { recursive: true, force: true });
      await rename(target, aside).catch(noneIfMissing);
    }
  } catch (error) {
    await rename(aside, target).catch(() => undefined);
    throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Somebody else, who writes there too, has moved it aside meanwhile. */
function noneIfMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
