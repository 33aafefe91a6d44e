import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { idxBytes } from "../src/data/idx";
import { loadImages } from "../src/data/loading";
import { samplesOf } from "../src/data/samples";
import { dataFolder } from "./data/dataFolders";

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
