import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own folder: set-up writes nowhere else but into the cache. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const NODE_MODULES = join(ROOT, "node_modules");
export const TFJS_NODE = join(NODE_MODULES, "@tensorflow", "tfjs-node");
export const VENV = join(ROOT, ".venv");
export const PYTHON = join(VENV, "bin", "python");

/** Downloads that a second clone reuses; npm and pip keep caches of their own. */
export const CACHE = join(
  process.env.XDG_CACHE_HOME || join(homedir(), ".cache"),
  "semi-supervised-50-labels",
);

/**
 * The environment of Jupyter's programs: everything they would keep in the home directory
 * (settings, running servers, the signatures of trusted notebooks) stays in the project's folder.
 */
export const JUPYTER_ENV = {
  ...process.env,
  JUPYTER_CONFIG_DIR: join(VENV, "jupyter", "config"),
  JUPYTER_DATA_DIR: join(VENV, "jupyter", "data"),
  JUPYTER_RUNTIME_DIR: join(VENV, "jupyter", "runtime"),
  IPYTHONDIR: join(VENV, "jupyter", "ipython"),
  JUPYTERLAB_SETTINGS_DIR: join(VENV, "jupyter", "lab", "settings"),
  JUPYTERLAB_WORKSPACES_DIR: join(VENV, "jupyter", "lab", "workspaces"),
  JUPYTER_PLATFORM_DIRS: "1",
};
