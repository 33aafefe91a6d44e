import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { PNG } from "pngjs";
import { loadImages } from "../src/data/loading";
import { readPngs, writeDataFolder } from "../tools/images";

const folder = mkdtempSync(join(tmpdir(), "pngs-"));
after(() => rmSync(folder, { recursive: true }));

/** A PNG of one grey. */
function writePng(path: string, grey: number, width = 3, height = 2): void {
  const image = new PNG({ width, height });
  for (let i = 0; i < image.data.length; i++) image.data[i] = i % 4 === 3 ? 255 : grey;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, PNG.sync.write(image));
}

test("PNG images in a folder a class become a data folder that loads", async () => {
  const from = join(folder, "classes");
  for (let i = 0; i < 7; i++) writePng(join(from, i < 4 ? "shoe" : "bag", `${i}.png`), 10 * i);
  const to = join(folder, "data");
  writeDataFolder(readPngs(from), to);
  const images = await loadImages(to);
  assert.deepEqual(images.imageShape, [2, 3]);
  assert.deepEqual(images.classNames, ["bag", "shoe"]);
  assert.equal(images.target?.length, 7);
  images.target?.forEach((label, i) => {
    assert.equal(label, images.data.data[6 * i] < 40 ? 1 : 0);
  });
  assert.throws(() => writeDataFolder(readPngs(from), to), /TO=.* exists already/);
});

test("what systems make is neither a class nor an image", () => {
  const from = join(folder, "mac");
  for (const place of ["shoe/a", "bag/a", "bag/._a", ".ipynb_checkpoints/a", "__MACOSX/a"]) {
    writePng(join(from, `${place}.png`), 7);
  }
  const { labels, classNames } = readPngs(from);
  assert.deepEqual(
    [[...labels], classNames],
    [
      [0, 1],
      ["bag", "shoe"],
    ],
  );
});

test("images without classes are one class, still to be labelled", () => {
  const from = join(folder, "flat");
  writePng(join(from, "a.png"), 7);
  writePng(join(from, "b.png"), 9);
  const { labels, classNames, images } = readPngs(from);
  assert.deepEqual([[...labels], classNames], [[0, 0], ["unlabelled"]]);
  assert.deepEqual([...images.data.subarray(0, 7)], [7, 7, 7, 7, 7, 7, 9]);
});

test("images of differing sizes, or none, are refused and leave nothing behind", () => {
  const from = join(folder, "sizes");
  writePng(join(from, "a.png"), 1);
  writePng(join(from, "b.png"), 1, 3, 3);
  assert.throws(() => readPngs(from), /b.png: size=3 x 3 must be 3 x 2 as a.png has/);
  assert.throws(() => readPngs(join(folder, "none")), /FROM=.*none does not exist/);
  mkdirSync(join(folder, "empty"));
  assert.throws(() => readPngs(join(folder, "empty")), /holds 0 PNG images; give at least 2/);
  assert.ok(!existsSync(join(folder, "data.partial")));
});
