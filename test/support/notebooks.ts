import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../tools/setup/paths.mjs";

/** Where the runs of this file's tests leave their files, in place of runs/ itself. */
mkdirSync(join(ROOT, "runs"), { recursive: true });
export const RUNS = mkdtempSync(join(ROOT, "runs", "test-"));
process.on("exit", () => rmSync(RUNS, { recursive: true }));

/** The parts of a notebook file that tests look at. */
export interface Cell {
  readonly cell_type: string;
  readonly source: string | string[];
  readonly metadata: { tags?: string[] };
  readonly outputs?: Output[];
}
export interface Notebook {
  readonly cells: Cell[];
  readonly metadata: Record<string, unknown>;
}
interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | string[];
  readonly data?: Record<string, string | string[]>;
}

export function codeCell(source: string, tags: string[] = []): Cell & Record<string, unknown> {
  const id = Math.random().toString(36).slice(2);
  return { cell_type: "code", id, source, metadata: { tags }, outputs: [], execution_count: null };
}

/**
 * Runs the headless runner; its output is what it printed, errors included.
 * @param env variables beside those of this process
 */
export function runNotebook(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["tools/notebook.mjs", ...args],
      { env: { ...process.env, NOTEBOOK_RUNS: RUNS, ...env } },
      (_error, stdout, stderr) => {
        resolve({ status: child.exitCode ?? -1, output: stdout + stderr });
      },
    );
  });
}

export function readNotebook(path: string): Notebook {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The executed copy of a notebook that a run left behind. */
export function executed(name: string): Notebook {
  return readNotebook(join(RUNS, `${name}.ipynb`));
}

/** All that a cell printed. */
export function textOf(cell: Cell): string {
  return (cell.outputs ?? []).map(({ text }) => joined(text)).join("");
}

/** All that a cell displayed as HTML. */
export function htmlOf(cell: Cell): string {
  return (cell.outputs ?? []).map(({ data }) => joined(data?.["text/html"])).join("");
}

/** A text of a notebook file: one string, or its lines. */
export function joined(text: string | string[] | undefined): string {
  return Array.isArray(text) ? text.join("") : (text ?? "");
}
