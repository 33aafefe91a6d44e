/** A run as `runs/results.csv` has it: texts by the names of its columns; what a run does not have is empty. */
export type RunRow = Readonly<Record<string, string>>;

/** A run beside others of its notebook. */
export interface ComparedRun {
  /** What its files are called. */
  readonly name: string;
  readonly date: string;
  /** "done", "failed" or "stopped". */
  readonly status: string;
  /** How long all cells took, in seconds. */
  readonly seconds: number;
  /** Its value of each parameter that differs, in their order. */
  readonly values: readonly string[];
  /** What it came to in each row of its table of results, in the order of `trainings`; NaN where it has no such row. */
  readonly scores: readonly number[];
}

/** All runs of one notebook. */
export interface RunComparison {
  readonly notebook: string;
  /** The parameters that differ among the runs. */
  readonly differing: readonly string[];
  /** The others, with the value that all runs share. */
  readonly shared: readonly (readonly [name: string, value: string])[];
  /** The column of the tables of results that is compared: their last that is no interval. */
  readonly measure: string;
  /** The rows of these tables. */
  readonly trainings: readonly string[];
  readonly runs: readonly ComparedRun[];
}

/** Columns that are neither parameters nor results; tools/notebook/history.py writes them. */
const FACTS = new Set([
  "date",
  "run",
  "notebook",
  "status",
  "seconds",
  "peak memory (MiB)",
  "machine",
]);

/** In the name of a column that says how exact the one before it is. */
const INTERVAL = "±";

/** Between the names of a row and a column of a table of results. */
const SEPARATOR = ": ";

/**
 * Runs beside each other, notebook by notebook: which parameters differ, and what came of it.
 * @param rows of `runs/results.csv`, in any order
 */
export function compareRuns(rows: readonly RunRow[]): RunComparison[] {
  const notebooks = [...new Set(rows.map(({ notebook }) => notebook))];
  return notebooks.map((notebook) =>
    compared(
      notebook,
      rows.filter((row) => row.notebook === notebook),
    ),
  );
}

function compared(notebook: string, rows: readonly RunRow[]): RunComparison {
  const used = columnsOf(rows);
  const parameters = used.filter((name) => !FACTS.has(name) && !name.includes(SEPARATOR));
  const differing = parameters.filter((name) => new Set(rows.map((row) => row[name])).size > 1);
  const results = used.filter((name) => name.includes(SEPARATOR));
  const measured = results.filter((name) => !name.includes(INTERVAL));
  const measure = measured.at(-1)?.split(SEPARATOR).at(-1) ?? "";
  const compare = results.filter((name) => name.endsWith(SEPARATOR + measure));
  return {
    notebook,
    differing,
    shared: parameters
      .filter((name) => !differing.includes(name))
      .map((name) => [name, rows[0][name]]),
    measure,
    trainings: compare.map((name) => name.slice(0, -(SEPARATOR + measure).length)),
    runs: rows.map((row) => ({
      name: row.run,
      date: row.date,
      status: row.status,
      seconds: Number.parseFloat(row.seconds),
      values: differing.map((name) => row[name] ?? ""),
      scores: compare.map((name) => Number.parseFloat(row[name])),
    })),
  };
}

/** The columns in which any of these runs has something. */
function columnsOf(rows: readonly RunRow[]): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name) => rows.some((row) => row[name]));
}
