import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A JupyterLab of the project's own set-up on loopback, with settings that it forgets. */
export class Lab {
  readonly #process: ChildProcess;
  readonly #folder = mkdtempSync(join(tmpdir(), "lab-"));
  readonly #token: string;
  readonly #address: Promise<string>;

  /** @param again a server that has stopped: this one has its port and its token */
  constructor(again?: { port: number; token: string }) {
    this.#token = again?.token ?? randomBytes(16).toString("hex");
    this.#process = spawn(process.execPath, [
      "tools/lab.mjs",
      "--no-browser",
      `--ServerApp.port=${again?.port ?? 0}`,
      `--IdentityProvider.token=${this.#token}`,
      `--LabApp.user_settings_dir=${join(this.#folder, "settings")}`,
      `--LabApp.workspaces_dir=${join(this.#folder, "workspaces")}`,
      ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
    ]);
    this.#address = this.#announced();
  }

  /** The address of JupyterLab in a fresh workspace, with a file of the project open or none. */
  async url(path?: string): Promise<string> {
    const tree = path ? `/tree/${path}` : "";
    return `${await this.#address}${tree}?token=${this.#token}&reset`;
  }

  /** What another server needs to take this one's place. */
  async place(): Promise<{ port: number; token: string }> {
    return { port: Number(new URL(await this.#address).port), token: this.#token };
  }

  /** Ends JupyterLab and its kernels. */
  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    // It says no when the process has ended by itself.
    if (this.#process.kill("SIGTERM")) await ended;
    rmSync(this.#folder, { recursive: true });
  }

  #announced(): Promise<string> {
    return new Promise((resolve, reject) => {
      let printed = "";
      const { stderr } = this.#process;
      const listen = (text: Buffer) => {
        printed += text;
        const [address] = printed.match(/http:\/\/127\.0\.0\.1:\d+\/lab/) ?? [];
        if (!address) return;
        // Only the first sight of the address counts: the server also prints while it stops.
        stderr?.off("data", listen).resume();
        resolve(this.#answering(address));
      };
      stderr?.on("data", listen);
      this.#process.once("exit", () => reject(new Error(`JupyterLab did not start:\n${printed}`)));
    });
  }

  /** The address once the server behind it answers: it tells its address a moment earlier. */
  async #answering(address: string): Promise<string> {
    while (this.#process.exitCode === null) {
      const response = await fetch(address).catch(() => undefined);
      if (response) return address;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("JupyterLab ended before it answered");
  }
}
