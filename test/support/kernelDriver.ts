import { execFileSync } from "node:child_process";
import { JUPYTER_ENV, PYTHON } from "../../tools/setup/paths.mjs";

export interface KernelCell {
  readonly code: string;
  /** Interrupts the kernel once a display of the cell holds this text. */
  readonly interrupt_when?: string;
}

/** What came of a cell. */
export interface Outcome {
  readonly status: "ok" | "error" | "abort";
  /** Every state of every display, in their order. */
  readonly displays: string[][];
  readonly stdout: string;
  readonly stderr: string;
  readonly secondsToStop: number | null;
}

/** Runs cells one after the other in one real kernel of their own; the outcomes have the cells' names. */
export function runInKernel<Name extends string>(
  cells: Readonly<Record<Name, KernelCell>>,
): Record<Name, Outcome> {
  const printed = execFileSync(PYTHON, ["test/support/kernelDriver.py"], {
    input: JSON.stringify(Object.values(cells)),
    env: JUPYTER_ENV,
    encoding: "utf8",
  });
  const outcomes: Outcome[] = JSON.parse(printed);
  const named = Object.keys(cells).map((name, i) => [name, outcomes[i]]);
  return Object.fromEntries(named) as Record<Name, Outcome>;
}
