import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { canWriteBelow } from "./files.mjs";

/** The project's own folder: set-up writes nowhere else but into the caches. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const NODE_MODULES = join(ROOT, "node_modules");
export const TFJS_NODE = join(NODE_MODULES, "@tensorflow", "tfjs-node");
/** What draws the figures in pages: of Plotly's bundles the smallest that has all their kinds of traces. */
export const PLOTLY = join(NODE_MODULES, "plotly.js-cartesian-dist-min", "plotly-cartesian.min.js");
/** Where the pictures lie that the second notebook begins with. */
export const SAMPLE_PICTURES = join(ROOT, "runs", "sample-digits");
export const VENV = join(ROOT, ".venv");
export const PYTHON = join(VENV, "bin", "python");

/** Stands in for a home directory that is missing or cannot be written, as in some containers. */
const SPARE_HOME = join(ROOT, ".home");
const HOME = usualHome();

function usualHome() {
  try {
    return isAbsolute(homedir()) ? homedir() : undefined;
  } catch {
    return undefined; // A user whom the system does not know has none.
  }
}

/** Folders for downloads that a second clone reuses, the best first; npm and pip keep caches of their own. */
export const CACHES = [process.env.XDG_CACHE_HOME, HOME && join(HOME, ".cache")]
  .filter((folder) => folder !== undefined && isAbsolute(folder))
  .concat(join(SPARE_HOME, ".cache"))
  .map((folder) => join(/** @type {string} */ (folder), "semi-supervised-50-labels"));

/** Settings for the Python, the Node or the Jupyter of another project, which could end or change ours. */
const OTHERS_SETTINGS = /^(PYTHON|JUPYTER|IPYTHON|CONDA_|VIRTUAL_ENV|NODE_OPTIONS$|NODE_PATH$)/;

/** The environment of all programs that are started here. */
export const CLEAN_ENV = cleaned(process.env);

/** @param {NodeJS.ProcessEnv} given */
function cleaned(given) {
  const kept = Object.entries(given).filter(([name]) => !OTHERS_SETTINGS.test(name));
  // Paths and output are UTF-8 whatever the locale: with LC_ALL=C, Python would take them for ASCII.
  const env = { ...Object.fromEntries(kept), PYTHONUTF8: "1" };
  if (HOME && canWriteBelow(HOME)) return env;
  return { ...env, HOME: SPARE_HOME, npm_config_cache: join(SPARE_HOME, ".npm") };
}

/**
 * The environment of Jupyter's programs: everything they would keep in the home directory
 * (settings, running servers, the signatures of trusted notebooks) stays in the project's folder.
 */
export const JUPYTER_ENV = {
  ...CLEAN_ENV,
  JUPYTER_CONFIG_DIR: join(VENV, "jupyter", "config"),
  // What `npm run lab` begins with; the command line comes before it. Counted from the project's folder, in
  // which Jupyter is started: it would take a $HOME in that folder's own path for a variable.
  JUPYTER_CONFIG_PATH: join("tools", "lab"),
  JUPYTER_DATA_DIR: join(VENV, "jupyter", "data"),
  JUPYTER_RUNTIME_DIR: join(VENV, "jupyter", "runtime"),
  IPYTHONDIR: join(VENV, "jupyter", "ipython"),
  JUPYTERLAB_SETTINGS_DIR: join(VENV, "jupyter", "lab", "settings"),
  JUPYTERLAB_WORKSPACES_DIR: join(VENV, "jupyter", "lab", "workspaces"),
  JUPYTER_PLATFORM_DIRS: "1",
};
