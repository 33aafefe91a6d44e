import { SetupError } from "./run.mjs";

/** tfjs-node 4.22 runs on these; Node 23 dropped a function that it calls. */
const OLDEST_NODE = 20;
const NEWEST_NODE = 22;
/** Where TensorFlow's library can be had: the first is what the tests run on. */
const PLATFORMS = ["linux-x64", "darwin-arm64", "darwin-x64"];

/**
 * @param {string} [nodeVersion] default: this Node's
 * @param {string} [platform] system and processor, default: this machine's
 * @throws {SetupError} when that Node or that platform cannot run the project
 */
export function checkMachine(
  nodeVersion = process.versions.node,
  platform = `${process.platform}-${process.arch}`,
) {
  const major = Number(nodeVersion.split(".")[0]);
  if (major < OLDEST_NODE || major > NEWEST_NODE) {
    throw new SetupError(
      `Node ${nodeVersion} cannot run this project: install Node ${OLDEST_NODE} or ${NEWEST_NODE} (tfjs-node works with no other) and run the command again.`,
    );
  }
  if (!PLATFORMS.includes(platform)) {
    throw new SetupError(
      `The platform ${platform} is not supported, since tfjs-node has no TensorFlow for it: use ${PLATFORMS.join(", ")}; on Windows, WSL 2 is linux-x64.`,
    );
  }
}
