import { readFileSync } from "node:fs";
import { join } from "node:path";
import { holds, sha256, writeWhole } from "./files.mjs";
import { NODE_MODULES, ROOT } from "./paths.mjs";
import { mustRun } from "./run.mjs";

const STAMP = join(NODE_MODULES, ".setup-packages");

function wanted() {
  return sha256(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
}

/** @type {import("./setup.mjs").Part} the packages of package-lock.json, each checked by its hash */
export const npmPackages = {
  name: "npm packages",
  isDone: () => holds(STAMP, wanted()),
  async run() {
    const remedy =
      "check the network (or the proxy in HTTPS_PROXY), then run the same command again; what was fetched is kept.";
    // No package needs its install script: tfjs-node's is run by the TensorFlow part.
    await mustRun(remedy, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: ROOT,
    });
    writeWhole(STAMP, wanted());
  },
};
