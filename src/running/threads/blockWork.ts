import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Thread } from "./thread";

/**
 * Work that falls into blocks which any thread can do, in any order, to the same result: what comes out
 * is written into memory that all threads see.
 */
export interface BlockWork<G> {
  /** The path of the TypeScript file that exports `begin`: workers load it. */
  readonly file: string;
  /** Gets ready, and returns what does a block; it yields where its thread may pause, once at least. */
  readonly begin: (given: G) => (block: number) => Generator<void>;
}

/** What a worker is given to begin with. */
export interface BlockWorkerGiven<G> {
  readonly file: string;
  readonly given: G;
  readonly nBlocks: number;
  /** The number of the next block that nobody has begun. */
  readonly next: Int32Array;
}

/** How often this thread pauses while others finish their last block, or are not ready yet. */
const MOMENT_MS = 50;

/**
 * Does all blocks, on this thread and on workers: each takes the next block until none is left.
 * @param work what a block is
 * @param given to `begin` on each thread; memory that is shared is not copied
 * @param nBlocks how many, numbered from 0
 * @param nThreads how many, this one included, from 1; a worker is ready after half a second
 * @param onPause called where this thread may pause, with how many blocks were begun; may throw to stop
 * @throws what `onPause` or a block throws; no worker is left then
 */
export async function doBlocks<G>(
  { file, begin }: BlockWork<G>,
  given: G,
  nBlocks: number,
  nThreads: number,
  onPause: (nBegun: number) => Promise<void>,
): Promise<void> {
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const nWorkers = Math.min(nThreads, nBlocks) - 1;
  const workerGiven: BlockWorkerGiven<G> = { file, given, nBlocks, next };
  const program = join(__dirname, "blockWorker.ts");
  const workers = Array.from({ length: nWorkers }, () => new Thread(program, workerGiven));
  try {
    let failed = false;
    const others = Promise.all(workers.map((worker) => worker.ask("all blocks")));
    // Thrown below: a worker may fail while this thread is at a block, and then no other is worth it.
    others.catch(() => {
      failed = true;
    });
    const work = begin(given);
    for (const block of blocksLeft(next, nBlocks)) {
      for (const _ of work(block)) {
        await onPause(block);
        if (failed) await others;
      }
    }
    while (await isPending(others)) await onPause(nBlocks);
    await others;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Whether something is still to come in a moment from now. */
function isPending(work: Promise<unknown>): Promise<boolean> {
  const moment = setTimeout(MOMENT_MS, true);
  return Promise.race([work.then(() => false), moment]);
}

/** The blocks that this thread gets to do. */
export function* blocksLeft(next: Int32Array, nBlocks: number): Generator<number> {
  for (;;) {
    const block = Atomics.add(next, 0, 1);
    if (block >= nBlocks) return;
    yield block;
  }
}
