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
  const shares = (share: (check: SpotCheck) => number) =>
    percent(all.map((check) => (check ? share(check) : Number.NaN)));
  return tableOf({
    [name]: Object.keys(checks),
    "pictures checked": all.map((check) => check?.nImages ?? 0),
    right: all.map((check) => check?.right ?? 0),
    "right (%)": { ...shares(({ share }) => share), decimals: 0 },
    "at least (%)": { ...shares(({ low }) => low), decimals: 0 },
    "at most (%)": { ...shares(({ high }) => high), decimals: 0 },
    "more to halve that range": all.map((check) => check?.more ?? Number.NaN),
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

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample: divided by one less than its size. */
function deviation(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
