import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { shippedNotebooks } from "../tools/lab/shipped.mjs";
import { JUPYTER_ENV, PYTHON, ROOT } from "../tools/setup/paths.mjs";

const MAIN = "notebooks/1-semi-supervised-cnn-with-kmeans.ipynb";
const LAB = join(ROOT, "tools", "lab.mjs");
const IS_ROOT = process.getuid?.() === 0;
const OPEN_TO_ALL = ["--no-browser", "--ip=0.0.0.0", ...(IS_ROOT ? ["--allow-root"] : [])];

/** Starts JupyterLab from another folder, and hands its address of loopback on once it has told it. */
async function withLab(
  args: string[],
  cwd: string,
  use: (url: URL, lab: ChildProcess) => Promise<void>,
) {
  // Settings for another Jupyter: an empty token would let everybody in.
  const others = { JUPYTER_TOKEN: "", PYTHONPATH: "/nowhere" };
  const env = { ...process.env, ...others, INIT_CWD: cwd, npm_lifecycle_event: "lab" };
  const lab = spawn(process.execPath, [LAB, "--port=0", ...args], { cwd: ROOT, env });
  try {
    const url = await new Promise<URL>((resolve, reject) => {
      let printed = "";
      lab.stderr.on("data", (chunk) => {
        printed += chunk;
        const found = /copy and paste[\s\S]*?(http:\/\/127\.0\.0\.1:\d+\/\S+)\s/.exec(printed);
        if (found) resolve(new URL(found[1]));
      });
      lab.once("exit", () => reject(new Error(`JupyterLab did not start:\n${printed}`)));
    });
    await use(url, lab);
  } finally {
    const ended = once(lab, "exit");
    if (lab.kill("SIGTERM")) await ended;
  }
}

test("what the user passes wins: another address, the token stays on, the notebook's address is printed", async () => {
  await withLab(OPEN_TO_ALL, ROOT, async (url) => {
    assert.equal(decodeURIComponent(url.pathname), `/lab/tree/${MAIN}`);
    assert.match(url.search, /^\?token=[0-9a-f]{48}$/);
    assert.equal((await fetch(url)).status, 200);
    const listing = new URL("/api/contents", url);
    assert.equal((await fetch(listing)).status, 403);
    listing.search = url.search;
    assert.equal((await fetch(listing)).status, 200);
  });
});

test("a notebook is named from the folder that the user is in, and root needs no word on loopback", async () => {
  const args = ["--no-browser", "1-semi-supervised-cnn-with-kmeans.ipynb"];
  await withLab(args, join(ROOT, "notebooks"), async (url) => {
    assert.equal(decodeURIComponent(url.pathname), `/lab/tree/${MAIN}`);
  });
});

/** Whether somebody takes calls at an address. */
function listens({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

test("JupyterLab ends when the command that started it was killed", {
  timeout: 120_000,
}, async () => {
  await withLab(["--no-browser"], ROOT, async (url, lab) => {
    assert.ok(await listens(url));
    lab.kill("SIGKILL");
    while (await listens(url)) await new Promise((resolve) => setTimeout(resolve, 200));
  });
});

test("root is told in one sentence how to open JupyterLab to others", { skip: !IS_ROOT }, () => {
  for (const given of [["--ip=0.0.0.0"], ["--ip", "0.0.0.0"], ["--ServerApp.ip=*"]]) {
    const { status, stderr } = spawnSync(process.execPath, [LAB, ...given], { encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^ip=\S+ opens JupyterLab to other machines, as root: add --allow-root .*\n$/,
    );
  }
});

test("only notebooks that are as the project ships them are trusted, with git or without", () => {
  const folder = mkdtempSync(join(tmpdir(), "shipped-"));
  try {
    for (const part of ["tools/lab", "notebooks"])
      mkdirSync(join(folder, part), { recursive: true });
    for (const name of ["same", "changed", "foreign"]) {
      writeFileSync(join(folder, "notebooks", `${name}.ipynb`), `{"name": "${name}"}`);
    }
    const hash = createHash("sha256").update('{"name": "same"}').digest("hex");
    const lines = ["same", "changed", "missing"].map(
      (name) => `${hash}  notebooks/${name}.ipynb\n`,
    );
    writeFileSync(join(folder, "tools/lab/notebooks.sha256"), lines.join(""));
    assert.deepEqual(shippedNotebooks(folder), ["notebooks/same.ipynb"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the list of shipped notebooks is up to date", () => {
  const names = readdirSync(join(ROOT, "notebooks")).filter((name) => /^\d.*\.ipynb$/.test(name));
  const paths = names.map((name) => `notebooks/${name}`).sort();
  assert.deepEqual(shippedNotebooks().sort(), paths, "write it anew with `npm run trust`");
});

test("JupyterLab trusts the shipped notebooks from its start on", () => {
  const script = `
import sys, nbformat
from nbformat.sign import NotebookNotary
notary, notebook = NotebookNotary(), nbformat.read(sys.argv[1], as_version=4)
if sys.argv[2] == "forget": notary.unsign(notebook)
print(notary.check_signature(notebook))`;
  const ask = (todo: string) =>
    execFileSync(PYTHON, ["-c", script, join(ROOT, MAIN), todo], {
      env: JUPYTER_ENV,
      encoding: "utf8",
    });
  assert.equal(ask("forget"), "False\n");
  execFileSync(process.execPath, [LAB, "--version"]);
  assert.equal(ask("look"), "True\n");
});
