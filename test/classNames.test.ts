import assert from "node:assert/strict";
import { test } from "node:test";
import { isNamed } from "../src/data/classNames";
import { idxBytes } from "../src/data/idx";
import { loadImages } from "../src/data/loading";
import { samplesOf } from "../src/data/samples";
import { imagesSentence } from "../src/sentences";
import { dataFolder } from "./data/dataFolders";

test("names of classes: a line is a label, in any encoding that says what it is", async () => {
  const load = async (text: string | Buffer, labels = [1, 2, 3]) => {
    const folder = await dataFolder({
      "class-names.txt": Buffer.from(text as string),
      "train-labels-idx1-ubyte": idxBytes(samplesOf(Uint8Array.from(labels), [3])),
    });
    return (await loadImages(folder)).classNames;
  };
  const names = ["unnamed 0", "a", "b <i>", "ç"];
  const lines = "\na\nb <i>\nç\n\n";
  const utf16 = Buffer.from(`\ufeff${lines}`, "utf16le");
  for (const text of [lines, lines.replaceAll("\n", "\r\n"), `\ufeff${lines}`]) {
    assert.deepEqual(await load(text), names);
  }
  assert.deepEqual(await load(utf16), names);
  assert.deepEqual(await load(Buffer.from(utf16).swap16()), names);
  assert.deepEqual(await load("zero\none\ntwo\nthree\nfour"), [
    "zero",
    "one",
    "two",
    "three",
    "four",
  ]);
  assert.deepEqual(await load("zero\none\ntwo\n\nfour", [0, 1, 2]), [
    "zero",
    "one",
    "two",
    "unnamed 3",
    "four",
  ]);
  await assert.rejects(
    load("a\nb\nc"),
    /label=3 has no name on line 4; the file has 3 lines.* labels are 1 to 3/,
  );
  await assert.rejects(load("a\n\nc\nd"), /label=1 has no name on line 2/);
  await assert.rejects(load("a\nb\nc\nb"), /class-names\.txt: line 4 names "b" as line 2 does/);
  await assert.rejects(
    load("a\nb\nc\nd\nUnsure"),
    /line 5 names "Unsure", which means .* nobody can tell the class; give the class another name/,
  );
  await assert.rejects(load(""), /label=1 has no name on line 2; the file has 0 lines/);
  await assert.rejects(load(Buffer.from(lines, "utf16le")), /no text in UTF-8/);
  await assert.rejects(load(Buffer.from("a\n\xe7\nb", "latin1")), /save it as UTF-8/);
  const many = Array.from({ length: 257 }, (_, i) => `class ${i}`).join("\n");
  await assert.rejects(load(many), /nNames=257 must be at most 256/);
});

test("a file of names that names no class is refused where there are no labels either", async () => {
  const none = { "train-labels-idx1-ubyte": null, "t10k-labels-idx1-ubyte": null };
  const folder = await dataFolder({ ...none, "class-names.txt": Buffer.from("\n \n") });
  await assert.rejects(loadImages(folder), /class-names\.txt: it names no class; write the names/);
});

test("names of classes are found with other capitals and with the end that Windows hides", async () => {
  for (const name of ["Class-Names.TXT", "class-names.txt.txt"]) {
    const folder = await dataFolder({ [name]: Buffer.from("a\nb\nc\nd") });
    assert.deepEqual((await loadImages(folder)).classNames, ["a", "b", "c", "d"], name);
  }
});

test("numbers that no image has are no classes: EMNIST's letters have none called 0", async () => {
  const folder = await dataFolder({
    "train-labels-idx1-ubyte": idxBytes(samplesOf(Uint8Array.of(1, 2, 3), [3])),
  });
  const images = await loadImages(folder);
  assert.deepEqual(images.classNames.filter(isNamed), ["1", "2", "3"]);
  assert.match(imagesSentence(images), / 3 classes: 1, 2, 3\.$/);
});
