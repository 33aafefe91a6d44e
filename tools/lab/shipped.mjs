import { readFileSync } from "node:fs";
import { join } from "node:path";
import { holdsSha256 } from "../setup/files.mjs";
import { ROOT } from "../setup/paths.mjs";

/** The notebooks that come with the project and their SHA-256, as `npm run trust` writes it. */
const LIST = join("tools", "lab", "notebooks.sha256");

/**
 * The notebooks that are still as the project ships them. They came with its own code, which is trusted
 * already by running it; a list of hashes tells them from others in a copy without git too.
 * @param {string} [root] the project's folder
 * @returns {string[]} their paths in it
 */
export function shippedNotebooks(root = ROOT) {
  const lines = readFileSync(join(root, LIST), "utf8").trim().split("\n");
  return lines
    .map((line) => line.split("  "))
    .filter(([hash, path]) => holdsSha256(join(root, path), hash))
    .map(([, path]) => path);
}
