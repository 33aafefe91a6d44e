import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { codeCell, readNotebook } from "./support/notebooks";

const folder = mkdtempSync(join(tmpdir(), "left-behind-"));
const started = new Set<number>();
after(() => {
  for (const pid of started) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for what takes a while, on a slow machine longer. */
async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 600 && !holds(); waited++) await setTimeout(100);
  assert.ok(holds(), what);
}

/** What a program has printed so far, and its exit code or signal once it has ended. */
interface Program {
  readonly child: ChildProcess;
  output: string;
  ended: number | string | undefined;
}

function start(command: string, args: string[], env: Record<string, string> = {}): Program {
  const options = { env: { ...process.env, ...env }, detached: true };
  const child = spawn(command, args, options);
  const program: Program = { child, output: "", ended: undefined };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      program.output += text;
    });
  }
  child.on("close", (code, signal) => {
    program.ended = code ?? signal ?? undefined;
  });
  return program;
}

function startNotebook(name: string, sources: string[]): Program {
  const path = join(folder, `${name}.ipynb`);
  const cells = sources.map((source) => codeCell(source));
  writeFileSync(path, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  return start(process.execPath, ["tools/notebook.mjs", path]);
}

/** A cell that tells its kernel's process, and the file where it does. */
function tellsPid(name: string): [source: string, path: string] {
  const path = join(folder, `${name}.pid`);
  const write = `writeFileSync(${JSON.stringify(path)}, String(process.pid));`;
  return [`import { writeFileSync } from "node:fs"; ${write}`, path];
}

async function pidIn(path: string): Promise<number> {
  await until(`${path} is written`, () => existsSync(path) && readFileSync(path, "utf8") !== "");
  const pid = Number(readFileSync(path, "utf8"));
  started.add(pid);
  return pid;
}

const COMPUTES = "for (const end = Date.now() + 600_000; Date.now() < end; ) {}";

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  test(`${signal} ends a run in one sentence, with ${code}, while its kernel computes`, async () => {
    const [source, path] = tellsPid(signal);
    const run = startNotebook(signal, [source, COMPUTES]);
    const kernel = await pidIn(path);
    await until("the second cell runs", () => run.output.includes("[ 1/2]"));
    // As a terminal sends Ctrl-C: to the whole group.
    process.kill(-(run.child.pid as number), signal);
    await until("the run ends", () => run.ended !== undefined);
    assert.equal(run.ended, code);
    const said = run.output.trim().split("\n").slice(1).join("\n").trim();
    assert.equal(said, "Interrupted: neither notebook nor report was written.");
    await until("the kernel ends", () => !isAlive(kernel));
    assert.ok(!existsSync(`runs/${signal}.ipynb`));
  });
}

test("Ctrl-C while the run starts, at any moment, prints no traceback and leaves no kernel", async () => {
  const [source, path] = tellsPid("starting");
  for (const milliseconds of [100, 250, 400, 700, 1000, 1400, 1800]) {
    const run = startNotebook("starting", [source, COMPUTES]);
    await setTimeout(milliseconds);
    process.kill(-(run.child.pid as number), "SIGINT");
    await until("the run ends", () => run.ended !== undefined);
    // Node itself may not have begun to listen.
    assert.ok(run.ended === 130 || run.ended === "SIGINT", `${run.ended}`);
    assert.doesNotMatch(run.output, /Traceback|Error/, `after ${milliseconds} ms`);
  }
  if (existsSync(path)) {
    const kernel = await pidIn(path);
    await until("the kernel ends", () => !isAlive(kernel));
  }
});

test("a run that is killed leaves no kernel, also in the middle of a computation", async () => {
  const [source, path] = tellsPid("killed");
  const run = startNotebook("killed", [source, COMPUTES]);
  const kernel = await pidIn(path);
  await until("the second cell runs", () => run.output.includes("[ 1/2]"));
  process.kill(run.child.pid as number, "SIGKILL");
  await until("the kernel ends", () => !isAlive(kernel));
});

/** A program that loads what a kernel loads, tells its process and computes, as a shell's command. */
const PROGRAM = join(folder, "kernel.cjs");
const KERNEL = `"${process.execPath}" --require "${resolve("tools/kernelParent.cjs")}" "${PROGRAM}"`;
writeFileSync(
  PROGRAM,
  `require("node:fs").writeFileSync(process.env.PID_FILE, String(process.pid)); ${COMPUTES}`,
);

test("a kernel ends with its parent", async () => {
  const path = join(folder, "later.pid");
  const parent = start("sh", ["-c", `JPY_PARENT_PID=$$ ${KERNEL} & wait`], { PID_FILE: path });
  const kernel = await pidIn(path);
  parent.child.kill("SIGKILL");
  await until("the kernel ends", () => !isAlive(kernel));
});

test("a kernel ends whose parent was gone before it began", async () => {
  const script = `(sleep 1; JPY_PARENT_PID=$$ ${KERNEL}) & sleep 0.1; kill -KILL $$`;
  const parent = start("sh", ["-c", script], { PID_FILE: join(folder, "before.pid") });
  // Closed is what all three of them print to.
  await until("the kernel ends", () => parent.ended !== undefined);
});

test("a kernel whose wrapper is gone runs on while Jupyter is there, and so does one without Jupyter", async () => {
  for (const [name, jupyter] of Object.entries({ wrapped: String(process.pid), alone: "" })) {
    const path = join(folder, `${name}.pid`);
    const env = { PID_FILE: path, JPY_PARENT_PID: jupyter };
    const wrapper = start("sh", ["-c", `${KERNEL} >/dev/null 2>&1 & wait`], env);
    const kernel = await pidIn(path);
    wrapper.child.kill("SIGKILL");
    await until("the wrapper is gone", () => wrapper.ended !== undefined);
    await setTimeout(2500);
    assert.ok(isAlive(kernel), name);
    process.kill(kernel, "SIGKILL");
  }
});

test("two runs at the same time both leave whole files; what a killed run left goes, what another writes stays", async (t) => {
  const files = ["ipynb", "html"].map((kind) => `runs/twice.${kind}`);
  mkdirSync("runs", { recursive: true });
  const gone = start(process.execPath, ["-e", ""]);
  await until("a process is gone", () => gone.ended !== undefined);
  const stale = `runs/.twice.ipynb.${gone.child.pid}.partial`;
  const fresh = `runs/.twice.ipynb.${process.pid}.partial`;
  for (const path of [stale, fresh]) writeFileSync(path, "{");
  t.after(() => {
    for (const path of [...files, stale, fresh]) rmSync(path, { force: true });
  });
  const runs = [1, 2, 3].map(() => startNotebook("twice", ["6 * 7"]));
  await until("all end", () => runs.every(({ ended }) => ended !== undefined));
  for (const { ended, output } of runs) assert.equal(ended, 0, output);
  assert.equal(readNotebook(files[0]).cells.length, 1);
  assert.match(readFileSync(files[1], "utf8"), /<\/html>\s*$/);
  const partial = readdirSync("runs").filter(
    (name) => name.includes("twice.") && name.startsWith("."),
  );
  assert.deepEqual(
    partial.map((name) => `runs/${name}`),
    [fresh],
  );
});
