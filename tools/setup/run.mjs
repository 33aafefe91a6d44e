import { spawn } from "node:child_process";
import { CLEAN_ENV } from "./paths.mjs";

/** A failure that its reader can mend: one plain sentence, printed without a stack. */
export class SetupError extends Error {}

/**
 * Runs a program and keeps what it prints.
 * @param {string} command the program
 * @param {string[]} args its arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutSeconds?: number }} [options] where, in
 *   which environment (default: CLEAN_ENV) and how long it may run
 * @returns {Promise<{ code: number | null, output: string }>} its exit code (null when it could not
 *   start or was ended) and its output
 */
export function run(command, args, { cwd, env = CLEAN_ENV, timeoutSeconds } = {}) {
  return new Promise((resolve) => {
    const timeout = timeoutSeconds ? timeoutSeconds * 1000 : undefined;
    const child = spawn(command, args, { cwd, env, timeout, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.on("error", (error) => resolve({ code: null, output: error.message }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/**
 * Runs a program that must succeed.
 * @param {string} remedy what the reader can do when it fails, as a sentence
 * @param {string} command the program
 * @param {string[]} args its arguments
 * @param {Parameters<typeof run>[2]} [options] as for `run`
 * @throws {SetupError} the end of its output, then the remedy
 */
export async function mustRun(remedy, command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code === 0) return output;
  const end = output.trim().split("\n").slice(-15).join("\n");
  if (/^spawn .* ENOENT$/.test(end)) {
    throw new SetupError(`${command} is missing: install it, then run the same command again.`);
  }
  throw new SetupError(`${end}\n\n${command} failed: ${remedy}`);
}
