import assert from "node:assert/strict";
import { test } from "node:test";
import { DataFrame } from "danfojs-node";
import { tableHtml } from "../src/notebook/tableHtml";
import { clusteringsTable, propagationTable, resultsTable, trainingTable } from "../src/tables";

test("tables name their units and count shares in per cent", () => {
  const table = propagationTable([{ percentileClosest: 50, nImages: 26263, labelAccuracy: 0.875 }]);
  assert.deepEqual(table.columns, ["percentile closest (%)", "images", "correct labels (%)"]);
  assert.deepEqual(table.values, [[50, 26263, 87.5]]);
});

test("a training's table has one row an epoch, and no validation columns without validation", () => {
  const history = {
    loss: [2, 1],
    accuracy: [0.25, 0.5],
    valLoss: [3, 2.5],
    valAccuracy: [0.125, 0.25],
    epochSeconds: [1.5, 1.25],
    nEpochs: 3,
    nSteps: 3,
    interrupted: false,
  };
  assert.deepEqual(trainingTable(history).values, [
    [1, 2, 25, 3, 12.5, 1.5],
    [2, 1, 50, 2.5, 25, 1.25],
  ]);
  const alone = trainingTable({ ...history, valLoss: [], valAccuracy: [] });
  assert.deepEqual(alone.columns, ["epoch", "loss", "accuracy (%)", "time (s)"]);
  const none = {
    ...history,
    loss: [],
    accuracy: [],
    valLoss: [],
    valAccuracy: [],
    epochSeconds: [],
  };
  assert.doesNotThrow(() => tableHtml(trainingTable(none), "no epoch"));
});

test("a long training's table keeps every n-th epoch and the last", () => {
  const many = Array.from({ length: 45 }, (_, i) => i + 1);
  const history = { loss: many, accuracy: many, valLoss: [], valAccuracy: [], epochSeconds: many };
  const table = trainingTable({ ...history, nEpochs: 45, nSteps: 45, interrupted: false });
  assert.deepEqual(
    table.values.map((row) => (row as number[])[0]),
    [3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45],
  );
});

/** A clustering that nothing cut short. */
const whole = { interrupted: false, nFinished: 10, nStarts: 10 };

test("clusterings and results stand side by side under their names", () => {
  const clusterings = clusteringsTable({
    tfjs: { inertia: 10.5, nIter: 3, labels: Int32Array.of(0, 1, 1, 0), ...whole },
    other: { inertia: 12, nIter: 4, labels: Int32Array.of(0, 1, 1, 1), ...whole },
  });
  assert.deepEqual(clusterings.values, [
    ["tfjs", 10.5, 3, 100],
    ["other", 12, 4, 75],
  ]);
  const results = resultsTable([
    {
      name: "50 labelled images",
      nImages: 50,
      labelAccuracy: 1,
      nSteps: 20,
      heldOut: { accuracy: 0.5, nImages: 100 },
    },
  ]);
  // Wilson's interval of 50 hits of 100 goes from 40.38 to 59.62 %.
  const half = (results["held-out ± (%)"].values as number[])[0];
  assert.ok(Math.abs(half - 9.6168) < 1e-3, `${half}`);
  const shown = ["50 labelled images", "50", "100.00", "20", "50.00", "9.62"];
  assert.deepEqual(cellsOf(tableHtml(results, ""))[1], shown);
});

test("clusterings of other images are not compared", () => {
  const of = (labels: number[]) => ({
    inertia: 1,
    nIter: 1,
    labels: Int32Array.from(labels),
    ...whole,
  });
  assert.throws(() => clusteringsTable({ a: of([0, 1]), b: of([0]) }), {
    message: /^labels\.length=1 must equal nImages=2/,
  });
  assert.deepEqual(clusteringsTable({}).values, []);
});

/** The text of a table's cells, row by row. */
function cellsOf(html: string): string[][] {
  const rows = html.match(/<tr>.*?<\/tr>/g) ?? [];
  return rows.map((row) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, text]) => text),
  );
}

/** Columns that say how many decimals they show. */
const TWO = { "accuracy (%)": 2, "time (s)": 2 };

test("numbers are rounded alike down a column, grouped by thousands and set to the right", () => {
  const table = new DataFrame({
    name: ["a", "b"],
    images: [52500, 7],
    inertia: [1611367.123, 5.5],
    loss: [0.123456, 1.5],
    "accuracy (%)": [84.3049, 9.1],
    "time (s)": [0.81234, 12],
  });
  const html = tableHtml(Object.assign(table, { decimals: TWO }), "Numbers");
  assert.deepEqual(cellsOf(html).slice(1), [
    ["a", "52,500", "1,611,367", "0.123", "84.30", "0.81"],
    ["b", "7", "6", "1.500", "9.10", "12.00"],
  ]);
  assert.match(html, /<th scope="row" style="text-align: left">a<\/th>/);
  assert.match(html, /<td style="text-align: right">52,500<\/td>/);
});

test("what is missing is a dash, and text is text", () => {
  const table = new DataFrame({
    "<b>": ["<i>&", '"x"'],
    share: [Number.NaN, 0.5],
    found: [true, false],
  });
  const html = tableHtml(table, "a < b");
  assert.deepEqual(cellsOf(html), [
    ["&lt;b&gt;", "share", "found"],
    ["&lt;i&gt;&amp;", "–", "true"],
    ["&quot;x&quot;", "0.5000", "false"],
  ]);
  assert.match(html, /<caption[^>]*>a &lt; b<\/caption>/);
});

test("small, huge and infinite numbers show what they are", () => {
  const table = new DataFrame({
    loss: [0.5, 1e-6, -1e-6],
    tiny: [1e-6, 2.5e-6, 0],
    "time (s)": [0.001, 12.5, 0],
    "accuracy (%)": [0.0004, 50.5, 1e-12],
    huge: [1.5e20, 3, Number.POSITIVE_INFINITY],
  });
  assert.deepEqual(cellsOf(tableHtml(Object.assign(table, { decimals: TWO }), "")).slice(1), [
    ["0.5000", "0.00000100", "0.001", "0.0004", "1.500e+20"],
    ["0.000001", "0.00000250", "12.50", "50.50", "3"],
    ["-0.000001", "0.00000000", "0.00", "1e-12", "∞"],
  ]);
});

test("an index that is not 0..n heads the rows", () => {
  const table = new DataFrame({ a: [1, 2, 3, 4], b: ["w", "x", "y", "z"] });
  assert.deepEqual(cellsOf(tableHtml(table, "")).slice(0, 2), [
    ["a", "b"],
    ["1", "w"],
  ]);
  assert.deepEqual(cellsOf(tableHtml(table.iloc({ rows: [1, 3] }), "")), [
    ["index", "a", "b"],
    ["1", "2", "x"],
    ["3", "4", "z"],
  ]);
  const described = tableHtml(new DataFrame({ a: [1, 2] }).describe(), "");
  assert.match(described, /<th scope="row" style="text-align: left">median<\/th><td/);
});

test("an object, a date, a large integer in a cell, one row, one column, none", () => {
  const cells = [{ a: [1, "<"] }, new Date(0), 2n ** 70n, new Date(Number.NaN)];
  const table = new DataFrame([cells], { columns: ["object", "date", "big", "none"] });
  assert.deepEqual(cellsOf(tableHtml(table, ""))[1], [
    "{ a: [ 1, '&lt;' ] }",
    "1970-01-01T00:00:00.000Z",
    "1,180,591,620,717,411,303,424",
    "–",
  ]);
  assert.deepEqual(cellsOf(tableHtml(new DataFrame({ a: [1] }), "")), [["a"], ["1"]]);
  assert.deepEqual(cellsOf(tableHtml(new DataFrame([], { columns: ["a"] }), "")), [["a"]]);
  assert.deepEqual(cellsOf(tableHtml(new DataFrame(), "")), [[]]);
});

test("a table of many rows", () => {
  const numbers = Array.from({ length: 200_000 }, (_, i) => i / 3);
  assert.equal(cellsOf(tableHtml(new DataFrame({ a: numbers }), "")).length, 200_001);
});

test("tables say what an interrupt cut short", () => {
  const clustering = { inertia: 10.5, nIter: 3, labels: Int32Array.of(0, 1) };
  const starts = { interrupted: true, nFinished: 3, nStarts: 10 };
  const table = clusteringsTable({ tfjs: { ...clustering, ...starts } });
  assert.deepEqual(table.values, [["tfjs (interrupted after 3 of 10 starts)", 10.5, 3, 100]]);
  const scores = { accuracy: 0.5, nImages: 4 };
  const result = { nImages: 50, labelAccuracy: 1, test: scores, heldOut: scores };
  const history = { interrupted: true, loss: [0.5], nEpochs: 1 };
  const results = resultsTable([
    { ...result, name: "whole", work: [{ ...starts, interrupted: false }] },
    { ...result, name: "cut", work: [starts, history] },
  ]);
  assert.deepEqual(results["trained on"].values, [
    "whole",
    "cut (interrupted after 3 of 10 starts, interrupted after 1 of 1 epoch)",
  ]);
});
