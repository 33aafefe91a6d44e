import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const CHANNELS = ["shell", "iopub", "control", "stdin", "hb"] as const;
const { argv } = JSON.parse(
  readFileSync(".venv/share/jupyter/kernels/tslab/kernel.json", "utf8"),
) as { argv: string[] };

/** A server of another program, on a port that the system chooses. */
async function listening() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

for (const taken of CHANNELS) {
  test(`a kernel whose ${taken} port is taken ends and says so`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "ports-"));
    const servers = await Promise.all(CHANNELS.map(listening));
    const ports = servers.map(({ port }, i) => [`${CHANNELS[i]}_port`, port]);
    // Only one stays taken.
    for (const [i, { server }] of servers.entries()) if (CHANNELS[i] !== taken) server.close();
    const connection = {
      ...Object.fromEntries(ports),
      ip: "127.0.0.1",
      transport: "tcp",
      key: "key",
      signature_scheme: "hmac-sha256",
    };
    const file = join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    const [command, ...args] = argv.map((word) => word.replace("{connection_file}", file));
    const kernel = spawn(command, args, { cwd: "notebooks", stdio: ["ignore", "ignore", "pipe"] });
    t.after(() => {
      kernel.kill("SIGKILL");
      for (const { server } of servers) server.close();
      rmSync(folder, { recursive: true });
    });
    let printed = "";
    kernel.stderr.on("data", (text) => {
      printed += text;
    });
    assert.deepEqual(await once(kernel, "close"), [null, "SIGKILL"]);
    const port = servers[CHANNELS.indexOf(taken)].port;
    assert.ok(printed.includes(`it cannot listen on port ${port}`), printed);
  });
}
