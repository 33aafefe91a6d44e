import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { checkMachine, warningAbout } from "../tools/setup/machine.mjs";

const ROOT = join(__dirname, "..");

test("a Node, a platform or a folder that cannot work is told what to do", () => {
  const machine = { nodeVersion: "20.11.0", platform: "linux-x64", root: "/home/ä # 100 %" };
  checkMachine(machine);
  checkMachine({ ...machine, nodeVersion: "27.0.0", platform: "darwin-arm64" });
  for (const [wrong, message] of [
    [
      { nodeVersion: "18.20.1" },
      /^Node 18.20.1 cannot run .* install Node 26, or another from 20 on/,
    ],
    [{ platform: "win32-x64" }, /^The platform win32-x64 is not supported.*WSL 2/],
    [{ root: "/a:b" }, /^The folder \/a:b has ":" in its path, .* rename or move it/],
    [{ root: "/why?" }, /^The folder \/why\? has "\?" in its path/],
  ] as const) {
    assert.throws(() => checkMachine({ ...machine, ...wrong }), { message });
  }
});

test("a Node that is newer than all tried ones is tried, with a warning", () => {
  assert.equal(warningAbout("20.0.0"), undefined);
  assert.equal(warningAbout("26.99.0"), undefined);
  assert.match(
    warningAbout("27.0.0") ?? "",
    /^Node 27.0.0 is newer .* if something fails, take Node 26\.$/,
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
