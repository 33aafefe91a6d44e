import type { Decoded, Fit } from "./decode";

const MAX_BYTE = 255;
/** Pictures whose margins are brighter than this, most of them, show dark things on a light ground. */
const LIGHT = 192;

/** How pictures were brought to rows of grey pixels; others are brought to them in the same way. */
export interface Framing {
  readonly fit: Fit;
  /** What transparent pictures were laid on; undefined where none was transparent. */
  readonly ground?: "white" | "black";
  /** Bits that the brightest value of the 16-bit files takes; 0 where there was none. */
  readonly bits: number;
  /** Whether light became dark and dark light. */
  readonly inverted: boolean;
}

/** Of images that are rows of grey pixels already. */
export const AS_THEY_ARE: Framing = { fit: "contain", bits: 0, inverted: false };

/** Rows of grey pixels, all of one size, while pictures come in. */
export class Frames {
  readonly pixels: Uint8Array;
  /** Of rows from 16-bit files: the bits that their file takes; 0 of others. */
  readonly #bits: Uint8Array;
  /** Of the rows with transparent pixels: how opaque each pixel is. */
  readonly #alpha = new Map<number, Uint8Array>();
  readonly #margins: Uint8Array;

  /**
   * @param nImages how many rows
   * @param imageShape height and width of each
   */
  constructor(
    nImages: number,
    readonly imageShape: readonly [number, number],
  ) {
    this.pixels = new Uint8Array(nImages * imageShape[0] * imageShape[1]);
    this.#bits = new Uint8Array(nImages);
    this.#margins = new Uint8Array(nImages);
  }

  /** Puts a picture into the middle of a row; around it goes on what its own margin shows. */
  place(row: number, { grey, alpha, width, height, bits }: Decoded): void {
    this.#bits[row] = bits;
    this.#margins[row] = margin(grey, width, height);
    this.#draw(this.#row(row), grey, width, height, alpha ? 0 : this.#margins[row]);
    if (!alpha) return;
    const mask = new Uint8Array(this.imageShape[0] * this.imageShape[1]);
    this.#draw(mask, alpha, width, height, 0);
    this.#alpha.set(row, mask);
  }

  /** Moves a row to the place of an earlier one that stays empty. */
  move(from: number, to: number): void {
    if (from === to) return;
    this.#row(to).set(this.#row(from));
    this.#bits[to] = this.#bits[from];
    this.#margins[to] = this.#margins[from];
    const mask = this.#alpha.get(from);
    if (mask) this.#alpha.set(to, mask);
    this.#alpha.delete(from);
  }

  /**
   * Brings all rows to one scale, lays transparent pictures on one ground, and lets light become dark
   * where that is wanted, or where most pictures show dark things on light.
   * @param nImages how many rows hold a picture; they are the first
   * @param wanted how it is to be done; what is left out is decided by the pictures
   * @returns how it was done
   */
  finish(nImages: number, wanted: Partial<Framing> & { readonly fit: Fit }): Framing {
    const bits = this.#evenOut(nImages, wanted.bits);
    const ground = this.#alpha.size > 0 ? (wanted.ground ?? this.#groundFor(wanted)) : undefined;
    if (ground) this.#blend(ground === "white" ? MAX_BYTE : 0);
    const inverted = wanted.inverted ?? this.#isDarkOnLight(nImages);
    const { pixels } = this;
    if (inverted) for (let i = 0; i < pixels.length; i++) pixels[i] = MAX_BYTE - pixels[i];
    return { fit: wanted.fit, ground, bits, inverted };
  }

  /** White, or black where what transparent pictures show is itself light. */
  #groundFor({ inverted }: Partial<Framing>): "white" | "black" {
    if (inverted !== undefined) return inverted ? "white" : "black";
    let [light, opacity] = [0, 0];
    for (const [row, mask] of this.#alpha) {
      this.#row(row).forEach((value, i) => {
        light += value * mask[i];
        opacity += mask[i];
      });
    }
    return light > (MAX_BYTE / 2) * opacity ? "black" : "white";
  }

  #blend(ground: number): void {
    for (const [row, mask] of this.#alpha) {
      const pixels = this.#row(row);
      mask.forEach((a, i) => {
        pixels[i] = Math.round((pixels[i] * a + ground * (MAX_BYTE - a)) / MAX_BYTE);
      });
      this.#margins[row] = margin(pixels, this.imageShape[1], this.imageShape[0]);
    }
  }

  /** 16-bit files to one scale: the brightest value of a dark one may take fewer bits than its camera has. */
  #evenOut(nImages: number, wanted = 0): number {
    const bits = this.#bits.subarray(0, nImages);
    const most = wanted || bits.reduce((largest, one) => Math.max(largest, one), 0);
    bits.forEach((own, row) => {
      if (own === most || own === 0) return;
      const share = (2 ** own - 1) / (2 ** most - 1);
      const pixels = this.#row(row);
      pixels.forEach((value, i) => {
        pixels[i] = Math.min(MAX_BYTE, Math.round(value * share));
      });
    });
    return most;
  }

  /** Whether most of the pictures have a light margin. */
  #isDarkOnLight(nImages: number): boolean {
    const margins = this.#margins.slice(0, nImages).sort();
    return margins[nImages >> 1] >= LIGHT;
  }

  #row(row: number): Uint8Array {
    const size = this.imageShape[0] * this.imageShape[1];
    return this.pixels.subarray(row * size, (row + 1) * size);
  }

  #draw(row: Uint8Array, values: Uint8Array, width: number, height: number, around: number): void {
    const [rows, columns] = this.imageShape;
    const top = (rows - height) >> 1;
    const left = (columns - width) >> 1;
    row.fill(around);
    for (let y = 0; y < height; y++) {
      row.set(values.subarray(y * width, (y + 1) * width), (top + y) * columns + left);
    }
  }
}

/** The median of the pixels along the four edges. */
function margin(pixels: Uint8Array, width: number, height: number): number {
  const edge: number[] = [];
  for (let x = 0; x < width; x++) edge.push(pixels[x], pixels[(height - 1) * width + x]);
  for (let y = 0; y < height; y++) edge.push(pixels[y * width], pixels[y * width + width - 1]);
  return Uint8Array.from(edge).sort()[edge.length >> 1];
}
