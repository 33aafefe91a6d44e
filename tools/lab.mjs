import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runPython } from "./jupyter.mjs";
import { JUPYTER_ENV, PYTHON, ROOT } from "./setup/paths.mjs";

const NOTEBOOK = "notebooks/1-semi-supervised-cnn-with-kmeans.ipynb";

/** @param {string[]} args git's arguments */
function gitLines(...args) {
  const { stdout } = spawnSync("git", args, { cwd: ROOT, encoding: "utf8" });
  return (stdout ?? "").split("\n").filter(Boolean);
}

/**
 * Lets the figures of the notebooks draw when they are opened. Jupyter strips the scripts of
 * notebooks that it has not seen run here; those that are just as committed came with the
 * project's own code, which is trusted already by running it.
 */
function trustCommittedNotebooks() {
  const changed = new Set(gitLines("diff", "--name-only", "HEAD", "--", "notebooks"));
  const notebooks = gitLines("ls-files", "notebooks/*.ipynb").filter((path) => !changed.has(path));
  if (notebooks.length === 0) return;
  spawnSync(PYTHON, ["-m", "jupyter", "trust", ...notebooks], { cwd: ROOT, env: JUPYTER_ENV });
}

trustCommittedNotebooks();
const passedOn = process.argv.slice(2);
const named = passedOn.some((argument) => argument.endsWith(".ipynb"));
runPython([
  ...["-m", "jupyterlab", `--ServerApp.root_dir=${ROOT}`, "--ServerApp.ip=127.0.0.1"],
  // Nothing outside is asked: no news, no look for updates.
  `--LabApp.app_settings_dir=${join(ROOT, "tools", "lab")}`,
  ...passedOn,
  ...(named ? [] : [join(ROOT, NOTEBOOK)]),
]);
