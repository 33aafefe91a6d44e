/** The pixels of a BMP picture: red, green and blue, row after row from the top. */
export interface Bitmap {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** How pixels are stored, by the numbers that the header has for it. */
const [PLAIN, RLE8, RLE4, BIT_FIELDS] = [0, 1, 2, 3];
const FILE_HEADER = 14;
/** The header of OS/2, shorter than all later ones. */
const OS2_HEADER = 12;
const MAX_BYTE = 255;

interface Header extends Omit<Bitmap, "data"> {
  readonly isTopDown: boolean;
  readonly bits: number;
  readonly storage: number;
  /** Where the pixels begin. */
  readonly start: number;
  /** Red, green and blue of each colour that pixels may name by its number. */
  readonly palette: readonly (readonly [number, number, number])[];
}

/**
 * Reads a BMP picture: 1, 4, 8, 16, 24 or 32 bits a pixel, plain or run-length encoded. A fourth byte is
 * not looked at: hardly any program means it as opacity.
 * @param bytes the whole file
 * @throws Error when it is cut off, or stored in a way that is not known
 */
export function decodeBmp(bytes: Buffer): Bitmap {
  const header = headerOf(bytes);
  const { width, height, isTopDown, storage, palette } = header;
  const isPacked = storage === RLE8 || storage === RLE4;
  const packed = isPacked ? unpacked(bytes, header) : undefined;
  const pixel = packed ? undefined : reader(bytes, header);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const to = (isTopDown ? y : height - 1 - y) * width * 3;
    for (let x = 0; x < width; x++) {
      const rgb = pixel ? pixel(x, y) : palette[packed?.[y * width + x] ?? 0];
      data.set(rgb ?? [0, 0, 0], to + x * 3);
    }
  }
  return { data, width, height };
}

/**
 * The size that a BMP file's header tells.
 * @param bytes the file, or its beginning
 * @throws RangeError when it is too short
 */
export function bmpSize(bytes: Buffer): readonly [width: number, height: number] {
  const isOs2 = bytes.readUInt32LE(FILE_HEADER) === OS2_HEADER;
  if (isOs2) return [bytes.readUInt16LE(18), bytes.readUInt16LE(20)];
  return [bytes.readInt32LE(18), bytes.readInt32LE(22)];
}

function headerOf(bytes: Buffer): Header {
  const size = bytes.readUInt32LE(FILE_HEADER);
  const isOs2 = size === OS2_HEADER;
  const [width, height] = bmpSize(bytes);
  const bits = bytes.readUInt16LE(isOs2 ? 24 : 28);
  const storage = isOs2 ? PLAIN : bytes.readUInt32LE(30);
  if (width < 1 || height === 0 || ![1, 4, 8, 16, 24, 32].includes(bits) || storage > BIT_FIELDS) {
    throw new Error(
      `its header tells ${width} x ${height} pixels of ${bits} bits, stored ${storage}`,
    );
  }
  const nColours = bits > 8 ? 0 : (isOs2 ? 0 : bytes.readUInt32LE(46)) || 2 ** bits;
  const entry = isOs2 ? 3 : 4;
  const palette = Array.from({ length: Math.min(nColours, 256) }, (_, i) => {
    const at = FILE_HEADER + size + i * entry;
    return [bytes.readUInt8(at + 2), bytes.readUInt8(at + 1), bytes.readUInt8(at)] as const;
  });
  const start = bytes.readUInt32LE(10);
  const shape = { width, height: Math.abs(height), isTopDown: height < 0 };
  return { ...shape, bits, storage, start, palette };
}

/** Gets the pixel of a column and a stored row. */
function reader(
  bytes: Buffer,
  { width, height, bits, storage, start, palette }: Header,
): (x: number, y: number) => ArrayLike<number> {
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (start + stride * (height - 1) + Math.ceil((width * bits) / 8) > bytes.length) {
    throw new Error("its pixels are cut off");
  }
  if (bits <= 8) {
    const mask = 2 ** bits - 1;
    return (x, y) => {
      const byte = bytes[start + y * stride + ((x * bits) >> 3)];
      return palette[(byte >> (8 - bits - ((x * bits) & 7))) & mask];
    };
  }
  if (bits === 24) {
    return (x, y) => {
      const at = start + y * stride + x * 3;
      return [bytes[at + 2], bytes[at + 1], bytes[at]];
    };
  }
  const usual = bits === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff];
  const masks = storage === BIT_FIELDS ? [54, 58, 62].map((at) => bytes.readUInt32LE(at)) : usual;
  const channels = masks.map(channel);
  return (x, y) => {
    const at = start + y * stride + (x * bits) / 8;
    const value = bits === 16 ? bytes.readUInt16LE(at) : bytes.readUInt32LE(at);
    return channels.map((one) => one(value));
  };
}

/** Gets the byte that some bits of a value stand for. */
function channel(mask: number): (value: number) => number {
  const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift || 1;
  return (value) => Math.round((((value & mask) >>> shift) * MAX_BYTE) / most);
}

/** The numbers of run-length encoded pixels' colours, stored row after stored row; 0 where none is told. */
function unpacked(bytes: Buffer, { width, height, storage, start }: Header): Uint8Array {
  const numbers = new Uint8Array(width * height);
  let [at, x, y] = [start, 0, 0];
  const next = () => bytes.readUInt8(at++);
  const put = (number: number) => {
    if (x < width && y < height) numbers[y * width + x] = number;
    x++;
  };
  const half = (byte: number, i: number) => (i % 2 === 0 ? byte >> 4 : byte & 15);
  while (y < height) {
    const [count, value] = [next(), next()];
    if (count > 0) {
      for (let i = 0; i < count; i++) put(storage === RLE8 ? value : half(value, i));
    } else if (value === 0) {
      [x, y] = [0, y + 1];
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      x += next();
      y += next();
    } else {
      const from = at;
      const nBytes = storage === RLE8 ? value : Math.ceil(value / 2);
      for (let i = 0; i < value; i++) {
        put(
          storage === RLE8 ? bytes.readUInt8(from + i) : half(bytes.readUInt8(from + (i >> 1)), i),
        );
      }
      at = from + nBytes + (nBytes % 2);
    }
  }
  return numbers;
}
