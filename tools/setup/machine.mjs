import { SetupError } from "./run.mjs";

/** The project runs on these and all between; `npm run check:nodes` tries both. */
export const OLDEST_NODE = 20;
export const NEWEST_NODE = 26;
/** Where TensorFlow's library can be had: the first is what the tests run on. */
const PLATFORMS = ["linux-x64", "darwin-arm64", "darwin-x64"];

/** A colon parts the folders of a PATH, so that venv refuses it; what follows a question mark, tsx takes for a query. */
const UNFIT_IN_PATHS = /[:?]/;

/** @typedef {{ nodeVersion?: string, platform?: string, root?: string }} Machine */

/**
 * @param {Machine} machine Node's version, system and processor, and the project's folder
 * @throws {SetupError} when that Node, that platform or that folder cannot run the project
 */
export function checkMachine({ nodeVersion = "", platform = "", root = "" }) {
  if (majorOf(nodeVersion) < OLDEST_NODE) {
    throw new SetupError(
      `Node ${nodeVersion} cannot run this project: install Node ${NEWEST_NODE}, or another from ${OLDEST_NODE} on, and run the command again.`,
    );
  }
  if (!PLATFORMS.includes(platform)) {
    throw new SetupError(
      `The platform ${platform} is not supported, since tfjs-node has no TensorFlow for it: use ${PLATFORMS.join(", ")}; on Windows, WSL 2 is linux-x64.`,
    );
  }
  const [unfit] = UNFIT_IN_PATHS.exec(root) ?? [];
  if (unfit) {
    throw new SetupError(
      `The folder ${root} has "${unfit}" in its path, which Python's venv or the compiler of TypeScript cannot bear: rename or move it, then run the command again.`,
    );
  }
}

/**
 * @param {string} nodeVersion such as "26.1.0"
 * @returns {string | undefined} what to know about a Node that nobody has tried yet
 */
export function warningAbout(nodeVersion) {
  if (majorOf(nodeVersion) <= NEWEST_NODE) return undefined;
  return `Node ${nodeVersion} is newer than any that was tried here (${OLDEST_NODE} to ${NEWEST_NODE}): if something fails, take Node ${NEWEST_NODE}.`;
}

/** @param {string} nodeVersion */
function majorOf(nodeVersion) {
  return Number(nodeVersion.split(".")[0]);
}
