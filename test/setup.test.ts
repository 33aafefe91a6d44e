import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { checkMachine } from "../tools/setup/machine.mjs";

const ROOT = join(__dirname, "..");

test("a Node or a platform that cannot work is told what to do", () => {
  checkMachine("20.11.0", "linux-x64");
  checkMachine("22.3.0", "darwin-arm64");
  assert.throws(
    () => checkMachine("18.20.1", "linux-x64"),
    /Node 18.20.1 cannot run .* install Node 20 or 22/,
  );
  assert.throws(() => checkMachine("23.0.0", "linux-x64"), /Node 23.0.0 cannot run/);
  assert.throws(
    () => checkMachine("20.11.0", "win32-x64"),
    /platform win32-x64 is not supported.*WSL 2/,
  );
});

test("a finished set-up says nothing", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/setup/setup.mjs"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
});

test("a machine without python3 gets one sentence with the remedy, and nothing half-done", () => {
  const folder = mkdtempSync(join(tmpdir(), "set-up-"));
  try {
    const files = [
      "cp",
      ["-r", "tools", "package.json", "package-lock.json", "requirements.txt", folder],
    ] as const;
    assert.equal(spawnSync(...files, { cwd: ROOT }).status, 0);
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const env = { ...process.env, PATH: folder };
    const script = join(folder, "tools", "setup", "setup.mjs");
    const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^\nSet-up stopped\. python3 is missing: install Python 3\.9 or newer.*\n$/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the kernel is this Node's, with TensorFlow's settings, and needs no PATH", () => {
  const path = join(ROOT, ".venv/share/jupyter/kernels/tslab/kernel.json");
  const kernel = JSON.parse(readFileSync(path, "utf8"));
  assert.equal(kernel.argv[0], process.execPath);
  assert.equal(kernel.env.TF_CPP_MIN_LOG_LEVEL, "2");
});
