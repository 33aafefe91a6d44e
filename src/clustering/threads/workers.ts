import { join } from "node:path";
import { isShared } from "../../numeric/memory";
import type { Pace } from "../../running/pace";
import { Thread } from "../../running/threads/thread";
import { type Range, type Rows, rowsBetween, threadsFor } from "../rows";
import { type Answer, type Given, Partition, performAll, type Task } from "./partition";

/** Rows are cut into at most so many: more threads would wait for memory rather than for the processor. */
const MOST_PARTITIONS = 4;
/** Fewer numbers than these are not worth a partition of their own. */
const NUMBERS_A_PARTITION = 2 ** 17;
/** Partitions begin at a multiple of so many rows, so that all are aligned if the first is. */
const ALIGNED_ROWS = 16;

/** Lets each of a thread's partitions do a task; given and answered in their order. */
type Ask = <T extends Task>(task: T, givens: readonly Given<T>[]) => Promise<Answer<T>[]>;

/** A thread, and how many partitions it works on. */
interface WorkingThread {
  readonly nPartitions: number;
  readonly ask: Ask;
}

/**
 * The threads that work on the rows: this one, and workers, as many as the machine has cores for; none
 * where the rows are few, or lie in memory that only this thread sees. How rows are cut into partitions
 * depends on the rows alone, and what the partitions answer is put together in their order: so the result
 * is the same, bit for bit, on any number of threads.
 */
export class Workers {
  /** The ranges of rows that the partitions hold. */
  readonly ranges: readonly Range[];
  readonly #threads: readonly WorkingThread[];
  readonly #workers: readonly Thread[];

  /**
   * @param pace of this thread's partitions
   * @param nThreads how many are to work on rows that all of them see; at most one a partition
   */
  constructor(rows: Rows, pace: Pace, nThreads = threadsFor(rows)) {
    this.ranges = rangesOf(rows);
    const partitions = this.ranges.map((range) => rowsBetween(rows, range));
    const dealtOut = dealt(partitions, isShared(rows.data) ? nThreads : 1);
    const workers = dealtOut.slice(0, -1).map(workingThread);
    this.#workers = workers.map(({ thread }) => thread);
    this.#threads = [...workers, thisThread(dealtOut[dealtOut.length - 1], pace)];
  }

  /**
   * Lets all partitions do a task, those of different threads at the same time.
   * @param givenTo what a partition is given, by its range of rows and its number
   * @returns what each answers, in the order of the rows
   * @throws what a partition throws, or what ended a worker
   */
  async ask<T extends Task>(
    task: T,
    givenTo: (range: Range, partition: number) => Given<T>,
  ): Promise<Answer<T>[]> {
    const givens = this.ranges.map(givenTo);
    let next = 0;
    // The workers come first: this thread is busy once it has begun.
    const answers = this.#threads.map(({ nPartitions, ask }) => {
      next += nPartitions;
      return ask(task, givens.slice(next - nPartitions, next));
    });
    return ([] as Answer<T>[]).concat(...(await Promise.all(answers)));
  }

  /** Ends the workers, even in the middle of a task. */
  async terminate(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function rangesOf({ count, width }: Rows): Range[] {
  const worthwhile = Math.floor((count * width) / NUMBERS_A_PARTITION);
  const nRanges = Math.max(1, Math.min(MOST_PARTITIONS, worthwhile));
  const size = ALIGNED_ROWS * Math.ceil(count / nRanges / ALIGNED_ROWS);
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({
    start: i * size,
    end: Math.min(count, (i + 1) * size),
  }));
}

/** The partitions dealt out to threads, as evenly as can be. */
function dealt(partitions: readonly Rows[], nThreads: number): Rows[][] {
  const nUsed = Math.min(nThreads, partitions.length);
  const bound = (thread: number) => Math.floor((thread * partitions.length) / nUsed);
  return Array.from({ length: nUsed }, (_, i) => partitions.slice(bound(i), bound(i + 1)));
}

function thisThread(rows: readonly Rows[], pace: Pace): WorkingThread {
  const partitions = rows.map((own) => new Partition(own, pace));
  return { nPartitions: rows.length, ask: (task, givens) => performAll(partitions, task, givens) };
}

function workingThread(partitions: readonly Rows[]): WorkingThread & { readonly thread: Thread } {
  const thread = new Thread(join(__dirname, "worker.ts"), partitions);
  return {
    nPartitions: partitions.length,
    thread,
    ask: (task, givens) => thread.ask({ task, givens }),
  };
}
