const { ZmqServer } = require("tslab/dist/jupyter.js");

/** @type {{ bindSocket: (socket: object, port: number) => Promise<void> }} */
const server = /** @type {any} */ (ZmqServer.prototype);
const { bindSocket } = server;

/**
 * Jupyter chooses free ports, but another program may take one before the kernel does. tslab then lives
 * on without that socket, and whoever waits for an answer waits in vain. Here the kernel ends, and is
 * started again on other ports, by JupyterLab and the headless runner alike.
 */
server.bindSocket = async function (socket, port) {
  try {
    await bindSocket.call(this, socket, port);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    console.error(`The kernel ends: it cannot listen on port ${port} (${message}).`);
    // Not process.exit: other sockets are just being opened, and zeromq would abort with words of its own.
    process.kill(process.pid, "SIGKILL");
  }
};
