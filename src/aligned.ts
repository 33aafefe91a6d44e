/** Node has it, but tslab's compiler knows only ECMAScript's own names. */
declare const WebAssembly: {
  Memory: new (pages: { initial: number }) => { readonly buffer: ArrayBuffer };
};

/** Bytes of a WebAssembly page, and how many pages a memory can have. */
const PAGE = 65536;
const MOST_PAGES = 65536;
/** TensorFlow reads in place what begins at a multiple of so many bytes, and copies the rest. */
const ALIGNMENT = 64;
/** Buffers that begin at one. */
const aligned = new WeakSet<object>();

/**
 * Zeros in memory that TensorFlow can read in place, without a copy of its own.
 * @param length how many; beyond 4 GB they are ordinary ones
 */
export function alignedFloats(length: number): Float32Array {
  const pages = Math.ceil((length * Float32Array.BYTES_PER_ELEMENT) / PAGE);
  if (pages > MOST_PAGES) return new Float32Array(length);
  // JavaScript does not say where an array begins, but WebAssembly's memories begin at a page.
  const { buffer } = new WebAssembly.Memory({ initial: pages });
  aligned.add(buffer);
  return new Float32Array(buffer, 0, length);
}

/** Whether TensorFlow can read values in place. */
export function isAligned(values: ArrayBufferView): values is Float32Array {
  const { buffer, byteOffset } = values;
  return values instanceof Float32Array && aligned.has(buffer) && byteOffset % ALIGNMENT === 0;
}
