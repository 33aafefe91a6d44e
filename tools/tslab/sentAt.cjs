/**
 * When a message was sent, in milliseconds since 1970. Clients in Python tell microseconds, which
 * Date.parse drops: a cell that follows an interrupt at once would count as sent with it.
 * @param {unknown} date from the message's header
 * @returns {number}
 */
exports.sentAt = (date) => {
  const [, microseconds = "0"] = /\.\d{3}(\d{1,3})/.exec(String(date)) ?? [];
  return Date.parse(String(date)) + Number(`0.${microseconds}`);
};
