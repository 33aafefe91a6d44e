import assert from "node:assert/strict";
import { test } from "node:test";
import { KMeans } from "../src/clustering/kmeans";
import { imageHashes } from "../src/data/imageHash";
import { loadTrainTest } from "../src/data/loading";
import { head, largestDifference, type Samples, samplesOf } from "../src/data/samples";
import { MinMaxScaler } from "../src/data/scaling";
import { imageSpace, type Space } from "../src/graph/imageSpace";

const SPACES: Space[] = ["pixels", "gradients", "spectral"];

/** Images as `loadFolder` gives them. */
function imagesOf(data: Samples<Uint8Array>, imageShape: readonly [number, number]) {
  return { data, imageShape, hashes: imageHashes(data, imageShape) };
}

/** Bars that lie or stand on a dark ground, wider than high, each in another place or of another grey. */
function bars(count: number, height = 18, width = 30) {
  const data = new Uint8Array(count * height * width);
  for (let i = 0; i < count; i++) {
    const [across, at] = [i % 2 === 0, 3 + (i % 5)];
    for (let y = 2; y < height - 2; y++) {
      for (let x = 2; x < width - 2; x++) {
        const along = across ? y : x;
        if (along >= at && along < at + 3) data[(i * height + y) * width + x] = 255 - (i >> 1);
      }
    }
  }
  return imagesOf(samplesOf(data, [count, height * width]), [height, width]);
}

async function clustersOf(X: Samples, k: number): Promise<Int32Array> {
  return (await new KMeans({ nClusters: k, nInit: 4 }).fit(X)).labels;
}

test("pixels are those of the first notebook", async () => {
  const { train } = await loadTrainTest();
  const data = head(train.data, 60);
  const X = await imageSpace(imagesOf(data, [28, 28]), { space: "pixels", k: 5 });
  assert.equal(largestDifference(X, new MinMaxScaler().fitTransform(data)), 0);
});

test("each space of digits does better than the one before", async () => {
  const { train } = await loadTrainTest();
  const [n, k] = [2000, 50];
  const images = imagesOf(head(train.data, n), [28, 28]);
  const shares: number[] = [];
  for (const space of SPACES) {
    const X = await imageSpace(images, { space, k });
    const labels = await clustersOf(X, k);
    // The share of images whose cluster is mostly of their own class.
    const counts = Array.from({ length: k }, () => new Array<number>(10).fill(0));
    labels.forEach((cluster, i) => {
      counts[cluster][train.target[i]]++;
    });
    shares.push(counts.reduce((sum, ofClasses) => sum + Math.max(...ofClasses), 0) / n);
  }
  const [pixels, gradients, spectral] = shares;
  assert.ok(gradients > pixels + 0.05 && spectral > gradients, shares.join(" "));
});

test("pictures that are not square, and few of them, have all spaces", async () => {
  for (const count of [11, 40]) {
    const images = bars(count);
    for (const space of SPACES) {
      const X = await imageSpace(images, { space, k: 2 });
      assert.equal(X.shape[0], count, space);
      assert.ok(X.data.every(Number.isFinite), space);
      if (space === "pixels") continue;
      const labels = await clustersOf(X, 2);
      const other = 1 - labels[0];
      const expected = labels.map((_, i) => (i % 2 === 0 ? labels[0] : other));
      assert.deepEqual(labels, expected, `${space} of ${count}`);
    }
  }
});

test("blank pictures lie together, deskewed or not", async () => {
  const { data, imageShape } = bars(40);
  const pixels = data.data.slice();
  pixels.fill(0, 0, 10 * 18 * 30);
  const images = imagesOf(samplesOf(pixels, data.shape), imageShape);
  for (const space of ["gradients", "spectral"] as const) {
    for (const upright of [true, false]) {
      const X = await imageSpace(images, { space, k: 3, upright });
      assert.ok(X.data.every(Number.isFinite));
      const labels = await clustersOf(X, 3);
      const blank = new Set(labels.subarray(0, 10));
      assert.equal(blank.size, 1, space);
      assert.ok(!labels.subarray(10).some((label) => blank.has(label)), space);
    }
  }
});

test("what no space can hold is refused in a sentence", async () => {
  const refused = (images: ReturnType<typeof bars>, space: string, k: number, sentence: RegExp) =>
    assert.rejects(imageSpace(images, { space: space as Space, k }), (error: Error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, sentence);
      return true;
    });
  await refused(
    bars(10),
    "pixel",
    2,
    /space=pixel is unknown; choose one of pixels, gradients, sp/,
  );
  await refused(
    bars(10),
    "spectral",
    2,
    /space=spectral joins each picture to 10 others, and there a/,
  );
  await refused(bars(10), "gradients", 1, /k=1 must be an integer from 2/);
  const { data, imageShape } = bars(40);
  const same = imagesOf(samplesOf(new Uint8Array(data.data.length), data.shape), imageShape);
  for (const space of SPACES)
    await refused(same, space, 2, /k=2 must be at most 1, the pictures that differ/);
  const flat = data.data.map((_, i) => Math.floor(i / (18 * 30)));
  const greys = imagesOf(samplesOf(flat, data.shape), imageShape);
  for (const space of ["gradients", "spectral"])
    await refused(
      greys,
      space,
      2,
      /k=2 must be at most 1 with space=.*40 of the 40 pictures are of/,
    );
});

test("an interrupt stops the way to each space", async () => {
  const controller = new AbortController();
  controller.abort();
  for (const space of ["gradients", "spectral"] as const) {
    const stopped = imageSpace(bars(40), { space, k: 2 }, { signal: controller.signal });
    await assert.rejects(stopped, { name: "Interrupted" });
  }
});
