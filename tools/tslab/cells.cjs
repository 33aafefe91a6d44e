const { EventEmitter } = require("node:events");
const { JupyterHandlerImpl, ZmqServer } = require("tslab/dist/jupyter.js");
const { sentAt } = require("./sentAt.cjs");

/**
 * A cell that was sent to be executed.
 * @typedef {object} Cell
 * @property {number} number the how-manieth it is
 * @property {number} sent when its sender says that it was sent, in milliseconds since 1970
 * @property {boolean} began whether tslab has begun with it
 * @property {ZmqServer} server who has it
 * @property {Parameters<ZmqServer["handleExecute"]>[1]} message the request
 */

/** @type {Cell[]} the cells that are not done, in their order: the first one runs, or is the next to */
const cells = [];
/** Emits "change" when there is another first cell, "arrive" and "begin" with the cell in question. */
const events = new EventEmitter();
/** @type {WeakMap<object, Cell>} */
const byRequest = new WeakMap();
let arrived = 0;

const { handleExecute } = ZmqServer.prototype;
ZmqServer.prototype.handleExecute = async function (socket, message) {
  const sent = sentAt(message.header.date);
  const cell = { number: ++arrived, sent, began: false, server: this, message };
  byRequest.set(message.content, cell);
  cells.push(cell);
  events.emit("change");
  events.emit("arrive", cell);
  try {
    await handleExecute.call(this, socket, message);
  } finally {
    cells.splice(cells.indexOf(cell), 1);
    events.emit("change");
  }
};

/** @type {{ handleExecuteImpl: (request: object, ...rest: unknown[]) => Promise<unknown> }} */
const handler = /** @type {any} */ (JupyterHandlerImpl.prototype);
const { handleExecuteImpl } = handler;
handler.handleExecuteImpl = async function (request, ...rest) {
  // The reply to the cell before goes out first: tslab would send it when this one lets go of the thread.
  await new Promise((resolve) => setImmediate(resolve));
  const cell = byRequest.get(request);
  if (cell) cell.began = true;
  events.emit("begin", cell);
  return handleExecuteImpl.call(this, request, ...rest);
};

module.exports = { cells, events };
