import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadFolder } from "../src/data/pictures/folder";
import reference from "./reference/parquet.json";
import { runInKernel } from "./support/kernelDriver";

const folder = mkdtempSync(join(tmpdir(), "tables-"));
after(() => rmSync(folder, { recursive: true }));

const IMAGES = [0, 1, 2, 3, 4, 5, 6, 255, 8, 9, 10, 11];

function put(name: string, bytes: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A Parquet file that pyarrow or polars wrote; see test/reference/parquet.py. */
function parquet(name: keyof typeof reference.files): string {
  return put(`${String(name)}.parquet`, Buffer.from(reference.files[name], "base64"));
}

/** Asserts that a table is refused with a sentence about its path. */
async function refused(path: string, sentence: RegExp): Promise<void> {
  await assert.rejects(loadFolder(path), (error: Error) => {
    assert.ok(error.message.includes(path), error.message);
    assert.doesNotMatch(error.message, /\n/);
    assert.match(error.message, sentence);
    return true;
  });
}

test("CSV: with a heading or without, with names of classes or without", async () => {
  const images = await loadFolder(put("a.csv", "label,p0,p1,p2,p3\n7,0,1,2,3\n10,4,5,6,255\n"));
  assert.deepEqual([...images.data.data], IMAGES.slice(0, 8));
  assert.deepEqual(
    [images.imageShape, images.classNames],
    [
      [2, 2],
      ["7", "10"],
    ],
  );
  assert.deepEqual([...images.target], [0, 1]);
  assert.deepEqual(images.sizes, [
    [2, 2],
    [2, 2],
  ]);
  const bare = await loadFolder(put("bare.csv", '"x";0;1;2;3\r\n"z";4;5;6;255\r\n'));
  assert.deepEqual([...bare.data.data], IMAGES.slice(0, 8));
  assert.deepEqual(bare.classNames, ["x", "z"], "a name is no heading");
  const quoted = await loadFolder(put("quoted.csv", '"0","1","2","3"\n"4","5","6","255"\n'));
  assert.deepEqual([...quoted.data.data], IMAGES.slice(0, 8), "some programs quote all cells");
});

test("CSV: in any of the usual encodings, with commas in names and at the ends of lines", async () => {
  const rows = 'label,p0,p1,p2,p3,\r\n"Käse, süß",0,1,2,3,\r\nBrot,4,5,6,255,\r\n';
  const utf16 = Buffer.from(`\ufeff${rows}`, "utf16le");
  const forms = {
    "utf-8": Buffer.from(rows),
    "utf-8 with its mark": Buffer.from(`\ufeff${rows}`),
    "latin-1": Buffer.from(rows, "latin1"),
    "utf-16le": utf16,
    "utf-16be": Buffer.from(utf16).swap16(),
    "old Mac": Buffer.from(rows.replaceAll("\r\n", "\r")),
    semicolons: Buffer.from(rows.replace(/,(?! )/g, ";")),
  };
  for (const [name, bytes] of Object.entries(forms)) {
    const images = await loadFolder(put(`${name}.csv`, bytes));
    assert.deepEqual([...images.data.data], IMAGES.slice(0, 8), name);
    assert.deepEqual(images.classNames, ["Brot", "Käse, süß"], name);
    assert.match(
      images.notes[1],
      /^A column beside the pixels tells 2 classes: Brot, Käse, süß\.$/,
    );
  }
  const bare = await loadFolder(put("ends.csv", "0,1,2,3,,\n4,5,6,255,,\n"));
  assert.deepEqual([[...bare.data.data], bare.classNames], [IMAGES.slice(0, 8), []]);
  await refused(
    put("half.csv", '"a,0,1,2,3\nb,4,5,6,7\n'),
    /line 1: its quotation marks do not ma/,
  );
  await refused(put("zeros.csv", Buffer.alloc(99)), /is no text; save it as CSV in UTF-8/);
});

test("CSV: a large file's lines come out whole wherever it is cut", async () => {
  // Longer than what is read at a time, with a letter of two bytes at every place of a cut.
  const name = "ä".repeat(300_000);
  const long = `${name},0,1,2,3\r\n`.repeat(4);
  for (const encoding of ["utf8", "latin1"] as const) {
    const images = await loadFolder(put(`long ${encoding}.csv`, Buffer.from(long, encoding)));
    assert.deepEqual([images.files.length, images.classNames], [4, [name]]);
  }
  await refused(put("one line.csv", "1".repeat(2 ** 25)), /has no line ends/);
});

test("a column that is neither pixel nor class is refused by its name", async () => {
  const rows = "3,0,1,2,3\n4,4,5,6,7\n";
  await refused(
    put("id.csv", `id,p0,p1,p2,p3\n${rows}`),
    /column id is no pixel as p0, p1, \.\.\. are/,
  );
  await refused(put("index.csv", `,1x1,1x2,2x1,2x2\n${rows}`), /column "" is no pixel as 1x1, 1x2/);
  const two = "label,p0,p1,p2,p3,split\na,0,1,2,3,0\nb,4,5,6,7,1\n";
  await refused(
    put("split.csv", two),
    /column split is no pixel .* called label, class, target or y/,
  );
  const numbers = Array.from({ length: 64 }, (_, i) => i);
  const counted = `id,${numbers}\n1,${numbers}\n2,${numbers}\n`;
  await refused(put("counted.csv", counted), /column id is no pixel as 0, 1, \.\.\. are/);
  const plain = await loadFolder(put("plain.csv", `${numbers}\n${numbers}\n${numbers}\n`));
  assert.equal(plain.files.length, 2, "pandas counts columns that have no names");
});

test("CSV: what is no pixel is refused by its line", async () => {
  await refused(put("b.csv", "0;1;2;3\n4;5;6;256\n"), /line 2: pixel=256 must be an integer/);
  await refused(put("c.csv", "0,1,2,3\n4,5,6\n"), /line 2: 3 pixels must be 4/);
  await refused(put("d.csv", "a,b,c\n0,1,2\n4,5,6\n"), /2 rows of 3 pixels; give at least 2 rows/);
  await refused(put("e.bin", "0,1"), /must be a folder of pictures, or a CSV or Parquet file/);
});

test("Parquet: any numbers and compression, names in any kind of column, missing ones none", async () => {
  for (const name of ["snappy", "zstd", "gzip", "brotli", "lz4", "dictionary"] as const) {
    const images = await loadFolder(parquet(name));
    assert.deepEqual([...images.data.data], IMAGES, name);
    assert.deepEqual(
      [images.imageShape, images.classNames],
      [
        [2, 2],
        ["2", "ten"],
      ],
      name,
    );
    assert.deepEqual([...images.target], [1, -1, 0], name);
    assert.equal(images.files[2], `${name}.parquet row 3`);
  }
  const numbers = await loadFolder(parquet("numbers"));
  assert.deepEqual(
    [[...numbers.target], numbers.classNames],
    [
      [1, 0, -1],
      ["2", "10"],
    ],
  );
  const unnamed = await loadFolder(parquet("unnamed"));
  assert.deepEqual([[...unnamed.target], unnamed.classNames], [[-1, -1, -1], []]);
  const fromCsv = await loadFolder(put("same.csv", "0,1,2,3\n4,5,6,255\n8,9,10,11\n"));
  assert.deepEqual(unnamed.hashes, fromCsv.hashes, "labels stay with their images");
});

test("Parquet: what is no pixel is refused by its row and column", async () => {
  await refused(parquet("missing"), /row 2, column p2: is missing and must be an integer from 0/);
  await refused(parquet("large"), /row 3, column p1: 256 must be an integer from 0 to 255/);
  await refused(parquet("negative"), /row 3, column p3: -1 must be/);
  await refused(parquet("fraction"), /row 1, column p0: 0.5 must be/);
  await refused(parquet("dates"), /row 1, column p4: .* must be an integer/);
  await refused(
    parquet("text"),
    /column file \(BYTE_ARRAY\) holds no numbers; give a column a pixel/,
  );
  await refused(parquet("flags"), /column seen \(BOOLEAN\) holds no numbers/);
  await refused(parquet("lists"), /column pixels \(list or group\) holds no numbers/);
  await refused(parquet("uneven"), /2 rows of 3 pixels; give at least 2 rows of a square number/);
  await refused(parquet("single"), /1 rows of 4 pixels; give at least 2 rows/);
  await refused(parquet("none"), /2 rows of 0 pixels/);
});

test("Parquet: a file that is none, empty or cut off is refused", async () => {
  await refused(put("text.parquet", "label,p0"), /damaged, cut off or no Parquet file \(/);
  await refused(put("empty.parquet", ""), /damaged, cut off or no Parquet file \(/);
  const whole = readFileSync(parquet("snappy"));
  const holed = Buffer.concat([Buffer.alloc(300), whole.subarray(300)]);
  await refused(put("holed.parquet", holed), /damaged, cut off or no Parquet file \(/);
  await refused(
    put("cut.parquet", whole.subarray(0, -9)),
    /damaged, cut off or no Parquet file \(/,
  );
});

test("Parquet is read in a notebook's kernel too", () => {
  const { read } = runInKernel({
    read: {
      code: `import { loadFolder } from "./src/data/pictures/folder";
const table = await loadFolder(${JSON.stringify(parquet("zstd"))});
[...table.data.data].join()`,
    },
  });
  assert.equal(read.status, "ok", read.stderr);
  assert.match(read.stdout, new RegExp(`^${IMAGES.join()}\\s*$`));
  assert.equal(read.stderr, "");
});

test("a Node that cannot load ES modules in the kernel's way says which one can", () => {
  // Compiled as tslab does it: an import becomes a require.
  const script = `
const { readFileSync } = require("node:fs");
const { transpileModule } = require("@tslab/typescript-for-tslab");
const compilerOptions = { module: 1, target: 9, esModuleInterop: true };
require("node:module")._extensions[".ts"] = (module, file) => module._compile(
  transpileModule(readFileSync(file, "utf8"), { compilerOptions }).outputText, file);
require("./src/data/pictures/parquetPixels.ts").parquetPixels("x.parquet")
  .catch((error) => process.stdout.write(error.message));`;
  const flags = ["--no-warnings", "--no-experimental-require-module", "-e", script];
  const { stdout, stderr } = spawnSync(process.execPath, flags, { encoding: "utf8" });
  assert.equal(stderr, "");
  assert.match(
    stdout,
    /^x\.parquet: Node [\d.]+ cannot load what reads Parquet; take Node 20\.19, 22\.12 or any newer one, or save/,
  );
});
