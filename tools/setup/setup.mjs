import { jupyterKernel } from "./kernel.mjs";
import { checkMachine } from "./machine.mjs";
import { npmPackages } from "./packages.mjs";
import { pythonPackages } from "./python.mjs";
import { SetupError } from "./run.mjs";
import { tensorflow } from "./tensorflow.mjs";

/**
 * A part of the set-up. It is done once its own stamp says so, and the stamp is the last thing that
 * it writes: a set-up that was interrupted takes up at the part it had not finished.
 * @typedef {{ name: string, isDone: () => boolean, run: (say: (line: string) => void) => Promise<void> }} Part
 */

/** @type {Part[]} each needs the ones before it */
const PARTS = [npmPackages, pythonPackages, tensorflow, jupyterKernel];

/** Sets up what is missing; prints a line for each part that has work to do, nothing otherwise. */
async function setUp() {
  checkMachine();
  for (const [index, part] of PARTS.entries()) {
    if (part.isDone()) continue;
    const label = `[set-up ${index + 1}/${PARTS.length}] ${part.name}`;
    const start = Date.now();
    console.log(`${label} ...`);
    await part.run((line) => console.log(`${label}: ${line}`));
    console.log(`${label}: done in ${((Date.now() - start) / 1000).toFixed(0)} s`);
  }
}

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\nSet-up stopped. ${error.message}`);
  process.exitCode = 1;
}
