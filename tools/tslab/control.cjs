// The kernel's control thread. It reads Jupyter's control channel also while the main thread computes, so
// that an interrupt is known the moment it comes, even while a cell is being compiled.
const { createHmac } = require("node:crypto");
const { parentPort, workerData } = require("node:worker_threads");
const { Router } = require("zeromq");
require("./sending.cjs");
const { sentAt } = require("./sentAt.cjs");
const { ANSWERED, BREAKABLE, CELL, CLOSED, INTERRUPTED, SIGNALLED } = require("./slots.cjs");

/** @type {{ connection: import("tslab/dist/jupyter.js").ZmqServer["connInfo"], state: Int32Array }} */
const { connection, state } = workerData;
const { transport, ip, control_port, key } = connection;
const DELIMITER = "<IDS|MSG>";
/** Milliseconds after which a main thread that has not answered an interrupt gets a signal, and how often. */
const PATIENCE = 1000;
const AGAIN = 100;

const socket = new Router();
let interrupts = 0;

/** @param {readonly (string | Buffer)[]} parts header, parent, metadata and content, as they go over the wire */
function signature(parts) {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/**
 * Tells the main thread, and the shared memory at once, since the main thread may be compiling.
 * @param {Buffer[]} identity who asks
 * @param {Buffer} header of the request
 */
function interrupt(identity, header) {
  const cell = Atomics.load(state, CELL);
  if (cell > 0) Atomics.store(state, INTERRUPTED, cell);
  const { date, session, username, msg_id, version } = JSON.parse(header.toString());
  parentPort?.postMessage({ cell, sent: sentAt(date) });
  insist(cell, ++interrupts);
  const reply = {
    msg_id: `${msg_id}-reply`,
    msg_type: "interrupt_reply",
    session,
    username,
    version,
  };
  const dated = JSON.stringify({ ...reply, date: new Date().toISOString() });
  const parts = [dated, header, "{}", '{"status":"ok"}'];
  socket.send([...identity, DELIMITER, signature(parts), ...parts]);
}

/**
 * Breaks an endless loop by a signal, which is sent while the cell's synchronous part runs and at no
 * other time, as then nobody might be there to take it.
 * @param {number} cell the interrupted one; 0: the one that began just after
 * @param {number} nth the how-manieth interrupt this is
 */
function insist(cell, nth, patience = PATIENCE) {
  setTimeout(() => {
    if (Atomics.load(state, ANSWERED) >= nth) return;
    const running = cell || Atomics.load(state, CELL);
    if (running > 0 && Atomics.compareExchange(state, BREAKABLE, running, SIGNALLED) === running) {
      process.kill(process.pid, "SIGINT");
    }
    insist(cell, nth, AGAIN);
  }, patience).unref();
}

/** @param {Buffer[]} frames a message as it came */
function receive(frames) {
  const at = frames.findIndex((frame) => frame.toString() === DELIMITER);
  const [signed, ...parts] = frames.slice(at + 1);
  const isInterrupt =
    parts.length >= 4 && JSON.parse(parts[0].toString()).msg_type === "interrupt_request";
  // tslab takes all the others.
  if (!isInterrupt) parentPort?.postMessage({ frames });
  else if (signed.toString() === signature(parts)) interrupt(frames.slice(0, at), parts[0]);
}

/** A thread that ends with an open socket takes the whole process with it. */
function close() {
  socket.close();
  parentPort?.close();
  Atomics.store(state, CLOSED, 1);
  Atomics.notify(state, CLOSED);
}

async function serve() {
  await socket.bind(`${transport}://${ip}:${control_port}`);
  parentPort?.postMessage("bound");
  for await (const frames of socket) receive(frames);
}

parentPort?.on("message", (message) => (message === "close" ? close() : socket.send(message)));
serve();
