import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { NEWEST_NODE, OLDEST_NODE } from "./setup/machine.mjs";
import { CACHES, ROOT } from "./setup/paths.mjs";

/** Not copied: what set-up makes, what runs leave behind. */
const MADE = [".git", ".home", ".venv", ".venv-bench", "node_modules", "runs"];
/** Each part of the project once. */
const TESTS = [
  "test/setup.test.ts",
  "test/lab.test.ts",
  "test/workers.test.ts",
  "test/nodes/wholeProject.test.ts",
];

/**
 * Runs a program on the terminal; this process ends where it fails.
 * @param {string} command the program
 * @param {string[]} args its arguments
 * @param {import("node:child_process").SpawnSyncOptions} [options] where and how
 */
function mustRun(command, args, options) {
  const { status } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: see above.`);
}

/**
 * @param {number} major a version of Node
 * @returns {string} the folder of its binary, from npm's package for this platform
 */
function nodeFolder(major) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(CACHES[0], `node-${major}`);
  mkdirSync(folder, { recursive: true });
  const install = ["install", "--ignore-scripts", "--no-save", "--prefix", folder];
  mustRun("npm", [...install, `${name}@${major}`], { cwd: folder });
  return join(folder, "node_modules", name, "bin");
}

/**
 * @param {string} folder a copy of the project
 * @param {number} major the version of Node that sets it up and runs its tests
 */
function check(folder, major) {
  const env = { ...process.env, PATH: `${nodeFolder(major)}${delimiter}${process.env.PATH}` };
  const options = { cwd: folder, env: { ...env, TF_ENABLE_ONEDNN_OPTS: "1" } };
  console.log(`\n== Node ${major}, in ${folder}`);
  mustRun("node", ["tools/setup/setup.mjs"], options);
  mustRun("node", ["--import", "tsx", "--test", "--test-reporter", "spec", ...TESTS], options);
}

// Every character that could be taken for something else: by a shell, in an address, in a module's name.
const parent = mkdtempSync(join(tmpdir(), "nodes-"));
const folder = join(parent, `My Documents, ä # 100 % 'and' "more" $HOME & (b)`);
try {
  cpSync(ROOT, folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => dirname(path) !== join(ROOT) || !MADE.includes(basename(path)),
  });
  // The newest sets it up, the oldest takes it over, as when a user changes their Node.
  for (const major of [NEWEST_NODE, OLDEST_NODE]) check(folder, major);
} finally {
  rmSync(parent, { recursive: true });
}
