import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { JUPYTER_ENV, PYTHON } from "../tools/setup/paths.mjs";

/** oneDNN's products for AVX2 lay the stack into the heap on every processor, those for AVX-512 on some. */
const env = { ...JUPYTER_ENV, ONEDNN_MAX_CPU_ISA: "AVX2" };

function python(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(PYTHON, args, { env, encoding: "utf8" });
}

const { stdout, stderr } = python("test/support/interrupts.py");
const found = JSON.parse(stdout || "{}");
const STOPPED = [
  "error",
  "[Interrupted: the cell was stopped before its end; run it again to start over]\n",
];

test("an interrupt stops the cell that it was sent for, even before and while it is compiled, or in an endless loop", () => {
  assert.deepEqual(found.endless, Array(5).fill(STOPPED), stderr);
  assert.deepEqual(found.endlessInAsync, STOPPED);
  assert.deepEqual(found.sleeping, Array(3).fill(STOPPED));
  assert.deepEqual(found.interruptedWhileCompiled, STOPPED);
  assert.deepEqual(found.reply, ["interrupt_reply", { status: "ok" }, true]);
});

test("an interrupt stops no other cell", () => {
  assert.deepEqual(found.afterIdleInterrupt, ["ok", "2\n"], stderr);
  assert.deepEqual(found.afterIdleInterruptLater, ["ok", "slept\n"]);
  assert.deepEqual([found.queuedFirst, found.queuedSecond], [["ok", "slept\n"], STOPPED]);
  assert.deepEqual(found.next, ["ok", "4\n"]);
});

test("a signal from elsewhere leaves the kernel alive; a cell still ends it with the code it wants", () => {
  assert.deepEqual(found.afterSignal, ["ok", "6\n"], stderr);
  assert.equal(found.exitCode, 3);
});

test("the kernel is busy while a cell computes, whatever else is asked or waits", () => {
  const cells = ["cell 1", "cell 2", "cell 3"];
  const alone = cells.map((cell) => [`${cell} busy`, `${cell} prints`, `${cell} idle`]);
  const [begin, ...rest] = alone.flat();
  const asked = ["completion busy", "completion idle", "cell 1 busy"];
  assert.deepEqual(found.states, [begin, ...asked, ...rest], stderr);
  const aborted = ["cell 2 busy", "cell 2 idle"];
  assert.deepEqual(
    found.abortedStates.slice(-2),
    aborted,
    "a cell that never began has its states too",
  );
});

test("ten interrupts at random moments, under a stream of other signals: the kernel lives and counts right", () => {
  const { status, stdout: said, stderr: errors } = python("test/support/soak.py", "--rounds", "10");
  assert.equal(status, 0, said + errors);
  assert.match(said, /^10 rounds, 0 faults/);
});
