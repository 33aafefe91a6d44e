import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { crc32 } from "node:zlib";
import { encode } from "bmp-ts";
import sharp from "sharp";
import { imageHash } from "../src/data/imageHash";
import { type FolderImages, type FolderOptions, loadFolder } from "../src/data/pictures/folder";

const root = mkdtempSync(join(tmpdir(), "pictures-"));
after(() => rmSync(root, { recursive: true }));

/** A folder of its own for a test. */
function folder(name: string): string {
  mkdirSync(join(root, name));
  return join(root, name);
}

function put(path: string, bytes: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** Grey pixels with a shape, to be written in any format. */
function grey(pixels: number[], width: number, height: number, channels: 1 | 2 | 3 | 4 = 1) {
  return sharp(Buffer.from(pixels), { raw: { width, height, channels } });
}

/** A dark square of 4 x 4 on a light ground of 8 x 8, or the other way round. */
function square(inside: number, around: number): number[] {
  return Array.from({ length: 64 }, (_, i) => {
    const [y, x] = [i >> 3, i & 7];
    return y >= 2 && y < 6 && x >= 2 && x < 6 ? inside : around;
  });
}

async function load(dir: string, options: FolderOptions = {}): Promise<FolderImages> {
  return loadFolder(dir, { size: 8, ...options });
}

/** The pixels of an image, by the start of its file's name. */
function pixels({ data, files }: FolderImages, name: string): number[] {
  const row = files.findIndex((file) => file.startsWith(name));
  assert.ok(row >= 0, `${name} among ${files}`);
  return [...data.data.subarray(row * data.shape[1], (row + 1) * data.shape[1])];
}

function near(actual: number[], expected: number[], by: number): void {
  const far = Math.max(...actual.map((value, i) => Math.abs(value - expected[i])));
  assert.ok(actual.length === expected.length && far <= by, `${far}: ${actual}`);
}

test("every kind of file shows the same picture", async () => {
  const dir = folder("kinds");
  const shown = square(200, 20);
  const rgb = shown.flatMap((value) => [value, value, value]);
  const write = async (name: string, bytes: Promise<Buffer>) => put(join(dir, name), await bytes);
  await write("a.png", grey(shown, 8, 8).png().toBuffer());
  await write("b.jpg", grey(shown, 8, 8).jpeg({ quality: 100 }).toBuffer());
  await write("c.webp", grey(rgb, 8, 8, 3).webp({ lossless: true }).toBuffer());
  await write("d.TIFF", grey(shown, 8, 8).tiff().toBuffer());
  await write("e.gif", grey(rgb, 8, 8, 3).gif().toBuffer());
  const abgr = Buffer.from(shown.flatMap((value) => [0, value, value, value]));
  put(join(dir, "f.bmp"), encode({ data: abgr, width: 8, height: 8, bitPP: 24 }).data);
  await write("g.jpeg", grey(rgb, 8, 8, 3).toColourspace("cmyk").jpeg({ quality: 100 }).toBuffer());
  put(
    join(dir, "h.png"),
    Buffer.concat([await grey(shown, 8, 8).png().toBuffer(), Buffer.from("more")]),
  );
  const images = await load(dir);
  assert.deepEqual(images.unreadable, []);
  assert.equal(images.files.length, 8);
  for (const file of images.files) near(pixels(images, file), shown, file === "g.jpeg" ? 25 : 6);
  assert.equal(images.hashes[0], imageHash(Uint8Array.from(shown), [8, 8]));
  assert.match(images.notes.join(" "), /[1-9] pictures? equal to an earlier one/);
});

test("BMP pictures of another size keep what they show", async () => {
  const dir = folder("bitmaps");
  const large = Array.from(
    { length: 256 },
    (_, i) => square(200, 20)[(i >> 5) * 8 + ((i & 15) >> 1)],
  );
  const abgr = Buffer.from(large.flatMap((value) => [0, value, value, value]));
  for (const name of ["a.bmp", "b.bmp"])
    put(join(dir, name), encode({ data: abgr, width: 16, height: 16, bitPP: 24 }).data);
  const images = await load(dir);
  // Not the edges of the square, which another size blurs.
  for (const [row, value] of [
    [0, 20],
    [28, 200],
  ])
    assert.ok(Math.abs(pixels(images, "a.bmp")[row] - value) < 30, `${pixels(images, "a.bmp")}`);
});

test("transparent pictures are laid on what they stand out from", async () => {
  for (const [ink, ground] of [
    [0, "white"],
    [255, "black"],
  ] as const) {
    const dir = folder(`alpha-${ground}`);
    const shown = square(255, 0).flatMap((alpha) => [ink, ink, ink, alpha]);
    put(join(dir, "a.png"), await grey(shown, 8, 8, 4).png().toBuffer());
    const half = square(128, 0).flatMap((alpha) => [ink, ink, ink, alpha]);
    put(join(dir, "b.png"), await grey(half, 8, 8, 4).png().toBuffer());
    const wide = grey(half, 8, 8, 4).toColourspace("rgb16").png();
    put(join(dir, "c.png"), await wide.toBuffer());
    const images = await load(dir);
    assert.deepEqual(pixels(images, "a"), square(255, 0), ground);
    near(pixels(images, "c"), square(128, 0), 1);
    near(pixels(images, "b"), square(128, 0), 1);
    assert.match(images.notes.join(" "), new RegExp(`laid on ${ground}`));
    assert.equal(images.framing.inverted, ground === "white");
  }
});

test("16 bits, and 12 in 16, are scaled by what they hold, a dark one with the others", async () => {
  for (const bits of [12, 16]) {
    const dir = folder(`bits-${bits}`);
    const write = async (name: string, brightest: number) => {
      const values = Uint16Array.from(square(brightest, 0));
      const raw = { width: 8, height: 8, channels: 1 as const };
      const picture = sharp(values, { raw }).toColourspace("grey16").png();
      put(join(dir, name), await picture.toBuffer());
    };
    await write("a.png", 2 ** bits - 1);
    await write("b.png", 2 ** (bits - 3) - 1);
    const images = await load(dir);
    near(pixels(images, "a"), square(255, 0), 1);
    near(pixels(images, "b"), square(32, 0), 1);
    assert.match(images.notes.join(" "), new RegExp(`scaled by the ${bits} bits`));
  }
});

test("pictures are turned, brought to one size, and given a margin or cut", async () => {
  const dir = folder("sizes");
  const wide = Array.from({ length: 16 * 8 }, (_, i) => (i % 16 < 8 ? 30 : 90));
  put(join(dir, "a.png"), await grey(wide, 16, 8).png().toBuffer());
  const turned = grey(wide, 16, 8).withMetadata({ orientation: 6 });
  put(join(dir, "b.tiff"), await turned.tiff().toBuffer());
  const contained = await load(dir);
  const a = pixels(contained, "a");
  assert.deepEqual([a[3 * 8], a[3 * 8 + 7]], [30, 90]);
  assert.equal(new Set(a.slice(0, 16)).size, 1, "the margin is of one grey");
  const b = pixels(contained, "b");
  assert.deepEqual([b[3], b[7 * 8 + 3]], [30, 90], "top to bottom");
  const covered = pixels(await load(dir, { fit: "cover" }), "a");
  assert.ok(covered[0] < 45 && covered[7] > 75);
});

test("dark on light is noticed and exchanged, unless told otherwise", async () => {
  const dir = folder("light");
  for (const name of ["a.png", "b.png"])
    put(join(dir, name), await grey(square(10, 250), 8, 8).png().toBuffer());
  const guessed = await load(dir);
  assert.deepEqual(pixels(guessed, "a"), square(245, 5));
  assert.match(guessed.notes.join(" "), /light and dark are exchanged/);
  const told = await load(dir, { invert: false });
  assert.deepEqual(pixels(told, "a"), square(10, 250));
  assert.deepEqual(told.hashes, guessed.hashes, "labels stay with their images");
});

test("what cannot be read is named with its reason, and the rest goes on", async () => {
  const dir = folder("bad");
  const good = await grey(square(200, 20), 8, 8).png().toBuffer();
  const noise = Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 256);
  const jpeg = await grey(noise, 64, 64, 3).jpeg().toBuffer();
  put(join(dir, "1 good.png"), good);
  put(join(dir, "2 good.png"), good);
  put(join(dir, "empty.png"), "");
  put(join(dir, "text.png"), "no picture");
  put(join(dir, "cut.png"), good.subarray(0, good.length - 20));
  put(join(dir, "cut.jpg"), jpeg.subarray(0, jpeg.length / 2));
  put(join(dir, "cut.bmp"), "BM123");
  put(join(dir, "cut.gif"), (await grey(noise, 64, 64, 3).gif().toBuffer()).subarray(0, 900));
  put(join(dir, "cut.avif"), (await grey(noise, 64, 64, 3).avif().toBuffer()).subarray(0, 500));
  put(join(dir, "cut.tiff"), (await grey(noise, 64, 64, 3).tiff().toBuffer()).subarray(0, 900));
  put(join(dir, "phone.heic"), "\0\0\0\x18ftypheic\0\0\0\0mif1heic");
  symlinkSync("nowhere.png", join(dir, "link.png"));
  const huge = Buffer.from(good);
  huge.writeUInt32BE(20_000, 16);
  huge.writeUInt32BE(20_000, 20);
  // A header with its own checksum, as a real picture of that size has.
  huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29);
  put(join(dir, "huge.png"), huge);
  const began = performance.now();
  const images = await load(dir);
  assert.ok(performance.now() - began < 5000);
  assert.deepEqual(images.files, ["1 good.png", "2 good.png"]);
  assert.deepEqual(pixels(images, "2"), square(200, 20));
  const reasons = Object.fromEntries(images.unreadable.map(({ file, reason }) => [file, reason]));
  assert.equal(reasons["empty.png"], "0 bytes");
  assert.match(reasons["text.png"], /no picture of a kind that can be read/);
  for (const name of ["cut.png", "cut.jpg", "cut.bmp"]) assert.match(reasons[name], /cut off/);
  // The library mixes up what goes wrong in several threads.
  for (const name of ["GIF", "AVIF", "TIFF"]) {
    const file = `cut.${name.toLowerCase()}`;
    assert.equal(reasons[file], `${name}, but damaged, cut off or of an unusual form`);
  }
  assert.equal(reasons["phone.heic"], "HEIC cannot be read; save it as JPEG");
  assert.match(reasons["link.png"], /a link to a file that does not exist/);
  assert.match(reasons["huge.png"], /20000 x 20000 pixels are more than/);
  assert.equal(images.unreadable.length, 11);
  assert.match(images.notes.join(" "), /11 files cannot be read: .*empty.png: 0 bytes/);
});

test("litter is no data, links are followed, loops are not", async () => {
  const dir = folder("walk");
  const good = await grey(square(200, 20), 8, 8).png().toBuffer();
  for (const name of [".hidden.png", ".ipynb_checkpoints/a.png", "__MACOSX/a.png", "Thumbs.db"])
    put(join(dir, name), good);
  const elsewhere = folder("elsewhere");
  put(join(elsewhere, "10.png"), good);
  put(join(elsewhere, "2.png"), good);
  symlinkSync(elsewhere, join(dir, "linked"));
  symlinkSync(dir, join(elsewhere, "back"));
  mkdirSync(join(dir, "none"));
  put(join(dir, "notes.txt"), "notes");
  const images = await load(dir);
  assert.deepEqual(images.files, ["linked/2.png", "linked/10.png"]);
  assert.match(images.notes.join(" "), /1 x folder without a picture: none\./);
  assert.match(images.notes.join(" "), /1 x file of another kind, passed over: notes.txt\./);
});

test("names of folders are classes, parts of a set, or nothing", async () => {
  const dir = folder("classes");
  const good = await grey(square(200, 20), 8, 8).png().toBuffer();
  for (let i = 0; i < 12; i++) put(join(dir, String(i), "a.png"), good);
  put(join(dir, "two\nlines", "a.png"), good);
  put(join(dir, "loose.png"), good);
  const images = await load(dir);
  const names = [...Array.from({ length: 12 }, (_, i) => String(i)), "two lines"];
  assert.deepEqual(images.classNames, names);
  assert.deepEqual([...images.target], [...names.map((_, i) => i), -1].sort(byFile(images)));
  assert.match(images.notes.join(" "), /taken for 13 classes: 0, 1, 2/);
  assert.match(images.notes.join(" "), /1 picture beside the folders of the classes/);
  const plain = await load(dir, { folderNames: "nothing" });
  assert.deepEqual(plain.classNames, []);

  const doubtful = folder("doubtful");
  for (const name of ["cat/a.png", "dog/a.png", "Unsure/b.png"]) put(join(doubtful, name), good);
  const sorted = await load(doubtful);
  assert.deepEqual(sorted.classNames, ["cat", "dog"]);
  assert.deepEqual(
    sorted.files.filter((_, i) => sorted.target[i] < 0),
    ["Unsure/b.png"],
  );
  assert.match(sorted.notes.join(" "), /1 picture .* in one called «unsure»: of no class/);

  const parts = folder("parts");
  for (const name of ["train/cat/a.png", "train/dog/a.png", "test/cat/b.png"])
    put(join(parts, name), good);
  const { files, isTest, classNames, target } = await load(parts);
  assert.deepEqual(classNames, ["cat", "dog"]);
  assert.deepEqual(
    files.filter((_, i) => isTest[i]),
    ["test/cat/b.png"],
  );
  assert.deepEqual(
    files.map((file, i) => file.includes(classNames[target[i]])),
    [true, true, true],
  );
});

/** The loose picture's -1 stands where its file stands. */
function byFile({ files }: FolderImages) {
  const loose = files.indexOf("loose.png");
  const place = (label: number) => (label < 0 ? loose : label + (label >= loose ? 1 : 0));
  return (a: number, b: number) => place(a) - place(b);
}

test("no folder, none or one picture, and sizes that cannot be are refused", async () => {
  await assert.rejects(load(join(root, "nowhere")), /dir=.*nowhere does not exist/);
  const dir = folder("one");
  await assert.rejects(load(dir), /holds 0 pictures that can be read; give at least 2/);
  put(join(dir, "a.png"), await grey(square(1, 2), 8, 8).png().toBuffer());
  put(join(dir, "b.png"), "");
  await assert.rejects(
    load(dir),
    /holds 1 picture that can be read; give at least 2\n.*b.png: 0 bytes/,
  );
  await assert.rejects(load(dir, { size: 0 }), /size=0 must be an integer from 1 to 1024/);
});

test("an interrupt stops the reading", async () => {
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(
    loadFolder(join(root, "kinds"), {}, { signal: controller.signal }),
    /Reading stopped after \d+ of 8 pictures/,
  );
});
