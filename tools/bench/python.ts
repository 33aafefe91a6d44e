import { readFileSync } from "node:fs";
import { join } from "node:path";
import { holds, writeWhole } from "../setup/files.mjs";
import { KERNEL_ENV } from "../setup/kernelSpec.mjs";
import { ROOT } from "../setup/paths.mjs";
import { mustRun } from "../setup/run.mjs";

const VENV = join(ROOT, ".venv-bench");
const REQUIREMENTS = join(ROOT, "tools", "bench", "requirements.txt");
const STAMP = join(VENV, "requirements.txt");

/**
 * A command without the kernel's environment, which this process has: with TensorFlow's own settings.
 * @param command a program and its arguments
 */
export function withOwnSettings(command: readonly string[]): string[] {
  return ["env", ...Object.keys(KERNEL_ENV).flatMap((name) => ["-u", name]), ...command];
}

/** A Python with scikit-learn, Keras and faiss in a venv of its own, made when it is first needed. */
export async function benchPython(): Promise<string> {
  const python = join(VENV, "bin", "python");
  const wanted = readFileSync(REQUIREMENTS, "utf8");
  if (holds(STAMP, wanted)) return python;
  console.log(
    "installing scikit-learn, Keras, TensorFlow and faiss into .venv-bench (some minutes, once)",
  );
  const remedy = "check python3 (3.11 or newer, with venv) and the network, then run it again.";
  await mustRun(remedy, "python3", ["-m", "venv", VENV]);
  await mustRun(remedy, python, ["-m", "pip", "install", "--quiet", "-r", REQUIREMENTS]);
  writeWhole(STAMP, wanted);
  return python;
}
