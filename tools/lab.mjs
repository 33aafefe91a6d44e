import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { runPython } from "./jupyter.mjs";
import { shippedNotebooks } from "./lab/shipped.mjs";
import { writeWhole } from "./setup/files.mjs";
import { JUPYTER_ENV, PYTHON, ROOT } from "./setup/paths.mjs";

const COPY = "--copy";
const MAIN_NOTEBOOK = join(ROOT, "notebooks", "1-semi-supervised-cnn-with-kmeans.ipynb");

/** Addresses at which nobody but this machine can ask. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * @param {string[]} args what the user passes to JupyterLab
 * @returns {string | undefined} the address to listen at, when they name one
 */
function addressIn(args) {
  const named = args.map((argument, i) => {
    const found = /^--(?:\w+\.)?ip(?:=(.*))?$/.exec(argument);
    return found ? (found[1] ?? args[i + 1] ?? "") : undefined;
  });
  return named.filter((address) => address !== undefined).pop();
}

/**
 * JupyterLab does not run as root unless it is allowed to. Where only this machine can ask, it is.
 * @param {string[]} args what the user passes to JupyterLab
 * @returns {string[]} what to add
 */
function asRoot(args) {
  if (process.getuid?.() !== 0 || args.some((argument) => /allow[_-]root/.test(argument)))
    return [];
  const address = addressIn(args);
  if (address === undefined || LOOPBACK.test(address)) return ["--allow-root"];
  console.error(
    `ip=${address} opens JupyterLab to other machines, as root: add --allow-root if whoever has its token may act as root here.`,
  );
  process.exit(1);
}

/**
 * A notebook of the project as the page to begin with, so that its address is printed too.
 * @param {string} argument what the user passes to JupyterLab; a path counts from where they are
 */
function pageOf(argument) {
  if (argument.startsWith("-") || !argument.endsWith(".ipynb")) return argument;
  const path = resolve(process.env.INIT_CWD ?? "", argument);
  const inside = relative(ROOT, path);
  if (inside.startsWith("..") || !existsSync(path)) return argument;
  return `--LabApp.default_url=/lab/tree/${inside.split("/").map(encodeURIComponent).join("/")}`;
}

/**
 * With --copy, a copy of one's own is opened, which git ignores: what somebody tries in it changes nothing
 * that the project ships.
 * @param {string[]} args what the user passes to JupyterLab
 */
function withCopy(args) {
  if (!args.includes(COPY)) return args;
  const rest = args.filter((argument) => argument !== COPY);
  const named = rest.find((argument) => argument.endsWith(".ipynb"));
  const original = named ? resolve(process.env.INIT_CWD ?? "", named) : MAIN_NOTEBOOK;
  const copy = join(dirname(original), `my-${basename(original)}`);
  const name = relative(ROOT, copy);
  if (existsSync(copy)) {
    console.error(`${name} is there already, and opens as you left it.`);
  } else {
    writeWhole(copy, committed(original) ?? readFileSync(original));
    console.error(`${name} is your copy of ${basename(original)}; git ignores it.`);
  }
  return [copy, ...rest.filter((argument) => argument !== named)];
}

/**
 * @param {string} path a notebook
 * @returns {Buffer | undefined} as it was last committed, where git tells
 */
function committed(path) {
  const { status, stdout } = spawnSync("git", ["show", `HEAD:./${basename(path)}`], {
    cwd: dirname(path),
  });
  return status === 0 ? stdout : undefined;
}

/**
 * Lets the figures of the shipped notebooks draw when they are opened: Jupyter strips the scripts of
 * notebooks that it has not seen run here.
 */
function trustShippedNotebooks() {
  const notebooks = shippedNotebooks();
  if (notebooks.length === 0) return;
  spawnSync(PYTHON, ["-m", "nbformat.sign", ...notebooks], { cwd: ROOT, env: JUPYTER_ENV });
}

const given = withCopy(process.argv.slice(2));
const added = asRoot(given);
trustShippedNotebooks();
runPython(["-m", "jupyterlab", ...added, ...given.map(pageOf)]);
