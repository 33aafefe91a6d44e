import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { constants } from "node:os";
import { JUPYTER_ENV, PYTHON, ROOT } from "./setup/paths.mjs";

/**
 * Starts the venv's Python on the terminal, with everything Jupyter keeps inside the project's folder;
 * this process ends with its exit code.
 * @param {string[]} args Python's arguments
 * @param {import("node:child_process").SpawnOptions} options for this program in particular
 */
export function startPython(args, { env, ...options } = {}) {
  mkdirSync(JUPYTER_ENV.IPYTHONDIR, { recursive: true });
  const settings = { cwd: ROOT, env: { ...JUPYTER_ENV, ...env }, ...options };
  const child = spawn(PYTHON, args, { ...settings, stdio: "inherit" });
  child.on("error", ({ message }) => {
    console.error(`Python did not start (${message}); run npm run setup`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? exitCodeOf(signal);
  });
  return child;
}

/**
 * The exit code by which shells tell that a signal ended a program.
 * @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(signal) {
  return signal ? 128 + constants.signals[signal] : 1;
}

/** When a program that was asked to end, and has not, is asked again. */
const AGAIN_MS = 2000;

/**
 * Runs a program of Python that answers Ctrl-C by itself.
 * @param {string[]} args Python's arguments
 * @param {import("node:child_process").SpawnOptions} options for this program in particular
 */
export function runPython(args, options = {}) {
  // Ctrl-C reaches the child too: this process waits for how it answers.
  process.on("SIGINT", () => {});
  const child = startPython(args, options);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  // Python loses a signal whose answer would print while it prints, as Jupyter does when it has started.
  process.once("SIGTERM", () => setInterval(() => child.kill("SIGTERM"), AGAIN_MS).unref());
}
