"""
Sends cells and interrupts to one real tslab kernel, started in notebooks/ as JupyterLab starts it, at
moments that test/support/kernelDriver.py cannot choose. Prints a JSON object of what happened.
"""

import json
import os
import signal
import time
from pathlib import Path

from jupyter_client import KernelManager

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
TIMEOUT_SECONDS = 120
# For so long after an error tslab refuses what was queued behind the cell.
ABORTING_SECONDS = 0.3

# Takes its time to compile, and none to run.
COMPILED = "".join(f"const list{i} = [1, 2, {i}].map((one) => ({{ one, text: String(one) }}));\n" for i in range(300))
ENDLESS = "while (true) {}"
SLEEP = "await new Promise((done) => setTimeout(done, {0})); console.log('slept')"


class Kernel:
    def __init__(self):
        self.manager = KernelManager(kernel_name="tslab")
        self.manager.start_kernel(cwd=str(NOTEBOOKS))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT_SECONDS)

    def interrupt_reply(self):
        """Interrupts by the message itself, as the manager does, and waits for the answer."""
        request = self.client.session.msg("interrupt_request", {})
        self.client.control_channel.send(request)
        reply = self.client.get_control_msg(timeout=TIMEOUT_SECONDS)
        return [reply["msg_type"], reply["content"], reply["parent_header"]["msg_id"] == request["header"]["msg_id"]]

    def outcome(self, request):
        """Waits for a cell; its status and what it printed."""
        printed = ""
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT_SECONDS)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                printed += message["content"]["text"]
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        while True:
            reply = self.client.get_shell_msg(timeout=TIMEOUT_SECONDS)
            if reply["parent_header"].get("msg_id") == request:
                break
        if reply["content"]["status"] == "error":
            self.settle()
        return [reply["content"]["status"], printed]

    def settle(self):
        """Waits until tslab refuses no longer what is queued behind a cell that failed."""
        time.sleep(ABORTING_SECONDS)
        # On a slow machine it takes longer.
        while self.run("0")[0] == "abort":
            time.sleep(0.1)

    def run(self, code, interrupt_after=None):
        request = self.client.execute(code)
        if interrupt_after is not None:
            time.sleep(interrupt_after)
            self.manager.interrupt_kernel()
        return self.outcome(request)

    def states_of(self, *codes):
        """Sends cells and, once the first is at work, a completion; all states, by what they belong to."""
        names = {self.client.execute(code): f"cell {i + 1}" for i, code in enumerate(codes)}
        states, idle = [], set()
        while len(idle) <= len(codes):
            message = self.client.get_iopub_msg(timeout=TIMEOUT_SECONDS)
            name = names.get(message["parent_header"].get("msg_id"))
            if name and message["msg_type"] == "stream":
                states.append(f"{name} prints")
            if name and message["msg_type"] == "status":
                state = message["content"]["execution_state"]
                states.append(f"{name} {state}")
                if len(states) == 1:
                    names[self.client.complete("conso", 5)] = "completion"
                if state == "idle":
                    idle.add(name)
        return states


def main():
    kernel = Kernel()
    found = {}
    try:
        found["states"] = kernel.states_of(*[SLEEP.format(300)] * 3)
        found["abortedStates"] = kernel.states_of("throw new Error('first')", SLEEP.format(1))
        kernel.settle()
        # From before the kernel has read the cell, through its compilation, to its endless loop.
        found["endless"] = [
            kernel.run(ENDLESS, after) for after in (0, 0.005, 0.02, 0.05, 0.5)
        ]
        found["endlessInAsync"] = kernel.run(f"{ENDLESS}\nawait 1", 0.05)
        found["interruptedWhileCompiled"] = kernel.run(COMPILED + "console.log('ran')", 0.05)
        found["sleeping"] = [kernel.run(SLEEP.format(3000), after) for after in (0, 0.01, 0.03)]
        found["reply"] = kernel.interrupt_reply()
        found["afterIdleInterrupt"] = kernel.run("1 + 1")
        found["afterIdleInterruptLater"] = kernel.run(SLEEP.format(500))
        first, second = kernel.client.execute(SLEEP.format(200)), kernel.client.execute(SLEEP.format(200))
        found["queuedFirst"] = kernel.outcome(first)
        kernel.manager.interrupt_kernel()
        found["queuedSecond"] = kernel.outcome(second)
        found["next"] = kernel.run("2 + 2")
        os.kill(kernel.manager.provisioner.pid, signal.SIGINT)
        time.sleep(0.1)
        found["afterSignal"] = kernel.run("3 + 3")
        kernel.client.execute("process.exit(3)")
        found["exitCode"] = kernel.manager.provisioner.process.wait(TIMEOUT_SECONDS)
        print(json.dumps(found))
    finally:
        kernel.client.stop_channels()
        kernel.manager.shutdown_kernel(now=True)


main()
