// Loaded before tslab: a kernel whose parent is gone ends itself. Jupyter ends its kernels when it ends,
// but nobody does when Jupyter itself was killed, and a kernel would hold its memory for ever.
const { readFileSync } = require("node:fs");
const { isMainThread, Worker, workerData } = require("node:worker_threads");

const CHECK_MILLISECONDS = 1000;
/** What the thread below is started with, unlike any other thread that loads this file. */
const TASK = "end the kernel with its parent";

/** @param {number} pid a process; one that ended but still has its entry counts as gone */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return true; // Not Linux.
  }
}

/** Ends this process and those it started: Jupyter makes each kernel the first of a group. */
function end() {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}

/**
 * @param {number} parent the process that Jupyter says it is
 * @param {boolean} isDirect whether it started this one itself, so that the system hands this process
 *   to another when it ends; a wrapper's child may change hands
 */
function watch(parent, isDirect) {
  const isGone = () => (isDirect ? process.ppid !== parent : !isAlive(parent));
  setInterval(() => isGone() && end(), CHECK_MILLISECONDS);
  if (isGone()) end();
}

// Jupyter sets it for kernels that are meant to end with it, and for no other.
const parent = Number(process.env.JPY_PARENT_PID);
if (isMainThread && parent > 0) {
  // A thread of its own: the main one may compute for minutes without a break. Nobody terminates it.
  new Worker(__filename, {
    workerData: { task: TASK, parent, isDirect: process.ppid === parent },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 },
  }).unref();
} else if (workerData?.task === TASK) {
  watch(workerData.parent, workerData.isDirect);
}
