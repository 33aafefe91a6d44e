import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { idxBytes } from "../src/data/idx";
import { concatenate } from "../src/data/images";
import { loadImages, loadTrainTest } from "../src/data/loading";
import { scalePixels } from "../src/data/pixelScaling";
import { samplesOf } from "../src/data/samples";
import { dataFolder } from "./data/dataFolders";

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
  assert.deepEqual([...(train.target ?? [])], [0, 2, 1]);
  assert.deepEqual([...(held.target ?? [])], [2]);
  const scaled = scalePixels(held.data, { low: 0, high: 255 });
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
  await assert.rejects(
    loadImages("no/such/folder"),
    /dataDir=no\/such\/folder does not exist \(looked for .*no/,
  );
  await assert.rejects(loadImages(""), /^Error: dataDir= does not exist/);
});

test("sets of one size follow each other", async () => {
  const { train, test: held } = await loadTrainTest(await dataFolder());
  const all = concatenate(train, held);
  assert.deepEqual(all.data.shape, [4, 8]);
  assert.deepEqual([...(all.target ?? [])], [0, 2, 1, 2]);
  assert.throws(() => concatenate({ ...train, classNames: ["a", "b"] }, held), {
    message: /^second\.target\[0\]=2 must be an integer from 0 to nClasses-1=1/,
  });
});
