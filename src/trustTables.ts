import type { SpotCheck } from "./labels/quality";
import type { LabelNextTrial } from "./study/labelNextStudy";
import { percent, type Table, tableOf } from "./tables";

/**
 * Spot checks side by side, one a row: how many labels are right, and between which shares the true one
 * lies in 95 of 100 such checks. Where no picture counts, a row has no shares.
 * @param checks each under its name
 * @param name what the names are: "labels"
 */
export function spotCheckTable(
  checks: Readonly<Record<string, SpotCheck | undefined>>,
  name: string,
): Table {
  const all = Object.values(checks);
  return tableOf({
    [name]: Object.keys(checks),
    "pictures checked": all.map((check) => check?.nImages ?? 0),
    right: all.map((check) => check?.right ?? 0),
    "right (%)": shares(all, ({ share }) => share),
    "at least (%)": shares(all, ({ low }) => low),
    "at most (%)": shares(all, ({ high }) => high),
    "more to halve that range": all.map((check) => check?.more ?? Number.NaN),
  });
}

/**
 * What a labelling came to, one row for each kind of labels, as it stands among the results of all runs.
 * @param checks each under its name
 * @param nNamed how many pictures a person named to get these labels
 */
export function labellingResultsTable(
  checks: Readonly<Record<string, SpotCheck | undefined>>,
  nNamed: number,
): Table {
  const all = Object.values(checks);
  return tableOf({
    labels: Object.keys(checks),
    "named by hand": all.map(() => nNamed),
    "pictures checked": all.map((check) => check?.nImages ?? 0),
    "right (%)": shares(all, ({ share }) => share),
    "right ± (%)": shares(all, ({ low, high }) => (high - low) / 2),
  });
}

/**
 * What more labels did over several seeds: mean and standard deviation of the share of right labels.
 * @param trials from `labelNextStudy`
 */
export function labelNextTable(trials: readonly LabelNextTrial[]): Table {
  const kinds = ["before", "random", "suggested"] as const;
  const columns = kinds.map((kind) => trials.map((trial) => trial[kind]));
  return tableOf({
    "further labels": ["none", "of random pictures", "of suggested pictures"],
    "right labels, mean (%)": percent(columns.map(mean)),
    "standard deviation (%)": percent(columns.map(deviation)),
    "seeds that it beats random with": kinds.map(
      (kind) => trials.filter((trial) => trial[kind] > trial.random).length,
    ),
  });
}

/** A column of per cent without decimals; empty where no picture counts. */
function shares(checks: readonly (SpotCheck | undefined)[], share: (check: SpotCheck) => number) {
  return {
    ...percent(checks.map((check) => (check ? share(check) : Number.NaN))),
    decimals: 0,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample: divided by one less than its size. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
