const { Publisher, Router } = require("zeromq");

/**
 * tslab sends without waiting for the message before, which fails («Socket is busy writing») when
 * Jupyter is slow to read: the cell ends, and even the error is lost. Here a message waits its turn.
 */
for (const { prototype } of [Publisher, Router]) {
  const { send } = prototype;
  /** @type {WeakMap<object, Promise<void>>} */
  const underWay = new WeakMap();
  /**
   * @this {object}
   * @param {Parameters<typeof send>[0]} message
   */
  const sendInTurn = function (message) {
    const before = underWay.get(this);
    const sent = before ? before.then(() => send.call(this, message)) : send.call(this, message);
    const settled = sent.catch(() => {});
    underWay.set(this, settled);
    settled.then(() => {
      if (underWay.get(this) === settled) underWay.delete(this);
    });
    return sent;
  };
  Object.defineProperty(prototype, "send", { value: sendInTurn });
}
