import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** What a worker thread is given to begin with. */
export interface ThreadData<G> {
  /** The files that it loads: TensorFlow, since tsx would look at each of its files; tsx; its program. */
  readonly files: readonly string[];
  /** What its program is given. */
  readonly given: G;
}

/** A worker thread that runs a program of this project and answers what it is asked. */
export class Thread {
  readonly #worker: Worker;
  readonly #failed: Promise<never>;

  /**
   * @param program the path of a TypeScript file; it answers each message by one of its own
   * @param given what it finds as `given` in its workerData; memory that is shared is not copied
   */
  constructor(program: string, given: unknown) {
    const modules = ["@tensorflow/tfjs-node", "tsx/cjs"].map((name) => require.resolve(name));
    const workerData: ThreadData<unknown> = { files: [...modules, program], given };
    this.#worker = new Worker(join(__dirname, "startWorker.cjs"), { execArgv: [], workerData });
    // Listened for from the beginning, as a worker may fail before it is asked for anything.
    this.#failed = once(this.#worker, "error").then(([error]) => {
      throw error;
    });
    this.#failed.catch(() => {});
  }

  /**
   * @param message anything that can go from thread to thread; the next one has to wait for the answer
   * @throws what ended the thread
   */
  async ask<A>(message: unknown): Promise<A> {
    this.#worker.postMessage(message);
    const [answer] = await Promise.race([once(this.#worker, "message"), this.#failed]);
    return answer;
  }

  /** Ends the thread, even in the middle of an answer. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}
