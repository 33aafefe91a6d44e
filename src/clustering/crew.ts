import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { isShared } from "../shared";
import type { Pace } from "./pace";
import { type Range, type Rows, rowsBetween } from "./rows";
import { type Answer, type Given, perform, Shard, type Task } from "./shard";

/** More threads than these would wait for memory rather than for the processor. */
const MOST_THREADS = 4;
/** Fewer numbers than these are done before a helper is ready. */
const NUMBERS_A_THREAD = 2 ** 23;
/** Shards begin at a multiple of so many rows, so that all are aligned if the first is. */
const ROWS_TOGETHER = 16;

/** What a helper is given to begin with. */
export interface HelperData {
  /** Its rows, in memory that all threads see. */
  readonly rows: Rows;
  /** The files that it loads: TensorFlow, since tsx would look at each of its files; tsx; its program. */
  readonly files: readonly string[];
}
const PROGRAM =
  'for (const file of require("node:worker_threads").workerData.files) require(file);';

/** Works on one shard. */
interface Member {
  readonly range: Range;
  ask<T extends Task>(task: T, given: Given<T>): Promise<Answer<T>>;
}

/**
 * The threads that work on the rows, each on a shard of its own: helpers, and the thread that makes the
 * crew. There are as many as the machine has cores for, but none besides this one where the rows are
 * few, or lie in memory that only this thread sees.
 */
export class Crew {
  readonly #members: readonly Member[];
  readonly #helpers: readonly Worker[];

  /**
   * @param pace of this thread's shard
   * @param nThreads how many are to work on rows that all of them see
   */
  constructor(rows: Rows, pace: Pace, nThreads = threadsFor(rows)) {
    const ranges = rangesOf(rows.count, isShared(rows.data) ? nThreads : 1);
    const own = ranges[ranges.length - 1];
    const helpers = ranges.slice(0, -1).map((range) => helperOf(rowsBetween(rows, range), range));
    this.#helpers = helpers.map(({ worker }) => worker);
    this.#members = [...helpers, ownMember(new Shard(rowsBetween(rows, own), pace), own)];
  }

  /**
   * Lets all shards do a task at the same time.
   * @param givenTo what a shard is given, by its range of rows and its number
   * @returns what each answers, in the order of the rows
   * @throws what a shard throws, or what ended a helper
   */
  ask<T extends Task>(
    task: T,
    givenTo: (range: Range, shard: number) => Given<T>,
  ): Promise<Answer<T>[]> {
    // The helpers come first: this thread is busy once it has begun.
    return Promise.all(
      this.#members.map((member, shard) => member.ask(task, givenTo(member.range, shard))),
    );
  }

  /** The ranges of rows that the shards work on. */
  get ranges(): Range[] {
    return this.#members.map(({ range }) => range);
  }

  /** Ends the helpers, even in the middle of a task. */
  async dismiss(): Promise<void> {
    await Promise.all(this.#helpers.map((helper) => helper.terminate()));
  }
}

function threadsFor({ count, width }: Rows): number {
  const worthwhile = Math.floor((count * width) / NUMBERS_A_THREAD);
  return Math.max(1, Math.min(availableParallelism(), MOST_THREADS, worthwhile));
}

function rangesOf(count: number, nRanges: number): Range[] {
  const size = ROWS_TOGETHER * Math.ceil(count / nRanges / ROWS_TOGETHER);
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({
    start: i * size,
    end: Math.min(count, (i + 1) * size),
  }));
}

function ownMember(shard: Shard, range: Range): Member {
  return { range, ask: (task, given) => perform(shard, task, given) };
}

function helperOf(rows: Rows, range: Range): Member & { readonly worker: Worker } {
  const modules = ["@tensorflow/tfjs-node", "tsx/cjs"].map((name) => require.resolve(name));
  const workerData: HelperData = { rows, files: [...modules, join(__dirname, "helper.ts")] };
  const worker = new Worker(PROGRAM, { eval: true, execArgv: [], workerData });
  // Listened for from the beginning, as a helper may fail before it is asked for anything.
  const failed = once(worker, "error").then(([error]) => {
    throw error;
  });
  failed.catch(() => {});
  return {
    range,
    worker,
    async ask(task, given) {
      worker.postMessage({ task, given });
      const [answer] = await Promise.race([once(worker, "message"), failed]);
      return answer;
    },
  };
}
