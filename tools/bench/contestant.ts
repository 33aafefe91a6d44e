import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/**
 * A program under measurement, in a process of its own so that its memory is its own: it reads jobs,
 * one line of JSON each, and answers each with one line of JSON.
 */
export class Contestant<Job, Answer> {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;
  /** Fails when the process ends. */
  readonly #ended: Promise<never>;

  /** @param command the program and its arguments */
  constructor([command, ...args]: readonly string[]) {
    this.#process = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#process.stdout });
    this.#ended = once(this.#process, "exit").then(([code]) => {
      throw new Error(`${[command, ...args].join(" ")} ended with code ${code}`);
    });
    // Ending is no failure while nobody waits for an answer.
    this.#ended.catch(() => {});
  }

  /** Gives it a job and waits for the answer. */
  async ask(job: Job): Promise<Answer> {
    const answered = once(this.#lines, "line");
    this.#process.stdin.write(`${JSON.stringify(job)}\n`);
    const [line] = await Promise.race([answered, this.#ended]);
    return JSON.parse(line);
  }

  /** Ends it. */
  close(): void {
    this.#process.stdin.end();
  }
}
