import { isMainThread } from "node:worker_threads";

/** Bytes of a set of signals in Linux' C library, and its number for «block these as well». */
const SIGNAL_SET_BYTES = 128;
const SIG_BLOCK = 0;
/** What a thread does to itself must reach it: SIGILL, TRAP, ABRT, BUS, FPE, SEGV, SYS, and a profiler's SIGPROF. */
const OWN_SIGNALS = [4, 5, 6, 7, 8, 11, 31, 27];

/**
 * Leaves signals to Node's other threads, as none may arrive on a thread that multiplies: oneDNN, as
 * TensorFlow brings it, lays the stack pointer of some products into the heap, where the system then
 * writes the signal's frame over other memory. Node's listeners hear of signals as before, since its
 * handlers only pass them on. TensorFlow's threads and helpers are made by this one, and take after it.
 * Call it on the main thread before the first product; it does nothing anywhere else, nor where there
 * is no such code (only TensorFlow for Linux on x64 has it).
 * @throws Error when the system refuses
 * @see https://github.com/uxlfoundation/oneDNN/issues/4845
 */
export function leaveSignalsToOtherThreads(): void {
  if (!isMainThread || process.platform !== "linux" || process.arch !== "x64") return;
  // Loaded only here: the package has no binary for every platform.
  const { DataType, load, open } = require("ffi-rs") as typeof import("ffi-rs");
  const signals = Buffer.alloc(SIGNAL_SET_BYTES, 0xff);
  for (const signal of OWN_SIGNALS) signals[(signal - 1) >> 3] &= ~(1 << ((signal - 1) & 7));
  open({ library: "libc", path: "libc.so.6" });
  const error: unknown = load({
    library: "libc",
    funcName: "pthread_sigmask",
    retType: DataType.I32,
    paramsType: [DataType.I32, DataType.U8Array, DataType.I64],
    paramsValue: [SIG_BLOCK, signals, 0],
  });
  if (error !== 0)
    throw new Error(
      `pthread_sigmask failed with error ${error}; signals could damage TensorFlow's memory`,
    );
}
