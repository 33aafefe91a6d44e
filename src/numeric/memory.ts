import { MessageChannel } from "node:worker_threads";

/** Node has it, but tslab's compiler knows only ECMAScript's own names. */
declare const WebAssembly: {
  Memory: new (pages: {
    initial: number;
    maximum: number;
    shared: boolean;
  }) => { readonly buffer: ArrayBuffer };
};

/** Bytes of a WebAssembly page, and how many pages a memory can have. */
const PAGE = 65536;
const MOST_PAGES = 65536;
/**
 * Each such memory takes gigabytes of addresses, whatever its size, so only some thousands can be had;
 * less than so many bytes is copied in no time.
 */
const LEAST_BYTES = 2 ** 20;
/** TensorFlow reads in place what begins at a multiple of so many bytes, and copies the rest. */
const ALIGNMENT = 64;
/** A closed port: what is moved to it is gone. */
const nowhere = new MessageChannel().port1;
nowhere.close();
/** This thread's buffers that begin at one. */
const aligned = new WeakSet<object>();

/** A kind of typed array. */
interface ArrayType<A> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer, byteOffset?: number, length?: number): A;
}

/**
 * Zeros in memory that all threads see.
 * @param Type Int32Array, Float32Array, Float64Array or another kind of typed array
 * @param length how many
 */
export function shared<A>(Type: ArrayType<A>, length: number): A {
  return new Type(new SharedArrayBuffer(length * Type.BYTES_PER_ELEMENT));
}

/**
 * Zeros that TensorFlow reads in place, without a copy of its own, where there are many of them and
 * such memory is to be had; it copies the others.
 * @param length how many; below 1 MiB or beyond 4 GiB they are ordinary
 * @param forAll whether all threads are to see them: V8 copies such memory more slowly
 */
export function alignedFloats(length: number, forAll = false): Float32Array {
  const buffer = alignedBuffer(length * Float32Array.BYTES_PER_ELEMENT, forAll);
  if (buffer) return new Float32Array(buffer, 0, length);
  return forAll ? shared(Float32Array, length) : new Float32Array(length);
}

/**
 * Room for as many values of the same kind, which all threads see.
 * @param values numbers of any length
 */
export function sharedRoomFor<V extends Uint8Array | Float32Array | Float64Array>(values: V): V {
  const { length } = values;
  if (values instanceof Float32Array) return alignedFloats(length, true) as V;
  if (values instanceof Uint8Array) return shared(Uint8Array, length) as V;
  return shared(Float64Array, length) as V;
}

/** The same values, copied if they do not lie in memory that all threads see. */
export function seenByAll<V extends Uint8Array | Float32Array | Float64Array>(values: V): V {
  if (isShared(values)) return values;
  const copy = sharedRoomFor(values);
  copy.set(values);
  return copy;
}

/** JavaScript does not say where an array begins, but WebAssembly's memories begin at a page. */
function alignedBuffer(bytes: number, forAll: boolean): ArrayBuffer | undefined {
  const pages = Math.ceil(bytes / PAGE);
  if (bytes < LEAST_BYTES || pages > MOST_PAGES) return undefined;
  try {
    const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: forAll });
    aligned.add(buffer);
    return buffer;
  } catch (error) {
    // No addresses left for such a memory.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Gives the memory of values back at once, after which they are none. What lies outside of JavaScript's
 * heap would otherwise make its garbage collector run far too often.
 */
export function release(values: ArrayBufferView): void {
  nowhere.postMessage(null, [values.buffer as ArrayBuffer]);
}

/** Whether all threads see the memory that values lie in. */
export function isShared({ buffer }: ArrayBufferView): boolean {
  return buffer instanceof SharedArrayBuffer;
}

/** Whether values may be floats that TensorFlow reads in place; if they are not, it copies them. */
export function isAligned(values: ArrayBufferView): values is Float32Array {
  // A thread does not know how others have laid out what they share.
  const known = isShared(values) || aligned.has(values.buffer);
  return values instanceof Float32Array && known && values.byteOffset % ALIGNMENT === 0;
}
