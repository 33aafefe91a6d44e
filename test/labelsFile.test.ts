import assert from "node:assert/strict";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { UNSURE } from "../src/data/classNames";
import { readCsv } from "../src/data/csv";
import { imageHash, imageHashes } from "../src/data/imageHash";
import { samplesOf } from "../src/data/samples";
import {
  checkAllLabelled,
  checkClasses,
  classNamesOf,
  type HandLabel,
  labelsFor,
  NO_LABEL,
} from "../src/labels/handLabels";
import {
  askForMissing,
  goneLabels,
  labelsCsv,
  letWait,
  readLabels,
  writeLabels,
  writeWaiting,
} from "../src/labels/labelsFile";
import { doubtfulNames } from "../src/labels/spelling";

const folder = mkdtempSync(join(tmpdir(), "labels-"));
after(() => rmSync(folder, { recursive: true }));

const hashes = imageHashes(samplesOf(Uint8Array.of(1, 2, 3, 4, 5, 6), [3, 2]), [1, 2]);
const when = "2026-05-04T09:31:07Z";
const label = (i: number, name: string): HandLabel => ({
  hash: hashes[i],
  file: `picture ${i}.png`,
  cluster: i,
  label: name,
  when,
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A file of labels as text, its rows given as [hash, label]. */
const rows = (...pairs: string[][]) =>
  ["hash,file,cluster,label,when", ...pairs.map(([hash, name]) => `${hash},a.png,0,${name},`)].join(
    "\n",
  );

test("an image is known by its pixels and their shape", () => {
  assert.equal(hashes[0], imageHash(Uint8Array.of(1, 2), [1, 2]));
  assert.notEqual(hashes[0], imageHash(Uint8Array.of(1, 2), [2, 1]));
  assert.equal(new Set(hashes).size, 3);
});

test("labels follow their images, whatever the order and number of these", () => {
  const labels = [label(0, "b"), label(1, UNSURE), label(0, "a")];
  const found = labelsFor([hashes[2], hashes[1], hashes[0]], labels, ["a", "b"]);
  assert.deepEqual([...found.y], [NO_LABEL, NO_LABEL, 0]);
  assert.deepEqual(found.missing, [0]);
  assert.deepEqual(found.unsure, [1]);
  assert.throws(() => labelsFor(hashes, labels, ["b"]), /label=a must be one of the 1 classes: b/);
});

test("classes are named in the order of their numbers", () => {
  const labels = ["10", "2", UNSURE, "b", "2"].map((name) => label(0, name));
  assert.deepEqual(classNamesOf(labels), ["2", "10", "b"]);
});

test("what was written is read again, and the file before it is kept", async () => {
  const path = join(folder, "new", "labels.csv");
  assert.deepEqual(await readLabels(path), []);
  await writeLabels(path, [label(0, 'a "quoted", one')]);
  const before = readFileSync(path);
  await writeLabels(path, [label(0, "é"), { ...label(1, UNSURE), cluster: undefined }]);
  const read = await readLabels(path, ["é"]);
  assert.deepEqual(
    read.map(({ line, ...rest }) => rest),
    [label(0, "é"), { ...label(1, UNSURE), cluster: undefined }],
  );
  assert.deepEqual(readFileSync(`${path}.bak`), before);
  assert.deepEqual(readdirSync(join(folder, "new")).sort(), ["labels.csv", "labels.csv.bak"]);
});

test("a file that cannot be written stays as it was, and nothing lies beside it", async () => {
  const path = join(file("stands-here", ""), "labels.csv");
  await assert.rejects(
    writeLabels(path, []),
    /labels.csv cannot be written: .*\((EEXIST|ENOTDIR)\)/,
  );
  assert.ok(!existsSync(path));
});

test("spreadsheets may save the file in their ways", async () => {
  const text = labelsCsv([label(0, "é"), label(1, "b")]);
  const plain = text.slice(1);
  const forms = {
    semicolons: plain.replaceAll(",", ";"),
    tabs: plain.replaceAll(",", "\t"),
    "Unix line ends": plain.replaceAll("\r\n", "\n"),
    "Latin-1": Buffer.from(plain, "latin1"),
    "UTF-16": Buffer.from(text, "utf16le"),
    "spaces and empty rows": `\r\n${plain.replaceAll(",", " , ")}\r\n,,,,\r\n`,
    "an accent apart": text.normalize("NFD"),
  };
  for (const [name, content] of Object.entries(forms)) {
    const read = await readLabels(file(name, content), ["é", "b"]);
    assert.deepEqual(
      read.map(({ hash, label }) => [hash, label]),
      [
        [hashes[0], "é"],
        [hashes[1], "b"],
      ],
      name,
    );
  }
});

test("a row without a label waits to be filled in; Unsure is no class", async () => {
  const text = rows([hashes[0], ""], [hashes[1], "b"], [hashes[2], "Unsure"]);
  const read = await readLabels(file("waiting.csv", text), ["b"]);
  assert.deepEqual(
    read.map(({ hash, label, line }) => [hash, label, line]),
    [
      [hashes[1], "b", 3],
      [hashes[2], UNSURE, 4],
    ],
  );
});

test("spaces and breaks that nobody sees make no other class", async () => {
  const text = rows([hashes[0], '"letter \n A"'], [hashes[1], "letter A"]);
  assert.deepEqual(classNamesOf(await readLabels(file("breaks in names.csv", text))), ["letter A"]);
});

test("rows may wait without a need for them; those of the sample's files do not", async () => {
  const path = join(folder, "welcome.csv");
  const asked = [0, 1, 2].map((i) => ({ hash: hashes[i], file: `${i}.png` }));
  await writeLabels(path, [label(1, "b")]);
  assert.deepEqual(await letWait(path, await readLabels(path), asked), [0, 2]);
  const waiting = (await readCsv(path)).slice(1).map(({ cells }) => [cells[0], cells[3]]);
  assert.deepEqual(waiting, [
    [hashes[1], "b"],
    [hashes[0], ""],
    [hashes[2], ""],
  ]);
  const sample = join(__dirname, "..", "notebooks", "labels", "digits", "no-such.csv");
  assert.deepEqual(await letWait(sample, [], asked), [0, 1, 2]);
  assert.ok(!existsSync(sample));
});

test("classes that no network can be made for are refused, and where they stand is named", () => {
  checkClasses("classes", ["a", "b"]);
  const refused = (names: string[], sentence: RegExp) =>
    assert.throws(() => checkClasses("x.csv", names), sentence);
  refused([], /^RangeError: x.csv names 0 classes, which must be 2 to 256: .*another class too$/);
  refused(["a"], /x.csv names 1 class \(a\), which must be 2 to 256/);
  refused(new Array(257).fill("a"), /names 257 classes, which must be 2 to 256: .*merge some$/);
  refused(["a", " "], /x.csv: name 2 is empty; give each class a name of its own/);
  refused(["a", "b", "a"], /x.csv: a stands twice/);
  refused(["a", "Unsure"], /x.csv: Unsure means that nobody can tell the class/);
  assert.throws(() => checkAllLabelled([4], "x.csv"), /^Error: 1 picture has no label .*number 5;/);
});

test("rows wait in the file for images without a label, beside what it held", async () => {
  const path = join(folder, "asked.csv");
  const asked = hashes.map((hash, cluster) => ({ hash, file: `picture ${cluster}.png`, cluster }));
  await writeLabels(path, [label(1, "b")]);
  const labels = await readLabels(path);
  await assert.rejects(
    askForMissing(path, labels, asked),
    /^Error: 2 pictures have no label yet in .*asked\.csv: numbers 1, 3; .* fill in their rows/,
  );
  const filled = readFileSync(path, "utf8").replaceAll(/,,\r\n/g, ",a,\r\n");
  const after = await readLabels(file("asked.csv", filled));
  assert.deepEqual(
    after.map((one) => [one.hash, one.file, one.label]),
    [1, 0, 2].map((i) => [hashes[i], `picture ${i}.png`, i === 1 ? "b" : "a"]),
  );
  await askForMissing(path, after, asked);
});

test("columns and notes of somebody's own stay when rows are added, and no write changes nothing", async () => {
  const path = file(
    "own-columns.csv",
    [
      "Label;hash;remark",
      `b;${hashes[1]};blurred;beside the table`,
      `;${hashes[2]};ask Ann`,
      `;${imageHash(Uint8Array.of(9), [1, 1])};`,
    ].join("\n"),
  );
  const asked = hashes.map((hash, cluster) => ({ hash, file: `${cluster}.png`, cluster }));
  const ask = async () => {
    await askForMissing(path, await readLabels(path), asked).catch(() => undefined);
    return (await readCsv(path)).map(({ cells }) => cells);
  };
  const expected = [
    ["Label", "hash", "remark", "", "file", "cluster", "when"],
    ["b", hashes[1], "blurred", "beside the table", "", "", ""],
    ["", hashes[2], "ask Ann", "", "2.png", "2", ""],
    ["", hashes[0], "", "", "0.png", "0", ""],
  ];
  assert.deepEqual(await ask(), expected);
  const before = [statSync(path).ino, statSync(`${path}.bak`).ino];
  assert.deepEqual(await ask(), expected);
  assert.deepEqual([statSync(path).ino, statSync(`${path}.bak`).ino], before);
});

test("equal images wait in one row, which another clustering gives its new number", async () => {
  const path = join(folder, "equal.csv");
  const asked = (cluster: number) => ({ hash: hashes[0], file: `image ${cluster}`, cluster });
  await writeWaiting(path, [asked(0), asked(1)]);
  await writeWaiting(path, [asked(3)]);
  const [, ...waiting] = (await readCsv(path)).map(({ cells }) => cells);
  assert.deepEqual(waiting, [[hashes[0], "image 3", "3", "", ""]]);
});

test("each row that cannot be used is named with its line", async () => {
  const path = file(
    "wrong.csv",
    rows(
      [hashes[0], "letter A"],
      [hashes[1], "lettr A"],
      [hashes[0], "letter B"],
      ["", "letter B"],
      ["12", "letter B"],
      [hashes[2], "dog"],
    ),
  );
  await assert.rejects(readLabels(path, ["letter A", "letter B"]), ({ message }) => {
    const lines = message.split("\n");
    assert.match(lines[0], /wrong.csv: 5 of its rows cannot be used; .*nothing was changed/);
    assert.match(lines[1], /line 3: label=lettr A is no class: did you mean letter A\?/);
    assert.match(lines[2], /line 4: the same image \(a.png\) as in line 2/);
    assert.match(lines[3], /line 5: label=letter B has no hash/);
    assert.match(lines[4], /line 6: hash=12 must be 64 hexadecimal digits/);
    assert.match(lines[5], /line 7: label=dog is no class; the classes are letter A, letter B/);
    return true;
  });
});

test("without a list of classes, case and spaces make no other class", async () => {
  const text = rows([hashes[0], "letter A"], [hashes[1], "Letter A"], [hashes[2], "letterA"]);
  const path = file("spellings.csv", text);
  const labels = await readLabels(path);
  assert.throws(
    () => doubtfulNames(path, labels),
    ({ message }: Error) => {
      const lines = message.split("\n");
      assert.match(lines[0], /spellings.csv: 2 of its rows cannot be used; .*nothing was changed/);
      assert.match(
        lines[1],
        /line 3: label=Letter A differs from letter A in line 2 only in case or sp/,
      );
      assert.match(
        lines[2],
        /line 4: label=letterA .*: did you mean letter A\? If they are two classes, l/,
      );
      return true;
    },
  );
  // The more frequent spelling is meant, and one that is known before all others.
  const twice = [label(0, "Cat"), label(1, "cat"), label(2, "cat")];
  assert.throws(() => doubtfulNames("x.csv", twice), /label=Cat differs from cat/);
  assert.throws(
    () => doubtfulNames("x.csv", twice, ["Cat"]),
    /x.csv: 2 of .*\n.*label=cat differs/,
  );
  assert.deepEqual(doubtfulNames("x.csv", twice, ["Cat", "cat"]), []);
});

test("a name that is given once, a letter from a frequent one, is asked about with its line", () => {
  const doubts = (...names: string[]) =>
    doubtfulNames(
      "x.csv",
      names.map((name, i) => ({ ...label(0, name), line: i + 2 })),
    );
  assert.deepEqual(doubts("shoe", "shoe", "shoe", "shoo", "dog", UNSURE), [
    "x.csv, line 5: only this picture is named shoo; did you mean shoe?",
  ]);
  assert.deepEqual(doubts("shoe", "shoo"), [], "neither is frequent");
  assert.deepEqual(doubts("shoe", "shoe", "shoe", "shoo", "shoo"), [], "both are meant");
  const frequent = [0, 1, 2].flatMap(() => ["letter A", "1", "cat", "type 1001"]);
  assert.deepEqual(doubts(...frequent, "letter B", "7", "car", "type 1002"), []);
  assert.equal(doubts(...frequent, "lettr A").length, 1);
  assert.equal(doubtfulNames("x.csv", [label(0, "shoo")], ["shoe"]).length, 1);
});

test("a gap among the classes cannot be named", async () => {
  const path = file("gap.csv", rows([hashes[0], "unnamed 0"]));
  await assert.rejects(
    readLabels(path, ["unnamed 0", "a", "b"]),
    /line 2: label=unnamed 0 is no class; the classes are a, b$/,
  );
});

test("lines are counted as an editor counts them, also after a name with a line break", async () => {
  const text = `hash,file,label\r\n${hashes[0]},"two\r\nlines.png",a\r\n${hashes[1]},,x`;
  await assert.rejects(readLabels(file("breaks.csv", text), ["a"]), /line 4: label=x/);
});

test("a file of something else is refused", async () => {
  await assert.rejects(
    readLabels(file("other.csv", "name,age\nx,3")),
    /line 1 must name the columns hash,file,cluster,label,when, but is "name,age"/,
  );
});

test("labels whose images are gone are told with their lines; a file of another set is refused", async () => {
  const labels = await readLabels(file("gone.csv", rows([hashes[0], "a"], [hashes[1], "b"])));
  assert.deepEqual(goneLabels("gone.csv", labels, hashes), []);
  const [gone, ...rest] = goneLabels("gone.csv", labels, hashes.slice(1));
  assert.match(gone, /gone.csv, line 2: the image of label a \(a.png\) is not among these/);
  assert.deepEqual(rest, []);
  assert.throws(
    () => goneLabels("gone.csv", labels, [hashes[2]]),
    /none of its 2 labels is of these 1 images/,
  );
});
