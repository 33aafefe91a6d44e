import { join } from "node:path";
import { exitCodeOf, startPython } from "./jupyter.mjs";
import { ROOT } from "./setup/paths.mjs";
import { startedIn } from "./startedIn.mjs";

/** @type {import("node:child_process").ChildProcess | undefined} */
let child;
/** @type {NodeJS.Signals | undefined} */
let asked;
for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM"])) {
  process.on(signal, () => {
    // Who asks twice does not want to wait: the kernel ends by itself.
    child?.kill(asked ? "SIGKILL" : "SIGTERM");
    asked ??= signal;
  });
}
child = startPython([join(ROOT, "tools", "notebook", "run.py"), ...process.argv.slice(2)], {
  env: {
    NOTEBOOK_STARTED_IN: startedIn("notebook"),
    NOTEBOOK_PARENT_PID: String(process.pid),
    NOTEBOOK_NODE: process.execPath,
  },
  // A session of its own: Ctrl-C comes through here, so that none finds Python half-started.
  detached: true,
});
child.on("exit", (code, signal) => {
  if (!asked) return;
  const endedBySignal = code === null || code === exitCodeOf("SIGTERM");
  if (endedBySignal) process.exitCode = exitCodeOf(asked);
  if (signal) console.error("\nInterrupted: the run had hardly begun, or was not waited for.");
});
