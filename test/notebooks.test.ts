import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import {
  type Cell,
  executed,
  htmlOf,
  joined,
  RUNS,
  readNotebook,
  runNotebook,
} from "./support/notebooks";

const MAIN = "1-semi-supervised-cnn-with-kmeans";
const MEGABYTE = 1e6;

describe("the main notebook, on all 70,000 digits", () => {
  let output = "";
  let cells: Cell[] = [];
  before(async () => {
    const run = await runNotebook([`notebooks/${MAIN}.ipynb`]);
    output = run.output;
    assert.equal(run.status, 0, output);
    cells = executed(MAIN).cells;
  });

  test("reaches the original's accuracies", () => {
    const results = tableRows(cells.find(({ metadata }) => metadata.tags?.includes("results")));
    const rows = results.slice(1).map((row) => row.slice(1).map(Number.parseFloat));
    const [fewer, propagated, first, chosen, spread, toAll, nearest] = rows;
    const [, labels, steps, onTest, , onHeldOut] = propagated;
    assert.equal(steps, 4105);
    // scikit-learn and Keras, ten starts, seed 42: 89.8 % correct labels, 85.1 % test accuracy.
    assert.ok(labels > 89.3 && labels < 90.3, `correct labels ${labels}`);
    assert.ok(onTest > 80 && onTest < 89, `test accuracy ${onTest}`);
    assert.ok(Math.abs(onTest - onHeldOut) < 3, `held-out accuracy ${onHeldOut}`);
    assert.ok(fewer[3] > 20 && fewer[3] < 50, `baseline ${fewer[3]}`);
    const ladder = [first, chosen, spread, toAll];
    assert.deepEqual(
      ladder.map(([images, , ofTraining]) => [images, ofTraining]),
      [50, 50, propagated[0], 52_500].map((images) => [images, 400]),
    );
    // Measured: 64.1 %, 76.9 %, 80 to 83 %; the clusters' own labels are as good.
    assert.ok(first[5] > 58 && first[5] < 72, `first images ${first[5]}`);
    assert.ok(chosen[5] > first[5] + 5 && chosen[5] < 82, `representatives ${chosen[5]}`);
    assert.ok(spread[5] > chosen[5] && spread[5] < 87, `spread ${spread[5]}`);
    assert.ok(nearest[5] > 77 && nearest[5] < 85, `nearest centroid ${nearest[5]}`);
  });

  test("prints each cell, the results and the seconds of each stage", () => {
    const nCodeCells = ownCode(cells).length;
    assert.match(output, new RegExp(`\\[${nCodeCells}/${nCodeCells}\\]`));
    assert.match(output, /labels propagated from 50 +26,262/);
    assert.match(output, /seconds a stage\n/);
  });

  test("tells the time of every cell that clusters, trains or scores, and no other takes long", () => {
    const code = ownCode(cells);
    const silent = new Set(
      code.filter((cell) => !/<div>[^<]+ - [\d.]+ (s|min \d+ s)<\/div>/.test(htmlOf(cell))),
    );
    const computing = code.filter(({ source }) =>
      /\b(kmeans\.fit\w*|fit|train|evaluate)\(/.test(joined(source)),
    );
    assert.ok(computing.length >= 8, `${computing.length} cells compute`);
    for (const cell of computing) assert.ok(!silent.has(cell), joined(cell.source));
    // A share of the whole and no number of seconds: on a slow machine, quick cells take seconds too.
    const times = [...output.matchAll(/\[ *\d+\/\d+\] +([\d.]+) s/g)].map(([, time]) =>
      Number(time),
    );
    const long = times.reduce((sum, time) => sum + time, 0) / 4;
    assert.equal(times.length, code.length);
    for (const [i, cell] of code.entries()) {
      assert.ok(
        !silent.has(cell) || times[i] < long,
        `${times[i]} s without a word: ${joined(cell.source)}`,
      );
    }
  });

  test("stays within its memory and its size", () => {
    const peak = Number(/peak memory (\d+) MiB/.exec(output)?.[1]);
    assert.ok(peak > 100 && peak <= 1.5 * 1024, `peak memory ${peak} MiB`);
    const { size } = statSync(join(RUNS, `${MAIN}.ipynb`));
    assert.ok(size < 1.5 * MEGABYTE, `${size} bytes`);
  });

  test("leaves a report that asks nothing of the network", () => {
    const html = readFileSync(join(RUNS, `${MAIN}.html`), "utf8");
    assert.match(html, /plotly\.js \(cartesian - minified\) v\d/);
    assert.ok(html.length <= 3 * MEGABYTE, `${html.length} bytes`);
    assert.doesNotMatch(html, /<(script|link|img)[^>]+(src|href)="https?:/);
  });
});

test("notebooks keep to the house's rules: short cells, outputs saved, nothing volatile", () => {
  const paths = readdirSync("notebooks").filter((path) => /^\d.*\.ipynb$/.test(path));
  for (const path of paths) {
    const text = readFileSync(join("notebooks", path), "utf8");
    const notebook = readNotebook(join("notebooks", path));
    const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
    const lengths = code.map(({ source }) => joined(source).split("\n").length);
    const middle = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)];
    // The notebooks that go on from the first have longer steps.
    const most = path.startsWith(MAIN) ? 5 : 8;
    assert.ok(middle <= most, `${path}: the middle cell has ${middle} lines`);
    for (const cell of code) {
      const lines = joined(cell.source).split("\n");
      assert.ok(lines.length <= 16, `${path}: ${lines.length} lines in "${lines[0]}"`);
      const widest = lines.reduce((a, b) => (b.length > a.length ? b : a));
      assert.ok(widest.length <= 110, `${path}: ${widest}`);
      assert.deepEqual(
        Object.keys(cell.metadata).filter((key) => key !== "tags"),
        [],
      );
    }
    assert.deepEqual(Object.keys(notebook.metadata).sort(), ["kernelspec", "language_info"]);
    assert.ok(
      code.filter(({ outputs }) => outputs?.length).length > code.length / 2,
      `${path}: no outputs`,
    );
    const shown = code.flatMap(({ outputs = [] }) => outputs).map(({ data }) => data ?? {});
    for (const data of shown.filter((forms) => "application/vnd.plotly.v1+json" in forms)) {
      // Who reads it where no script runs sees the whole figure, labels and all.
      assert.match(joined(data["text/html"]), /<img src="data:image\/png/, path);
      assert.ok(joined(data["image/png"]).length > 1000, path);
    }
    assert.doesNotMatch(text, /\/(home|root|work|Users|tmp)\//);
  }
});

/** The notebook's own code: without the cell of the values that a run sets. */
function ownCode(cells: readonly Cell[]): Cell[] {
  return cells.filter(
    ({ cell_type, metadata }) =>
      cell_type === "code" && !metadata.tags?.includes("injected-parameters"),
  );
}

function tableRows(cell: Cell | undefined): string[][] {
  const rows = htmlOf(cell as Cell).match(/<tr>.*?<\/tr>/g) ?? [];
  return rows.map((row) =>
    (row.match(/<t[hd][^>]*>.*?<\/t[hd]>/g) ?? []).map((text) => text.replace(/<[^>]*>|,/g, "")),
  );
}
