import type { Watch } from "../src/running/watch";

/**
 * Runs a long computation of a command: on a terminal one line shows its progress, and Ctrl-C stops it.
 * @param compute gets the watch to hand on
 * @returns what compute returns
 * @throws what compute throws; Interrupted after Ctrl-C
 */
export async function onTerminal<T>(compute: (watch: Watch) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once("SIGINT", stop);
  const live = process.stderr.isTTY;
  try {
    return await compute({
      signal: controller.signal,
      onProgress: ({ fraction, message }) => {
        if (live) process.stderr.write(`\r\x1b[K${Math.round(100 * fraction)} %  ${message}`);
      },
    });
  } finally {
    if (live) process.stderr.write("\r\x1b[K");
    process.off("SIGINT", stop);
  }
}
