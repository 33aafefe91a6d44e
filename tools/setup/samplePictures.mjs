import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT, SAMPLE_PICTURES } from "./paths.mjs";
import { mustRun } from "./run.mjs";

/** @type {import("./setup.mjs").Part} PNG files of digits, to try the second notebook on */
export const samplePictures = {
  name: "sample pictures",
  isDone: () => existsSync(SAMPLE_PICTURES),
  async run() {
    const remedy = "see whether runs/ can be written, then run the same command again.";
    const program = join(ROOT, "tools", "samplePictures.ts");
    await mustRun(remedy, process.execPath, ["--import", "tsx", program], { cwd: ROOT });
  },
};
