import { spawn } from "node:child_process";
import { JUPYTER_ENV, PYTHON, ROOT } from "./setup/paths.mjs";

/**
 * Runs the venv's Python on the terminal, with everything Jupyter keeps inside the project's folder;
 * this process ends with its exit code.
 * @param {string[]} args Python's arguments
 */
export function runPython(args) {
  const child = spawn(PYTHON, args, { cwd: ROOT, env: JUPYTER_ENV, stdio: "inherit" });
  // Ctrl-C reaches the child too: this process waits for how it answers.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
