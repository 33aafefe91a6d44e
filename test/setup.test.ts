import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { DownloadProgress } from "../tools/setup/downloadProgress.mjs";
import { checkMachine, warningAbout } from "../tools/setup/machine.mjs";
import { PYTHON } from "../tools/setup/paths.mjs";
import { pipVariables } from "../tools/setup/pip.mjs";

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

/** What a module of the set-up is in another environment, as JSON. */
function inEnvironment(env: NodeJS.ProcessEnv, module: string, expression: string) {
  const url = pathToFileURL(join(ROOT, "tools", "setup", module)).href;
  const script = `import * as m from ${JSON.stringify(url)}; console.log(JSON.stringify(${expression}))`;
  const args = ["--input-type=module", "-e", script];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

test("settings for another Python, Node or Jupyter do not reach ours", () => {
  const others = {
    ...{ PYTHONPATH: "/x", PYTHONHOME: "/x", PYTHONSTARTUP: "/x", VIRTUAL_ENV: "/x" },
    ...{ JUPYTER_PATH: "/x", JUPYTER_TOKEN: "", JUPYTER_PREFER_ENV_PATH: "0", IPYTHONDIR: "/x" },
    ...{ NODE_PATH: "/x", CONDA_PREFIX: "/x" },
  };
  const env = inEnvironment({ ...others, HOME: ROOT, LANG: "C" }, "paths.mjs", "m.JUPYTER_ENV");
  assert.deepEqual(
    Object.keys(others).filter((name) => name !== "IPYTHONDIR" && name in env),
    [],
  );
  assert.ok(env.IPYTHONDIR.startsWith(ROOT));
  assert.deepEqual([env.HOME, env.LANG, env.PYTHONUTF8], [ROOT, "C", "1"]);
  const script = "import sys; print(sys.prefix, '/x' in sys.path, 'ä')";
  const { stdout } = spawnSync(PYTHON, ["-c", script], { env, encoding: "utf8" });
  assert.equal(stdout, `${join(ROOT, ".venv")} False ä\n`);
});

test("of pip's settings only where packages come from is honoured, and the later source decides", () => {
  const listed = [
    ":env:.index-url='https://user:a\"b@own/simple'",
    ":env:.user='1'",
    "global.extra-index-url='\\nhttps://a\\nhttps://b'",
    "global.index-url='https://other'",
    "global.no-binary=':all:'",
    "global.timeout='60'",
    "install.target='/elsewhere'",
    "install.user='true'",
    "wheel.index-url='https://wheels'",
  ];
  assert.deepEqual(pipVariables(listed.join("\n")), {
    PIP_INDEX_URL: 'https://user:a"b@own/simple',
    PIP_EXTRA_INDEX_URL: "https://a https://b",
    PIP_TIMEOUT: "60",
  });
});

test("a user's pip.conf and PIP_ variables do not send packages elsewhere", () => {
  const folder = mkdtempSync(join(tmpdir(), "pip-"));
  try {
    const config = join(folder, "pip.conf");
    writeFileSync(config, "[global]\ntimeout = 61\nuser = true\n[install]\ntarget = /elsewhere\n");
    const env = { PIP_CONFIG_FILE: config, PIP_USER: "1", PIP_PREFIX: "/elsewhere", HOME: folder };
    const pip = inEnvironment(env, "pip.mjs", "await m.pipEnv()");
    const { stdout } = spawnSync(PYTHON, ["-m", "pip", "config", "list"], {
      env: pip,
      encoding: "utf8",
    });
    assert.match(stdout, /timeout='61'/);
    assert.doesNotMatch(stdout, /user|target|prefix/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("where the home directory is missing or cannot be written, a folder of the project stands in", () => {
  const spare = join(ROOT, ".home");
  for (const home of ["/dev/null", "relative"]) {
    const env = inEnvironment({ HOME: home }, "paths.mjs", "m.JUPYTER_ENV");
    assert.equal(env.HOME, spare, home);
    assert.ok(env.npm_config_cache.startsWith(spare));
  }
  const cache = "semi-supervised-50-labels";
  assert.deepEqual(
    inEnvironment({ HOME: "/home/me", XDG_CACHE_HOME: "/c" }, "paths.mjs", "m.CACHES"),
    [`/c/${cache}`, `/home/me/.cache/${cache}`, join(spare, ".cache", cache)],
  );
});

test("a download tells how far it is by what has arrived", async () => {
  const folder = mkdtempSync(join(tmpdir(), "download-"));
  const said: string[] = [];
  const progress = new DownloadProgress(folder, 40e6, (line) => said.push(line), false);
  try {
    mkdirSync(join(folder, "pip-unpack"));
    const wheel = join(folder, "pip-unpack", "wheel");
    writeFileSync(wheel, "");
    for (const bytes of [1e6, 10e6, 40e6]) {
      truncateSync(wheel, bytes);
      progress.look();
    }
  } finally {
    progress.stop();
    rmSync(folder, { recursive: true });
  }
  assert.deepEqual(said, [
    "downloading 0 of 40 MB, 0 %",
    "downloading 10 of 40 MB, 25 %",
    "downloading 40 of 40 MB, 100 %",
  ]);
});

test("tfjs-node calls nothing that newer Nodes have taken away", () => {
  const dist = join(ROOT, "node_modules", "@tensorflow", "tfjs-node", "dist");
  const scripts = readdirSync(dist, { recursive: true, encoding: "utf8" });
  const gone = /util_\d\.(is[A-Z]\w+|log|_extend)\b/;
  const callers = scripts.filter(
    (path) => path.endsWith(".js") && gone.test(readFileSync(join(dist, path), "utf8")),
  );
  assert.deepEqual(callers, []);
});
