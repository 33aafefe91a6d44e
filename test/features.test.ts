import assert from "node:assert/strict";
import { test } from "node:test";
import { samplesOf } from "../src/data/samples";
import { deskew } from "../src/features/deskew";
import { orientedGradients } from "../src/features/orientedGradients";
import { PrincipalComponents } from "../src/features/principalComponents";
import { RandomState } from "../src/numeric/random";
import { Interrupted } from "../src/running/watch";
import reference from "./reference/features.json";
import { assertClose } from "./support/closeTo";

const [HEIGHT, WIDTH, N_IMAGES] = [12, 16, 24];

/** The images of features.py. */
function strokes() {
  const data = new Uint8Array(N_IMAGES * HEIGHT * WIDTH);
  for (let i = 0; i < N_IMAGES; i++) {
    for (let row = 2 + (i % 3); row < HEIGHT - 1 - (i % 2); row++) {
      const column = 3 + (i % 5) + Math.floor((row * (i % 4)) / 4);
      for (let thick = 0; thick < 1 + (i % 3); thick++) {
        const at = (i * HEIGHT + row) * WIDTH + Math.min(WIDTH - 1, column + thick);
        data[at] = 60 + ((i * 37 + row * 11 + thick * 23) % 190);
      }
    }
  }
  return samplesOf(data, [N_IMAGES, HEIGHT, WIDTH]);
}

test("deskewing is SciPy's affine_transform by the image's moments", async () => {
  const upright = await deskew(strokes());
  assert.deepEqual(upright.shape, [N_IMAGES, HEIGHT, WIDTH]);
  assertClose(upright.data, reference.deskewed.flat(2), 1e-3);
});

test("deskewing leaves blank images as they are and centres a single pixel", async () => {
  const images = new Uint8Array(2 * 25);
  images[25 + 0] = 200;
  const { data } = await deskew(samplesOf(images, [2, 5, 5]));
  assert.deepEqual([...data.subarray(0, 25)], new Array(25).fill(0));
  assert.equal(data[25 + 12], 200);
  assert.equal(
    data.reduce((a, b) => a + b),
    200,
  );
});

test("oriented gradients are NumPy's histograms, rows of unit length", async () => {
  const features = await orientedGradients(strokes(), { cellSize: 4, nOrientations: 6 });
  assert.deepEqual(features.shape, [N_IMAGES, 3 * 4 * 6]);
  assertClose(features.data, reference.gradients.flat(), 2e-6);
});

test("images without change have no gradients, and other sizes keep to whole cells", async () => {
  const plain = samplesOf(new Uint8Array(64).fill(9), [1, 8, 8]);
  assert.ok((await orientedGradients(plain)).data.every((value) => value === 0));
  const odd = samplesOf(new Float32Array(2 * 11 * 9), [2, 11, 9]);
  assert.deepEqual((await orientedGradients(odd, { cellSize: 4 })).shape, [2, 2 * 2 * 12]);
});

test("a cell is a seventh of the shorter side, whatever the images' size", async () => {
  for (const [side, cells] of [
    [8, 4],
    [28, 7],
    [64, 7],
  ]) {
    const blank = samplesOf(new Uint8Array(side * side), [1, side, side]);
    assert.deepEqual((await orientedGradients(blank)).shape, [1, cells * cells * 12]);
  }
});

test("principal components are scikit-learn's, signs included", async () => {
  const X = await orientedGradients(strokes(), { cellSize: 4, nOrientations: 6 });
  const pca = new PrincipalComponents({ nComponents: 4 });
  const coordinates = await pca.fitTransform(X);
  assert.deepEqual(coordinates.shape, [N_IMAGES, 4]);
  assertClose(pca.explainedVariance, reference.explainedVariance, 1e-7);
  assertClose(pca.components.data, reference.components.flat(), 2e-5);
  assertClose(coordinates.data, reference.coordinates.flat(), 2e-5);
});

test("no variance is below 0, and samples too large for products in 32 bits are refused", async () => {
  const random = new RandomState(9);
  const alike = samplesOf(
    Float64Array.from({ length: 120 }, (_, i) => (i % 3 === 1 ? random.randomSample() : 5)),
    [40, 3],
  );
  const { explainedVariance } = await new PrincipalComponents({ nComponents: 3 }).fit(alike);
  assert.ok(
    explainedVariance.every((variance) => variance >= 0),
    explainedVariance.join(),
  );
  const large = samplesOf(
    alike.data.map((value) => value * 1e25),
    [40, 3],
  );
  const fit = new PrincipalComponents({ nComponents: 2 }).fit(large);
  await assert.rejects(fit, /^RangeError: the matrix' products must be finite numbers; /);
});

test("features refuse what they cannot take, by name", async () => {
  const images = strokes();
  await assert.rejects(deskew(samplesOf(new Uint8Array(6), [1, 6])), /images\.shape=\[1,6\]/);
  const broken = samplesOf(new Float32Array(50), [2, 5, 5]);
  broken.data[30] = Number.NaN;
  await assert.rejects(deskew(broken), /image 1 has a pixel NaN/);
  broken.data[30] = -1;
  await assert.rejects(orientedGradients(broken), /image 1 has a pixel -1/);
  await assert.rejects(orientedGradients(images, { cellSize: 13 }), /cellSize=13 .* 2 to 12/);
  await assert.rejects(orientedGradients(images, { nOrientations: 1 }), /nOrientations=1 /);
  assert.throws(() => new PrincipalComponents({ nComponents: 0 }), /nComponents=0 /);
  const few = new PrincipalComponents({ nComponents: 25 });
  await assert.rejects(few.fit(images), /nComponents=25 must be at most .*=24/);
  await assert.rejects(few.transform(images), /call fit first/);
  const holed = samplesOf(Float32Array.of(1, 2, Number.NaN, 4), [2, 2]);
  await assert.rejects(new PrincipalComponents({ nComponents: 1 }).fit(holed), /feature 0 has/);
});

test("features stop when interrupted", async () => {
  const watch = { signal: AbortSignal.abort() };
  const pca = new PrincipalComponents({ nComponents: 2 });
  await assert.rejects(deskew(strokes(), watch), Interrupted);
  await assert.rejects(orientedGradients(strokes(), {}, watch), Interrupted);
  await assert.rejects(pca.fit(strokes(), watch), Interrupted);
});
