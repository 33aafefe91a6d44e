import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { isShared } from "../../numeric/memory";
import type { Pace } from "../../running/pace";
import { type Range, type Rows, rowsBetween } from "../rows";
import { type Answer, type Given, performAll, Shard, type Task } from "./partition";

/** Rows are cut into up to so many shards: more threads would wait for memory rather than for the processor. */
const MOST_SHARDS = 4;
/** Fewer numbers than these are not worth a shard of their own. */
const NUMBERS_A_SHARD = 2 ** 17;
/** Fewer numbers than these are done before a helper is ready. */
const NUMBERS_A_THREAD = 2 ** 23;
/** Shards begin at a multiple of so many rows, so that all are aligned if the first is. */
const ROWS_TOGETHER = 16;

/** What a helper is given to begin with. */
export interface HelperData {
  /** The rows of each of its shards, in memory that all threads see. */
  readonly shards: readonly Rows[];
  /** The files that it loads: TensorFlow, since tsx would look at each of its files; tsx; its program. */
  readonly files: readonly string[];
}
const PROGRAM =
  'for (const file of require("node:worker_threads").workerData.files) require(file);';

/** Lets each of a thread's shards do a task; given and answered in their order. */
type Ask = <T extends Task>(task: T, givens: readonly Given<T>[]) => Promise<Answer<T>[]>;

/** A thread, and how many shards it works on. */
interface Member {
  readonly nShards: number;
  readonly ask: Ask;
}

/**
 * The threads that work on the rows: helpers, and the thread that makes the crew. There are as many as
 * the machine has cores for, but none besides this one where the rows are few, or lie in memory that
 * only this thread sees. How rows are cut into shards depends on the rows alone, and what shards answer
 * is put together in their order: so it is the same, bit for bit, on any number of threads.
 */
export class Crew {
  /** The ranges of rows that the shards hold. */
  readonly ranges: readonly Range[];
  readonly #members: readonly Member[];
  readonly #helpers: readonly Worker[];

  /**
   * @param pace of this thread's shards
   * @param nThreads how many are to work on rows that all of them see; at most one a shard
   */
  constructor(rows: Rows, pace: Pace, nThreads = threadsFor(rows)) {
    this.ranges = rangesOf(rows);
    const shards = this.ranges.map((range) => rowsBetween(rows, range));
    const shares = sharesOf(shards, isShared(rows.data) ? nThreads : 1);
    const helpers = shares.slice(0, -1).map(helperOf);
    this.#helpers = helpers.map(({ worker }) => worker);
    this.#members = [...helpers, ownMember(shares[shares.length - 1], pace)];
  }

  /**
   * Lets all shards do a task, those of different threads at the same time.
   * @param givenTo what a shard is given, by its range of rows and its number
   * @returns what each answers, in the order of the rows
   * @throws what a shard throws, or what ended a helper
   */
  async ask<T extends Task>(
    task: T,
    givenTo: (range: Range, shard: number) => Given<T>,
  ): Promise<Answer<T>[]> {
    const givens = this.ranges.map(givenTo);
    let next = 0;
    // The helpers come first: this thread is busy once it has begun.
    const answers = this.#members.map(({ nShards, ask }) => {
      next += nShards;
      return ask(task, givens.slice(next - nShards, next));
    });
    return ([] as Answer<T>[]).concat(...(await Promise.all(answers)));
  }

  /** Ends the helpers, even in the middle of a task. */
  async dismiss(): Promise<void> {
    await Promise.all(this.#helpers.map((helper) => helper.terminate()));
  }
}

function threadsFor({ count, width }: Rows): number {
  const worthwhile = Math.floor((count * width) / NUMBERS_A_THREAD);
  return Math.max(1, Math.min(availableParallelism(), worthwhile));
}

function rangesOf({ count, width }: Rows): Range[] {
  const worthwhile = Math.floor((count * width) / NUMBERS_A_SHARD);
  const nRanges = Math.max(1, Math.min(MOST_SHARDS, worthwhile));
  const size = ROWS_TOGETHER * Math.ceil(count / nRanges / ROWS_TOGETHER);
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({
    start: i * size,
    end: Math.min(count, (i + 1) * size),
  }));
}

/** The shards of each thread, as evenly as can be. */
function sharesOf(shards: readonly Rows[], nThreads: number): Rows[][] {
  const nShares = Math.min(nThreads, shards.length);
  const bound = (share: number) => Math.floor((share * shards.length) / nShares);
  return Array.from({ length: nShares }, (_, i) => shards.slice(bound(i), bound(i + 1)));
}

function ownMember(rows: readonly Rows[], pace: Pace): Member {
  const shards = rows.map((own) => new Shard(own, pace));
  return { nShards: rows.length, ask: (task, givens) => performAll(shards, task, givens) };
}

function helperOf(shards: readonly Rows[]): Member & { readonly worker: Worker } {
  const modules = ["@tensorflow/tfjs-node", "tsx/cjs"].map((name) => require.resolve(name));
  const workerData: HelperData = { shards, files: [...modules, join(__dirname, "helper.ts")] };
  const worker = new Worker(PROGRAM, { eval: true, execArgv: [], workerData });
  // Listened for from the beginning, as a helper may fail before it is asked for anything.
  const failed = once(worker, "error").then(([error]) => {
    throw error;
  });
  failed.catch(() => {});
  return {
    nShards: shards.length,
    worker,
    async ask(task, givens) {
      worker.postMessage({ task, givens });
      const [answers] = await Promise.race([once(worker, "message"), failed]);
      return answers;
    },
  };
}
