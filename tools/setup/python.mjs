import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { holds, sha256, writeWhole } from "./files.mjs";
import { PYTHON, ROOT, VENV } from "./paths.mjs";
import { pipEnv } from "./pip.mjs";
import { mustRun, run, SetupError } from "./run.mjs";

const STAMP = join(VENV, ".setup-packages");
const REQUIREMENTS = join(ROOT, "requirements.txt");
const OLDEST_PYTHON = [3, 9];

/** A venv holds absolute paths: in a moved or copied folder it must be made anew. */
function wanted() {
  return `${sha256(readFileSync(REQUIREMENTS, "utf8"))} ${ROOT}`;
}

async function checkPython() {
  const [oldest, again] = [OLDEST_PYTHON.join("."), "then run the command again."];
  const script = "import sys; print(*sys.version_info[:2])";
  const { code, output } = await run("python3", ["-c", script]);
  if (code !== 0) {
    const isThere = code === null ? "is missing" : `does not start (${output.trim()})`;
    throw new SetupError(`python3 ${isThere}: install Python ${oldest} or newer, ${again}`);
  }
  const [major, minor] = output.trim().split(" ").map(Number);
  if (major < OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor < OLDEST_PYTHON[1])) {
    throw new SetupError(
      `python3 is Python ${major}.${minor}: install Python ${oldest} or newer, and put its python3 first on the PATH, ${again}`,
    );
  }
  if ((await run("python3", ["-c", "import ensurepip, venv"])).code !== 0) {
    throw new SetupError(
      `python3 has no venv module: install it (Debian, Ubuntu: apt install python3-venv), ${again}`,
    );
  }
}

/** @type {import("./setup.mjs").Part} JupyterLab and papermill in a venv, each package checked by its hash */
export const pythonPackages = {
  name: "Python packages (JupyterLab, papermill)",
  isDone: () => holds(STAMP, wanted()),
  async run() {
    await checkPython();
    rmSync(VENV, { recursive: true, force: true });
    await mustRun(
      "install Python's venv module (Debian, Ubuntu: apt install python3-venv).",
      "python3",
      ["-m", "venv", VENV],
    );
    const remedy =
      "check the network (or the proxy in HTTPS_PROXY), then run the same command again.";
    const install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS];
    await mustRun(remedy, PYTHON, install, { env: await pipEnv() });
    writeWhole(STAMP, wanted());
  },
};
