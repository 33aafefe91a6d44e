/** The computations under way, innermost last. */
const running = new Set<AbortController>();

/** tslab's own listeners, while ours stands in for them. */
let kernelListeners: NodeJS.SignalsListener[] = [];

/**
 * Runs a computation that Kernel > Interrupt aborts through its signal. tslab's own listener would
 * end the cell at once, with a long stack, and leave the computation running on behind it.
 * A second interrupt, should the first not help, is tslab's again.
 * @param compute gets the signal; its result or error is the caller's
 */
export async function interruptible<T>(compute: (signal: AbortSignal) => Promise<T>): Promise<T> {
  // While a cell's synchronous part runs, Node keeps the listeners off and puts them back after it. Nothing
  // else may come between, or an interrupt would find tslab's listener and a computation that goes on.
  await undefined;
  const controller = new AbortController();
  running.add(controller);
  takeOver();
  try {
    return await compute(controller.signal);
  } finally {
    running.delete(controller);
    if (running.size === 0) giveBack();
  }
}

function interrupt(): void {
  for (const controller of running) controller.abort();
  giveBack();
}

/** Ours comes before theirs go, since a process without listeners would die of the signal. */
function takeOver(): void {
  if (process.listeners("SIGINT").includes(interrupt)) return;
  kernelListeners = process.listeners("SIGINT");
  process.on("SIGINT", interrupt);
  for (const listener of kernelListeners) process.off("SIGINT", listener);
}

function giveBack(): void {
  for (const listener of kernelListeners) process.on("SIGINT", listener);
  kernelListeners = [];
  process.off("SIGINT", interrupt);
}
