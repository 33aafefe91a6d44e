import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { idxBytes } from "../src/idx";
import { concatenate, normalize } from "../src/images";
import { loadImages, loadTrainTest } from "../src/loading";
import { samplesOf } from "../src/samples";

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** A folder of three training images and one test image of 2 x 4 pixels, with some files replaced. */
async function dataFolder(replaced: Record<string, Buffer | null> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "images-"));
  folders.push(folder);
  const pixels = (count: number) => Uint8Array.from({ length: count * 8 }, (_, i) => i * 5);
  const files: Record<string, Buffer | null> = {
    "train-images-idx3-ubyte": idxBytes(samplesOf(pixels(3), [3, 2, 4])),
    "train-labels-idx1-ubyte": idxBytes(samplesOf(Uint8Array.of(0, 2, 1), [3])),
    "t10k-images-idx3-ubyte": idxBytes(samplesOf(pixels(1), [1, 2, 4])),
    "t10k-labels-idx1-ubyte": idxBytes(samplesOf(Uint8Array.of(2), [1])),
    ...replaced,
  };
  for (const [name, bytes] of Object.entries(files)) {
    if (bytes) await writeFile(join(folder, name), bytes);
  }
  return folder;
}

test("MNIST: 70,000 digits, the training images first", async () => {
  const mnist = await loadImages();
  assert.deepEqual(mnist.data.shape, [70_000, 784]);
  assert.deepEqual(mnist.imageShape, [28, 28]);
  assert.deepEqual(mnist.classNames, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  assert.deepEqual([...mnist.target.subarray(0, 5)], [5, 0, 4, 1, 9]);
  assert.deepEqual([...mnist.target.subarray(60_000, 60_005)], [7, 2, 1, 0, 4]);
});

test("any size, any number of classes, gzip'd or not, with the names of the classes", async () => {
  const labels = gzipSync(idxBytes(samplesOf(Uint8Array.of(0, 2, 1), [3])));
  const folder = await dataFolder({
    "train-labels-idx1-ubyte": null,
    "train-labels-idx1-ubyte.gz": labels,
    "class-names.txt": Buffer.from("shirt\nshoe\nbag\n"),
  });
  const { train, test: held } = await loadTrainTest(folder);
  assert.deepEqual(train.data.shape, [3, 8]);
  assert.deepEqual(train.imageShape, [2, 4]);
  assert.deepEqual(train.classNames, ["shirt", "shoe", "bag"]);
  assert.deepEqual([...train.target], [0, 2, 1]);
  assert.deepEqual([...held.target], [2]);
  const scaled = normalize(held.data);
  assert.deepEqual(scaled.shape, [1, 8]);
  assert.equal(scaled.data[3], Math.fround(15 / 255));
});

test("each kind of damaged folder is refused with the file, the value and the bound", async () => {
  const images = idxBytes(samplesOf(new Uint8Array(24), [3, 2, 4]));
  const cases: [Record<string, Buffer | null>, RegExp][] = [
    [
      { "train-images-idx3-ubyte": images.subarray(0, 30) },
      /train-images.*length=30 bytes must be 40/,
    ],
    [
      { "train-images-idx3-ubyte": images.subarray(0, 9) },
      /train-images.*length=9 bytes must be 16/,
    ],
    [{ "train-images-idx3-ubyte": Buffer.concat([images, images]) }, /length=80 bytes must be 40/],
    [{ "train-images-idx3-ubyte": Buffer.from("hello, world") }, /magic=1751477356 must be 2051/],
    [{ "train-images-idx3-ubyte": Buffer.alloc(0) }, /magic=undefined must be 2051/],
    [{ "train-images-idx3-ubyte": gzipSync(images).subarray(0, 20) }, /cannot be unpacked/],
    [
      { "train-images-idx3-ubyte": idxBytes(samplesOf(new Uint8Array(16), [2, 2, 4])) },
      /nLabels=3 must equal nImages=2/,
    ],
    [
      { "train-images-idx3-ubyte": idxBytes(samplesOf(new Uint8Array(12), [3, 2, 2])) },
      /images of 2 x 4 pixels cannot follow images of 2 x 2/,
    ],
    [
      { "t10k-labels-idx1-ubyte": null },
      /has neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz/,
    ],
    [
      { "class-names.txt": Buffer.from("shirt\nshoe") },
      /class-names\.txt: label=2 has no name on line 3; the file has 2 lines.* labels are 0 to 2: .*it holds class-names\.txt, t10k-images/,
    ],
    [
      {
        "t10k-images-idx3-ubyte": idxBytes(samplesOf(new Uint8Array(0), [0, 2, 4])),
        "t10k-labels-idx1-ubyte": idxBytes(samplesOf(new Uint8Array(0), [0])),
      },
      /holds no pixels/,
    ],
  ];
  for (const [replaced, message] of cases) {
    const folder = await dataFolder(replaced);
    await assert.rejects(loadImages(folder), message);
  }
  await assert.rejects(loadImages("no/such/folder"), /dataDir=no\/such\/folder does not exist/);
});

test("sets of one size follow each other", async () => {
  const { train, test: held } = await loadTrainTest(await dataFolder());
  const all = concatenate(train, held);
  assert.deepEqual(all.data.shape, [4, 8]);
  assert.deepEqual([...all.target], [0, 2, 1, 2]);
});

/** A folder as `dataFolder` makes it, with each file moved to where `place` says. */
async function movedFolder(place: (name: string) => string): Promise<string> {
  const folder = await dataFolder();
  for (const name of NAMES) {
    await rename(join(folder, name), join(folder, "moving"));
    await mkdir(dirname(join(folder, place(name))), { recursive: true });
    await rename(join(folder, "moving"), join(folder, place(name)));
  }
  return folder;
}

const NAMES = [
  "train-images-idx3",
  "train-labels-idx1",
  "t10k-images-idx3",
  "t10k-labels-idx1",
].map((name) => `${name}-ubyte`);
const dotted = (name: string) => name.replace("-idx", ".idx");

test("files are found under 7-Zip's, Kaggle's and EMNIST's names, beside what systems make", async () => {
  const places: ((name: string) => string)[] = [
    dotted,
    (name) => `${name}/${name}`,
    (name) => `${dotted(name)}/${name}`,
    (name) => `emnist-letters-${name.replace("t10k", "test")}`,
  ];
  for (const place of places) {
    const folder = await movedFolder(place);
    await mkdir(join(folder, ".ipynb_checkpoints"));
    await mkdir(join(folder, "__MACOSX"));
    await writeFile(join(folder, ".DS_Store"), "x");
    await writeFile(join(folder, `._${NAMES[0]}`), "x");
    const { train } = await loadTrainTest(folder);
    assert.deepEqual([...train.target], [0, 2, 1], place(NAMES[0]));
  }
  const kaggle = await movedFolder((name) => `${name}/${name}`);
  for (const name of NAMES) await writeFile(join(kaggle, dotted(name)), "the plain copy is taken");
  await assert.rejects(loadImages(kaggle), /train-images\.idx3-ubyte: magic=/);
});

test("two sets in one folder are refused, a plain one beside another is not", async () => {
  const folder = await movedFolder((name) => `emnist-letters-${name}`);
  await writeFile(join(folder, "emnist-digits-train-images-idx3-ubyte"), "x");
  await assert.rejects(
    loadImages(folder),
    /holds several sets: emnist-digits, emnist-letters; give/,
  );
  const plain = await dataFolder({ "emnist-digits-train-images-idx3-ubyte": Buffer.from("x") });
  assert.equal((await loadImages(plain)).target.length, 4);
});

test("every error of a file names the file", async () => {
  const folder = await dataFolder({ "t10k-labels-idx1-ubyte": null });
  const path = join(folder, "t10k-labels-idx1-ubyte");
  await mkdir(path);
  await assert.rejects(
    loadImages(folder),
    /t10k-labels-idx1-ubyte: it is a folder; put a file there/,
  );
  await rm(path, { recursive: true });
  await symlink("nowhere", path);
  await assert.rejects(loadImages(folder), /t10k-labels-idx1-ubyte: it does not exist/);
  await rm(path);
  await symlink("t10k-labels-idx1-ubyte", path);
  await assert.rejects(loadImages(folder), /t10k-labels-idx1-ubyte: its links lead in a circle/);
  await rm(path);
  execFileSync("mkfifo", [path]);
  await assert.rejects(loadImages(folder), /t10k-labels-idx1-ubyte: it is no ordinary file/);
  const other = await dataFolder();
  await mkdir(join(other, "class-names.txt"));
  await assert.rejects(loadImages(other), /class-names\.txt: it is a folder; put a file there/);
  await assert.rejects(loadImages(join(other, NAMES[0])), /train-images-idx3-ubyte: .*no folder/);
});

test("of a gzip'd file no more is unpacked than its header says", async () => {
  const image = idxBytes(samplesOf(new Uint8Array(16), [1, 4, 4]));
  const bomb = gzipSync(Buffer.concat([image, Buffer.alloc(2 ** 28)]));
  const endless = gzipSync(idxBytes(samplesOf(new Uint8Array(0), [0, 4, 4])));
  const huge = Buffer.from(image);
  huge.writeUInt32BE(2 ** 31, 4);
  const damaged = gzipSync(image);
  damaged.fill(0xff, damaged.length - 8, damaged.length - 4);
  for (const [bytes, message] of [
    [bomb, /length=more than 32 bytes must be 32 by its own header/],
    [gzipSync(huge), /length=at most \d+ bytes must be 34359738384 by its own header/],
    [endless, /nLabels=3 must equal nImages=0/],
    [damaged, /train-images.*cannot be unpacked \(incorrect data check\)/],
  ] as const) {
    const folder = await dataFolder({ "train-images-idx3-ubyte": bytes });
    const before = process.memoryUsage().rss;
    await assert.rejects(loadImages(folder), message);
    assert.ok(process.memoryUsage().rss - before < 2 ** 26, "no more than its header says");
  }
});

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
  await assert.rejects(load(""), /label=1 has no name on line 2; the file has 0 lines/);
  await assert.rejects(load(Buffer.from(lines, "utf16le")), /no text in UTF-8/);
  await assert.rejects(load(Buffer.from("a\n\xe7\nb", "latin1")), /save it as UTF-8/);
  const many = Array.from({ length: 257 }, (_, i) => `class ${i}`).join("\n");
  await assert.rejects(load(many), /nNames=257 must be at most 256/);
});
