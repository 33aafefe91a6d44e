// The page that compares all runs. Reads the rows of runs/results.csv as JSON from its input; prints the
// page and, for the terminal, its tables as text, as JSON too.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { runsComparison } from "../../src/figures/runsComparison";
import { figureForms } from "../../src/notebook/figureForms";
import { escapeHtml } from "../../src/notebook/html";
import type { Rows } from "../../src/notebook/tableColumns";
import { tableForms } from "../../src/notebook/tableForms";
import { type ComparedRun, compareRuns, type RunComparison } from "../../src/study/runs";
import { PLOTLY } from "../setup/paths.mjs";

const STYLE = `:root { color-scheme: light dark; font-family: system-ui, sans-serif; }
body { max-width: 1400px; margin: 2em auto; padding: 0 1em; }
p, figcaption, caption { max-width: 60ch; }
caption { padding-bottom: 0.5em; }
table { border-collapse: collapse; font-size: 90%; }
th, td { padding: 0.25em 0.75em 0.25em 0; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
section { overflow-x: auto; }`;

async function main(): Promise<void> {
  const comparisons = compareRuns(JSON.parse(await text(process.stdin)));
  const shown = comparisons.map((comparison) => ({
    figure: figureForms(runsComparison(comparison)),
    table: tableForms(tableOf(comparison), captionOf(comparison)),
    short: tableForms(shortTableOf(comparison), captionOf(comparison)),
    name: comparison.notebook,
  }));
  const sections = shown.map(
    ({ figure, table, name }) =>
      `<section><h2>${escapeHtml(name)}</h2>\n${table["text/html"]}\n${figure["text/html"]}</section>`,
  );
  const lines = shown.map(({ short, name }) => `${name}\n${short["text/plain"]}`);
  process.stdout.write(JSON.stringify({ html: pageOf(sections), text: lines.join("\n\n") }));
}

/** The parameters that differ come first, then what came of them. */
function tableOf(comparison: RunComparison): Rows {
  const { trainings, runs } = comparison;
  return rowsOf(comparison, trainings, (run) => run.scores, [
    ["date", runs.map(({ date }) => date)],
  ]);
}

/** As much of it as a terminal is wide. */
function shortTableOf(comparison: RunComparison): Rows {
  const highest = ({ scores }: ComparedRun) => [Math.max(...scores.filter(Number.isFinite))];
  return rowsOf(comparison, [`highest ${comparison.measure}`], highest, []);
}

function rowsOf(
  { differing, runs }: RunComparison,
  names: readonly string[],
  scoresOf: (run: ComparedRun) => readonly number[],
  more: readonly (readonly [name: string, cells: readonly string[]])[],
): Rows {
  return {
    columns: [
      "#",
      ...differing,
      ...names,
      "seconds",
      "status",
      ...more.map(([name]) => name),
      "run",
    ],
    values: runs.map((run, i) => [
      i + 1,
      ...run.values.map(numberOrText),
      ...scoresOf(run).map((score) => (Number.isFinite(score) ? score : Number.NaN)),
      run.seconds,
      run.status,
      ...more.map(([, cells]) => cells[i]),
      run.name,
    ]),
    index: runs.map((_, i) => i),
    decimals: { ...Object.fromEntries(names.map((name) => [name, 2])), seconds: 1 },
  };
}

function numberOrText(value: string): number | string {
  return value !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
}

function captionOf({ measure, shared }: RunComparison): string {
  const same = shared.map(([name, value]) => `${name}=${value}`).join(", ");
  const compared = measure
    ? `${measure} by what the network was trained on.`
    : "No run has come to results yet.";
  return same ? `${compared} In all runs: ${same}.` : compared;
}

function pageOf(sections: readonly string[]): string {
  const scripts = [PLOTLY, `${__dirname}/../notebook/report.js`]
    .map((path) => readFileSync(path, "utf8").replaceAll("</script", "<\\/script"))
    .map((script) => `<script>${script}</script>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Runs</title><style>${STYLE}</style>${scripts.join("\n")}</head>
<body><h1>Runs</h1>
<p>All that was measured stands in results.csv beside this page, a row for each run.</p>
${sections.join("\n")}
</body></html>
`;
}

main().catch((error: Error) => {
  console.error(error.message.split("\n")[0]);
  process.exitCode = 1;
});
