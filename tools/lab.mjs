import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { runPython } from "./jupyter.mjs";
import { withCopy } from "./lab/copy.mjs";
import { shippedNotebooks } from "./lab/shipped.mjs";
import { JUPYTER_ENV, PYTHON, ROOT } from "./setup/paths.mjs";
import { startedIn } from "./startedIn.mjs";

const STARTED_IN = startedIn("lab");

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
  const path = resolve(STARTED_IN, argument);
  const inside = relative(ROOT, path);
  if (inside.startsWith("..") || !existsSync(path)) return argument;
  return `--LabApp.default_url=/lab/tree/${inside.split("/").map(encodeURIComponent).join("/")}`;
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

/** The arguments to pass on, or the end of it in one line. */
function argumentsToPass() {
  try {
    return withCopy(process.argv.slice(2), STARTED_IN);
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exit(1);
  }
}

const given = argumentsToPass();
const added = asRoot(given);
trustShippedNotebooks();
runPython(["-m", "jupyterlab", ...added, ...given.map(pageOf)], {
  env: { LAB_PARENT_PID: String(process.pid) },
});
