import assert from "node:assert/strict";
import { test } from "node:test";
import { bmpSize, decodeBmp } from "../src/data/pictures/bmp";

/** Three columns, two rows: red, green, blue; white, black, grey. */
const PIXELS = [...[255, 0, 0, 0, 255, 0, 0, 0, 255], ...[255, 255, 255, 0, 0, 0, 128, 128, 128]];
/** The same colours, each by its number: a palette as BMP stores it, blue first. */
const PALETTE = [
  0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 128, 128, 128, 0,
];
const ROWS = [
  [0, 1, 2],
  [3, 4, 5],
];

/** A file whose pixels are given as they are stored. */
function bmp(
  bits: number,
  pixels: number[],
  { storage = 0, extra = [] as number[], height = 2 } = {},
) {
  const header = Buffer.alloc(54);
  header.write("BM");
  header.writeUInt32LE(54 + extra.length + pixels.length, 2);
  header.writeUInt32LE(54 + extra.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(3, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(storage, 30);
  header.writeUInt32LE(bits > 8 ? 0 : extra.length / 4, 46);
  return Buffer.concat([header, Buffer.from(extra), Buffer.from(pixels)]);
}

/** Rows from the bottom, each filled up to four bytes. */
const stored = (rows: number[][]) =>
  [...rows].reverse().flatMap((row) => [...row, ...new Array((4 - (row.length % 4)) % 4).fill(0)]);
const shown = (file: Buffer) => [...decodeBmp(file).data];

test("colours are named by numbers of 8, 4 or 1 bits", () => {
  assert.deepEqual(shown(bmp(8, stored(ROWS), { extra: PALETTE })), PIXELS);
  const halves = stored([
    [0x01, 0x20],
    [0x34, 0x50],
  ]);
  assert.deepEqual(shown(bmp(4, halves, { extra: PALETTE })), PIXELS);
  const blackWhite = [0, 0, 0, 0, 255, 255, 255, 0];
  const drawn = shown(bmp(1, stored([[0b10100000], [0b01000000]]), { extra: blackWhite }));
  assert.deepEqual(
    drawn.filter((_, i) => i % 3 === 0),
    [255, 0, 255, 0, 255, 0],
  );
});

test("or lie in the pixels: 24 and 32 bits, in any bits of 16 and 32; from the top too", () => {
  const bgr = (at: number) => [PIXELS[at * 3 + 2], PIXELS[at * 3 + 1], PIXELS[at * 3]];
  const rows = ROWS.map((row) => row.flatMap(bgr));
  assert.deepEqual(shown(bmp(24, stored(rows))), PIXELS);
  const topDown = [...ROWS].reverse().map((row) => row.flatMap(bgr));
  assert.deepEqual(shown(bmp(24, stored(topDown), { height: -2 })), PIXELS);
  const four = ROWS.map((row) => row.flatMap((at) => [...bgr(at), 0]));
  assert.deepEqual(shown(bmp(32, stored(four))), PIXELS, "a fourth byte of 0 is no transparency");
  const masks = [0xff, 0, 0, 0, 0, 0xff, 0, 0, 0, 0, 0xff, 0];
  const swapped = ROWS.map((row) => row.flatMap((at) => [...bgr(at).reverse(), 0]));
  assert.deepEqual(shown(bmp(32, stored(swapped), { storage: 3, extra: masks })), PIXELS);
  const word = (at: number) => {
    const [r, g, b] = PIXELS.slice(at * 3, at * 3 + 3).map((value) => value >> 3);
    const value = (r << 10) | (g << 5) | b;
    return [value & 255, value >> 8];
  };
  const five = shown(bmp(16, stored(ROWS.map((row) => row.flatMap(word)))));
  for (const [i, value] of five.entries()) assert.ok(Math.abs(value - PIXELS[i]) < 8, `${value}`);
});

test("runs of equal pixels are spread out", () => {
  // Three as they are, to an even length; the end of the row; runs of one; the end.
  const runs = [0, 3, 3, 4, 5, 0, 0, 0, 1, 0, 1, 1, 1, 2, 0, 1];
  assert.deepEqual(shown(bmp(8, runs, { storage: 1, extra: PALETTE })), PIXELS);
  const halves = [0, 3, 0x34, 0x50, 0, 0, 2, 0x01, 1, 0x20, 0, 1];
  assert.deepEqual(shown(bmp(4, halves, { storage: 2, extra: PALETTE })), PIXELS);
});

test("what is cut off, or stored in another way, is refused", () => {
  assert.deepEqual(bmpSize(bmp(24, [])), [3, 2]);
  for (const [i, broken] of [
    bmp(24, [1, 2, 3]),
    bmp(24, []),
    bmp(24, [], { storage: 4 }),
    bmp(7, stored(ROWS)),
    bmp(8, [3, 1, 0, 0, 3, 2, 0, 1], { storage: 1, extra: PALETTE }).subarray(0, -4),
    bmp(8, stored(ROWS), { extra: PALETTE }).subarray(0, 60),
    bmp(24, stored(ROWS)).subarray(0, 40),
  ].entries()) {
    assert.throws(() => decodeBmp(broken), Error, `file ${i}`);
  }
});
