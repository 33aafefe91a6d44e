import { jupyterKernel } from "./kernelSpec.mjs";
import { checkMachine, warningAbout } from "./machine.mjs";
import { npmPackages } from "./packages.mjs";
import { ROOT } from "./paths.mjs";
import { pythonPackages } from "./python.mjs";
import { SetupError } from "./run.mjs";
import { samplePictures } from "./samplePictures.mjs";
import { StatusLine } from "./statusLine.mjs";
import { tensorflow } from "./tensorflow.mjs";

/**
 * A part of the set-up. It is done once its own stamp says so, and the stamp is the last thing that
 * it writes: a set-up that was interrupted takes up at the part it had not finished.
 * @typedef {{ name: string, isDone: () => boolean, run: (say: (line: string) => void) => Promise<void> }} Part
 */

/** @type {Part[]} each needs the ones before it */
const PARTS = [npmPackages, pythonPackages, tensorflow, jupyterKernel, samplePictures];

/** Sets up what is missing; prints a line for each part that has work to do, nothing otherwise. */
async function setUp() {
  const nodeVersion = process.versions.node;
  checkMachine({ nodeVersion, platform: `${process.platform}-${process.arch}`, root: ROOT });
  const warning = PARTS.every((part) => part.isDone()) ? undefined : warningAbout(nodeVersion);
  if (warning) console.warn(warning);
  for (const [index, part] of PARTS.entries()) {
    if (part.isDone()) continue;
    const line = new StatusLine(`[set-up ${index + 1}/${PARTS.length}] ${part.name}`);
    try {
      await part.run((text) => line.say(text));
    } finally {
      line.leave();
    }
    line.end();
  }
}

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\nSet-up stopped. ${error.message}`);
  process.exitCode = 1;
}
