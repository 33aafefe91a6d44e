import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { writeWhole } from "../setup/files.mjs";
import { ROOT } from "../setup/paths.mjs";

const COPY = "--copy";
const MAIN_NOTEBOOK = join(ROOT, "notebooks", "1-semi-supervised-cnn-with-kmeans.ipynb");

/**
 * With --copy, a copy of one's own is opened: what somebody tries in it changes no notebook that the project
 * ships. A copy that is there already stays as it is.
 * @param {string[]} args what the user passes to JupyterLab; a notebook is named after --copy or anywhere else
 * @param {string} startedIn the folder that the notebook's path counts from
 * @returns {string[]} what to pass on: the copy, and all the rest
 * @throws {Error} in one line, when there is no such notebook or no room for its copy
 */
export function withCopy(args, startedIn) {
  const place = args.indexOf(COPY);
  if (place < 0) return args;
  const rest = args.filter((argument) => argument !== COPY);
  const next = args[place + 1] ?? "-";
  const named = next.startsWith("-") ? rest.find((one) => one.endsWith(".ipynb")) : next;
  const original = named ? resolve(startedIn, named) : MAIN_NOTEBOOK;
  const copy = join(dirname(original), `my-${basename(original)}`);
  checkNamed(named, original);
  const name = relative(ROOT, copy);
  if (existsSync(copy)) {
    console.error(`${name} is there already, and opens as you left it.`);
  } else {
    write(copy, original);
    const ignored = isIgnored(copy) ? "; git ignores it" : "";
    console.error(`${name} is your copy of ${basename(original)}${ignored}.`);
  }
  return [copy, ...rest.filter((argument) => argument !== named)];
}

/**
 * @param {string | undefined} named as the user gave it
 * @param {string} original the same as an absolute path
 */
function checkNamed(named, original) {
  if (!original.endsWith(".ipynb")) {
    throw new Error(`--copy ${named} is no notebook: name a file whose name ends on .ipynb`);
  }
  if (relative(ROOT, original).startsWith("..")) {
    throw new Error(
      `--copy ${named} lies outside of the project's folder, where JupyterLab does not look: copy it into notebooks/, then name that`,
    );
  }
  if (!existsSync(original)) {
    throw new Error(`--copy ${named ?? original} does not exist: name a notebook that does`);
  }
}

/**
 * @param {string} copy the file to make
 * @param {string} original what will be in it, as it was last committed, where git tells
 */
function write(copy, original) {
  try {
    writeWhole(copy, committed(original) ?? readFileSync(original));
  } catch (error) {
    throw new Error(`--copy: ${copy} cannot be written (${/** @type {Error} */ (error).message})`);
  }
}

/** @param {string} path */
function isIgnored(path) {
  return git(["check-ignore", "-q", path], path).status === 0;
}

/**
 * @param {string} path a notebook
 * @returns {Buffer | undefined} as it was last committed, where git tells
 */
function committed(path) {
  const { status, stdout } = git(["show", `HEAD:./${basename(path)}`], path);
  return status === 0 ? stdout : undefined;
}

/**
 * @param {string[]} args
 * @param {string} path a file in whose folder git is asked
 */
function git(args, path) {
  // Notebooks hold more than the megabyte that is the default.
  return spawnSync("git", args, { cwd: dirname(path), maxBuffer: Number.POSITIVE_INFINITY });
}
