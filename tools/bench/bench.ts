import { parseArgs } from "node:util";
import { benchCnn } from "./cnn";
import { benchFurther } from "./further";
import { benchGraphs } from "./graphs";
import { benchGrowth, benchKMeans } from "./kmeans";
import { benchNotebook } from "./notebook";
import { benchPictures } from "./pictures";
import { benchPython } from "./python";
import { rounded, writeReport } from "./report";
import { benchSizes } from "./sizes";
import { benchSpread } from "./spread";

const USAGE = `Usage: npm run bench -- NAME [--rounds N]
  kmeans   k-means beside scikit-learn and ml-kmeans (most of an hour)
  growth   k-means with more clusters and more rows, beside scikit-learn (some minutes)
  cnn      training and scoring beside Keras (some minutes)
  notebook the whole notebook beside the whole Python original (over half an hour)
  spread   accuracies over ten seeds beside the Python original's (some minutes)
  further  accuracies of the fourth notebook over five seeds (some 20 minutes)
  graphs   the graph of nearest neighbours as images become more, beside faiss (some minutes)
  sizes    spread labels of images in other sizes (some minutes)
  pictures folders of many pictures read and named, beside sharp alone (some 10 minutes)
  --rounds how often each is measured; the median counts (default 5; for the first four and pictures)
The tables go to docs/bench/NAME.md and NAME.json.`;

const BENCHMARKS = new Map<string, (rounds: number) => Promise<void>>([
  ["kmeans", benchKMeans],
  ["growth", benchGrowth],
  ["cnn", cnn],
  ["notebook", benchNotebook],
  ["spread", benchSpread],
  ["further", benchFurther],
  ["graphs", benchGraphs],
  ["sizes", benchSizes],
  ["pictures", benchPictures],
]);

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: "string", default: "5" } },
  });
  const rounds = Number(values.rounds);
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    throw new RangeError(`rounds=${values.rounds} must be an integer from 1`);
  }
  const run = positionals.length === 1 ? BENCHMARKS.get(positionals[0]) : undefined;
  if (run) return run(rounds);
  console.log(USAGE);
  process.exitCode = 2;
}

async function cnn(rounds: number): Promise<void> {
  const { rows, versions } = await benchCnn(await benchPython(), rounds);
  const table = {
    title: "The original's network on MNIST digits",
    columns: [
      "",
      "ours over Keras with XLA",
      "ours over Keras",
      "ours, ms",
      "XLA, ms",
      "Keras, ms",
    ],
    rows: rows.map(({ measurement, milliseconds, ratioToXla, ratioToPlain }) => [
      measurement,
      ...[ratioToXla, ratioToPlain, milliseconds.here, milliseconds.xla, milliseconds.plain].map(
        rounded,
      ),
    ]),
  };
  writeReport("cnn", [table], { Node: process.version, ...versions });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
