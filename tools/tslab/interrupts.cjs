// Kernel > Interrupt as a message («interrupt_mode» in kernel.json). As a signal it could end the kernel:
// around the synchronous part of each cell Node takes the listeners of SIGINT off. It could also come to
// nothing, while a cell is compiled. Here an interrupt stops the cell that runs when it comes, which may
// be one that was sent just before it, and no other.
const { once } = require("node:events");
const { join } = require("node:path");
const vm = require("node:vm");
const { Worker } = require("node:worker_threads");
const executor = require("tslab/dist/executor.js");
const { ZmqServer } = require("tslab/dist/jupyter.js");
const { cells, events } = require("./cells.cjs");
const { ANSWERED, BREAKABLE, CELL, CLOSED, COUNT, INTERRUPTED, SIGNALLED } = require("./slots.cjs");

/** Milliseconds for which an interrupt waits for the cell that was sent before it. */
const OVERTAKING = 1000;
/**
 * Milliseconds that the control thread gets to close its socket. It takes one, but where it gets no core
 * for a second it needs more, and zeromq ends a process with an open socket by abort().
 */
const CLOSING = 30_000;

const state = new Int32Array(new SharedArrayBuffer(COUNT * Int32Array.BYTES_PER_ELEMENT));
/** The last interrupt that found no cell: when it was sent, and when it came. */
let early = { sent: Number.NEGATIVE_INFINITY, came: Number.NEGATIVE_INFINITY };

events.on("change", () => Atomics.store(state, CELL, cells[0]?.number ?? 0));
events.on("arrive", ({ number, sent }) => {
  const overtaken = sent <= early.sent && performance.now() - early.came < OVERTAKING;
  if (overtaken) Atomics.store(state, INTERRUPTED, number);
});

/** @param {{ cell: number, sent: number }} interrupt the cell that ran when it came, or 0; when it was sent */
function interrupt({ cell, sent }) {
  const [first] = cells;
  if (cell === 0) early = { sent, came: performance.now() };
  if (first && (cell === first.number || (cell === 0 && first.sent <= sent))) {
    Atomics.store(state, INTERRUPTED, first.number);
    // One that has not begun looks into the shared memory when it does.
    if (first.began) process.emit("SIGINT", "SIGINT");
  }
  Atomics.add(state, ANSWERED, 1);
}

/** The error of a cell that was stopped: one line, no stack. */
function stopped() {
  const message = "the cell was stopped before its end; run it again to start over";
  return Object.assign(new Error(message), {
    name: "Interrupted",
    stack: `Interrupted: ${message}`,
  });
}

/**
 * The synchronous part of a cell, while Node listens for the signal that breaks it.
 * @param {() => unknown} compute
 */
function breakable(compute) {
  const { number } = cells[0];
  Atomics.store(state, BREAKABLE, number);
  try {
    return compute();
  } finally {
    // If a signal is on its way, it must come here, where it is listened for.
    while (Atomics.compareExchange(state, BREAKABLE, number, 0) === SIGNALLED) {
      Atomics.wait(state, BREAKABLE, SIGNALLED, 10);
    }
  }
}
Object.defineProperty(globalThis, "__breakable__", { value: breakable });

const { runInThisContext } = vm;
/** @type {typeof vm.runInThisContext} */
vm.runInThisContext = (code, options) => {
  // tslab runs its cells so, and nothing else.
  const isCell = typeof options === "object" && options.breakOnSigint && cells[0]?.began;
  if (!isCell) return runInThisContext(code, options);
  if (Atomics.load(state, INTERRUPTED) === cells[0].number) throw stopped();
  try {
    return runInThisContext(`__breakable__(() => ${code}\n)`, options);
  } catch (error) {
    const { code: reason } = /** @type {{ code?: string }} */ (error ?? {});
    throw reason === "ERR_SCRIPT_EXECUTION_INTERRUPTED" ? stopped() : error;
  } finally {
    Atomics.store(state, BREAKABLE, 0);
  }
};

const { createExecutor } = executor;
executor.createExecutor = (folder, converters, console_) => {
  /** @param {unknown[]} values */
  const error = (...values) => {
    const [first] = values;
    const byTslab = first instanceof Error && first.message === "Interrupted asynchronously";
    console_.error(...(byTslab ? [stopped()] : values));
  };
  return createExecutor(folder, converters, { ...console_, error });
};

/** @type {{ bindSocket: (socket: object, port: number) => Promise<void> }} */
const server = /** @type {any} */ (ZmqServer.prototype);
const { bindSocket } = server;
/** @this {ZmqServer} */
server.bindSocket = async function (socket, port) {
  if (socket !== this.control) return bindSocket.call(this, socket, port);
  const workerData = { connection: this.connInfo, state };
  const control = new Worker(join(__dirname, "control.cjs"), { workerData, execArgv: [] });
  control.unref();
  closeInTime(control);
  await once(control, "message");
  const answers = { send: (/** @type {Buffer[]} */ frames) => control.postMessage(frames) };
  control.on("message", ({ frames, ...rest }) => {
    if (!frames) interrupt(rest);
    else this.handleShellMessage(/** @type {any} */ (answers), ...frames.map(asBuffer));
  });
};

/** @param {Uint8Array} bytes as they came from another thread */
function asBuffer({ buffer, byteOffset, byteLength }) {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** @param {Worker} control is closed with tslab's sockets, or when a cell ends the process */
function closeInTime(control) {
  const { close } = ZmqServer.prototype;
  ZmqServer.prototype.close = function () {
    control.ref();
    control.postMessage("close");
    close.call(this);
  };
  process.on("exit", () => {
    control.postMessage("close");
    Atomics.wait(state, CLOSED, 0, CLOSING);
  });
}
