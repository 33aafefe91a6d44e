// JupyterLab shows the state that came last. tslab says busy when a cell arrives and idle when it is
// done, so that under Run All the first cell's idle hides that the others compute, and a Tab likewise.
const { ZmqServer } = require("tslab/dist/jupyter.js");
const { cells, events } = require("./cells.cjs");

const { publishStatus } = ZmqServer.prototype;

events.on("begin", ({ server, message }) => publishStatus.call(server, "busy", message));

/** A cell is busy from its own beginning, and nothing else that is done meanwhile leaves the kernel idle. */
ZmqServer.prototype.publishStatus = function (status, message) {
  const [first] = cells;
  if (message.header.msg_type === "execute_request" && status === "busy") {
    waiting.add(message);
    return;
  }
  // Every request has both states, that of a cell which was never begun too.
  if (waiting.delete(message)) publishStatus.call(this, "busy", message);
  publishStatus.call(this, status, message);
  if (status === "idle" && first?.began) publishStatus.call(this, "busy", first.message);
};

/** @type {Set<Parameters<typeof publishStatus>[1]>} the cells that nobody has been told of */
const waiting = new Set();
events.on("begin", ({ message }) => waiting.delete(message));
