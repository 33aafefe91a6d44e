/** What a long computation tells about itself while it runs. */
export interface Progress {
  /** How much of the work is done, from 0 to 1. */
  readonly fraction: number;
  /** One line for a person: "start 3 of 10, iteration 41, 12 % of rows active". */
  readonly message: string;
  /** What there is of the result so far, such as a training's history, for whoever can show it. */
  readonly partial?: unknown;
}

/**
 * How a caller watches and stops a long computation. Every helper that can take over a second
 * takes one as its last argument, reports to it and looks at its signal several times a second.
 */
export interface Watch {
  readonly onProgress?: (progress: Progress) => void;
  /** Aborted by Kernel > Interrupt. */
  readonly signal?: AbortSignal;
}

/** The error of a computation that its user stopped: one line, no stack. */
export class Interrupted extends Error {
  /** @param kept what was done and what of it is kept, as a sentence */
  constructor(kept: string) {
    super(kept);
    this.name = "Interrupted";
    this.stack = `Interrupted: ${kept}`;
  }
}

/** Lets timers, messages and signals in: await it several times a second in a long loop. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
