import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { DownloadProgress } from "./downloadProgress.mjs";
import { canWriteBelow, sha256OfFile, writeWhole } from "./files.mjs";
import { CACHES, NODE_MODULES, PYTHON, TFJS_NODE } from "./paths.mjs";
import { pipEnv } from "./pip.mjs";
import { mustRun, run, SetupError } from "./run.mjs";

/**
 * The wheel is the smallest that holds libtensorflow_cc, and the fastest for this work; its C
 * interface is the one that tfjs-node was written against, so the addon only has to be compiled.
 */
const WHEEL = "tensorflow_cpu-2.15.1-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
const WHEEL_SHA256 = "ba9503db2c5357ea21938555323581fbdabf3d051b6bc1b5f73c5b0ae034d077";
const WHEEL_BYTES = 207_165_286;
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

/** How tfjs-node's binding.gyp has the addon built for Linux. */
const FLAGS = [
  ...["-std=c++17", "-O3", "-fPIC", "-shared", "-pthread", "-fno-exceptions", "-fno-rtti"],
  ...["-DNAPI_VERSION=8", "-DNODE_GYP_MODULE_NAME=tfjs_binding"],
];
const SOURCES = ["binding/tfjs_backend.cc", "binding/tfjs_binding.cc"];
const LIBRARIES = ["-ltensorflow", "-ltensorflow_framework", "-Wl,-rpath,$ORIGIN/../../deps/lib"];
const ADDON = join("lib", "napi-v8", "tfjs_binding.node");

/**
 * Installs TensorFlow's library from PyPI's wheel and builds tfjs-node's addon against it.
 * @param {(line: string) => void} say prints a line of progress
 * @throws {SetupError} when there is no compiler, no network, or no room
 */
export async function installFromWheel(say) {
  await checkCompiler();
  const wheel = await fetchWheel(say);
  say("unpacking");
  const deps = join(TFJS_NODE, "deps");
  rmSync(deps, { recursive: true, force: true });
  await mustRun("free some disk space (1 GB).", PYTHON, ["-c", UNPACK, wheel, deps]);
  for (const [link, library] of Object.entries(LINKS))
    symlinkSync(library, join(deps, "lib", link));
  say("compiling the addon");
  await compileAddon();
}

async function checkCompiler() {
  const { code } = await run("c++", ["--version"]);
  if (code === 0) return;
  throw new SetupError(
    "c++ is missing: install a C++ compiler (Debian, Ubuntu: apt install g++), then run the command again.",
  );
}

/**
 * Calls the compiler itself: node-gyp would need Node's own headers (these are Node-API's, which hold
 * for every Node), make, and a path without spaces.
 */
async function compileAddon() {
  mkdirSync(join(TFJS_NODE, dirname(ADDON)), { recursive: true });
  const headers = join(NODE_MODULES, "node-api-headers", "include");
  const include = ["-I", headers, "-I", join("deps", "include"), "-I", ".."];
  const remedy =
    "the compiler must know C++17 (g++ 8, clang 7 or newer); then run the same command again.";
  const link = ["-L", join("deps", "lib"), ...LIBRARIES, "-o", `${ADDON}.partial`];
  await mustRun(remedy, "c++", [...FLAGS, ...include, ...SOURCES, ...link], { cwd: TFJS_NODE });
  renameSync(join(TFJS_NODE, `${ADDON}.partial`), join(TFJS_NODE, ADDON));
}

/** @param {(line: string) => void} say prints a line of progress */
async function fetchWheel(say) {
  for (const cache of CACHES) {
    const wheel = join(cache, WHEEL);
    if (existsSync(wheel) && (await sha256OfFile(wheel)) === WHEEL_SHA256) return wheel;
  }
  const cache = CACHES.find(canWriteBelow) ?? CACHES[CACHES.length - 1];
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(join(cache, "download-"));
  const progress = new DownloadProgress(aside, WHEEL_BYTES, say);
  try {
    await download(aside);
    renameSync(join(aside, WHEEL), join(cache, WHEEL));
  } finally {
    progress.stop();
    rmSync(aside, { recursive: true, force: true });
  }
  return join(cache, WHEEL);
}

/** @param {string} folder where the wheel comes to lie, and pip's copy of it meanwhile */
async function download(folder) {
  const requirement = join(folder, "requirement.txt");
  writeWhole(requirement, REQUIREMENT);
  const only = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", ...PLATFORM];
  const args = [...only, "--require-hashes", "-d", folder, "-r", requirement];
  await mustRun(
    "check the network (or the proxy in HTTPS_PROXY) and the disk's space, then run the same command again.",
    PYTHON,
    ["-m", "pip", "download", "--quiet", ...args],
    { env: { ...(await pipEnv()), TMPDIR: folder } },
  );
}
