import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { RUNS } from "./support/notebooks";
import { compareAll, python } from "./support/runs";

const RESULTS = join(RUNS, "results.csv");
const INDEX = join(RUNS, "index.html");
const REMEDY = /results\.csv cannot be read \(.*\); mend it, .*: the next run begins a new one\n$/;

const HEADING =
  "date,run,notebook,status,seconds,peak memory (MiB),machine,ceiling,k,all: accuracy (%),all: ± (%)";
const ROW = '2026-01-02 03:04:05,"n, again",n,done,83.5,900,a machine,true,3,30.75,0.5';
/** A row that somebody was still writing. */
const CUT = "2026-01-03 00:00:00,cut,n,done,1.5";
const TABLE = `${HEADING}\n${ROW}\n`;

/** The table as a spreadsheet with decimal commas saves it. */
const WITH_SEMICOLONS = `"date";"run";"notebook";"status";"seconds";"peak memory (MiB)";"machine";"ceiling";"k";"all: accuracy (%)";"all: ± (%)"\r
2026-01-02 03:04:05;"n, again";n;done;83,5;900;a machine;TRUE;3;30,75;0,5\r
;;;;;;;;;;\r
`;

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
const latin1 = (text: string) => Buffer.from(text, "latin1");

/** The rows that runs read in files with these bytes, or why they do not. */
function readAs(files: readonly Uint8Array[]): (Record<string, string>[] | string)[] {
  const script = `
import base64, json
from tables import NoTable, rows_in
def told(data):
    try:
        return rows_in(base64.b64decode(data))
    except NoTable as error:
        return str(error)
print(json.dumps([told(data) for data in json.load(sys.stdin)]))`;
  return JSON.parse(
    python(script, JSON.stringify(files.map((bytes) => Buffer.from(bytes).toString("base64")))),
  );
}

/** Adds a row as a run does; returns what is said about it. */
function addRow(): string {
  return python(`
import nbformat
from history import add_row
from naming import Files
add_row(nbformat.v4.new_notebook(), [], Files("new", "n", None), "done", 1, None)`);
}

beforeEach(() => {
  rmSync(RESULTS, { recursive: true, force: true });
  rmSync(INDEX, { force: true });
});

test("the table of runs is read as spreadsheets save it", () => {
  const forms = {
    "UTF-8 without a mark": TABLE,
    "UTF-16": utf16(TABLE),
    "UTF-16, the other way round": utf16(TABLE).swap16(),
    "UTF-16, tabs": utf16(WITH_SEMICOLONS.replaceAll(";", "\t").replaceAll('"', "")),
    "Windows' Latin-1": latin1(TABLE),
    "semicolons, decimal commas, quoted heading, empty rows": latin1(WITH_SEMICOLONS),
    "decimal commas in quotes": TABLE.replace("83.5", '"83,5"').replace(
      /30\.75,0\.5/,
      '"30,75","0,5"',
    ),
    "line ends of old": TABLE.replaceAll("\n", "\r"),
    "cells that are empty at the end": TABLE.replaceAll("\n", ",,\n"),
    "a row that was cut short": TABLE + CUT,
  };
  const read = readAs(Object.values(forms).map((form) => Buffer.from(form as string)));
  const [expected] = readAs([Buffer.from(TABLE)]);
  assert.equal(expected.length, 1);
  const cells = { ceiling: "true", run: "n, again", seconds: "83.5", "all: ± (%)": "0.5" };
  assert.deepEqual({ ...(expected[0] as object), ...cells }, expected[0]);
  Object.keys(forms).forEach((form, i) => {
    assert.deepEqual(read[i].slice(0, 1), expected, form);
  });
  assert.equal((read.at(-1) as Record<string, string>[])[1].machine, "");
});

test("what is no whole table is not taken for one, and the reason is told", () => {
  const damaged: [string | Buffer, RegExp][] = [
    ["something else", /not the table that runs write/],
    ["date,amount\n", /not the table that runs write/],
    [Buffer.of(...Buffer.from(TABLE), 0x81), /encoding is unknown/],
    [Buffer.of(0x50, 0x4b, 3, 4, 0, 0), /no text in UTF-8/],
    [`${TABLE}2026-01-03 00:00:00,"cu`, /damaged: unexpected end of data/],
    [`${TABLE}${ROW},more\n`, /line 3 has a cell below no name of a column/],
    [TABLE.replace("ceiling", "k"), /two of its columns are called k/],
    [`${HEADING}\n${ROW}${"9".repeat(200_000)}\n`, /damaged: field larger than/],
  ];
  const read = readAs(damaged.map(([content]) => Buffer.from(content as string)));
  damaged.forEach(([, reason], i) => {
    assert.match(read[i] as string, reason);
  });
});

test("`npm run runs` and the next run take a spreadsheet's table, cut short even", () => {
  writeFileSync(RESULTS, Buffer.concat([latin1(TABLE), Buffer.from(CUT)]));
  const { status, output } = compareAll();
  assert.equal(status, 0, output);
  assert.match(output, /30\.75 +83\.5 +done .*n, again\n/);
  assert.match(output, /index\.html compares them\.\n$/);
  assert.equal(addRow(), "");
  const [heading, first] = readFileSync(RESULTS, "utf8").split("\n");
  assert.equal(heading, `\ufeff${HEADING}`);
  assert.equal(first, ROW);
});

test("a table that cannot be read is refused in one line, and stays", () => {
  const content = "date,amount\n";
  writeFileSync(RESULTS, content);
  const { status, output } = compareAll();
  assert.equal(status, 1, output);
  assert.match(output, REMEDY);
  assert.doesNotMatch(output.trim(), /\n/);
  assert.match(addRow(), REMEDY);
  assert.equal(readFileSync(RESULTS, "utf8"), content);
  rmSync(RESULTS);
  mkdirSync(RESULTS);
  assert.match(compareAll().output, REMEDY);
});

test("without runs, nothing is compared, whatever page an earlier one left", () => {
  writeFileSync(INDEX, "an earlier page");
  writeFileSync(RESULTS, `${HEADING}\n`);
  const { status, output } = compareAll();
  assert.equal(output, "There are no runs yet: npm run notebook makes one.\n");
  assert.equal(status, 0);
  assert.deepEqual(readAs([Buffer.of()]), [[]]);
  assert.equal(readFileSync(INDEX, "utf8"), "an earlier page");
  addRow();
  assert.equal(readFileSync(RESULTS, "utf8").split("\n").length, 3);
  assert.ok(existsSync(INDEX));
});

test("the rows of a table of results keep apart, with as few numbers as that takes", () => {
  const rows = ["the first 50 images", "k=10", "k=20", "same", "same", "7", "8", "50 images", null];
  const said = python(
    `
import json, nbformat
from history import measured
rows = json.load(sys.stdin)
data = [{"row": row, "score": i} for i, row in enumerate(rows)] + [{"row": "lacks"}]
resource = {"schema": {"fields": [{"name": "row"}, {"name": "score"}]}, "data": data}
forms = {"text/plain": "", "text/html": "", "application/vnd.dataresource+json": resource}
cell = nbformat.v4.new_code_cell("", metadata={"tags": ["results"]})
cell.outputs = [nbformat.v4.new_output("display_data", data=forms)]
print(json.dumps(measured(nbformat.v4.new_notebook(cells=[cell]))))`,
    JSON.stringify(rows),
  );
  assert.deepEqual(JSON.parse(said), {
    "the first images: score": "0",
    "k=10: score": "1",
    "k=20: score": "2",
    "same: score": "3",
    "same (2): score": "4",
    "7: score": "5",
    "8: score": "6",
    "images: score": "7",
    ": score": "8",
    "lacks: score": "",
  });
});
