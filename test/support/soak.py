"""
Interrupts k-means and training at random moments in one real kernel, while other signals come in a
stream, and says whether it lives. Every cell would run for much longer than until its interrupt.

From the project's root, after set-up: .venv/bin/python test/soak.py --seed 1 --rounds 200 --rows 20000
Rows under some 10,700 (2^23 numbers) use one thread, more use helper threads. Prints the faults and a
count of the rounds; exits with 1 when there was a fault: the kernel died, an interrupt was lost, hit the
next cell or left it unable to run, or a full run at the end gave other numbers than one at the beginning.
"""

import argparse
import os
import queue
import random
import signal
import sys
import threading
import time
from pathlib import Path

from jupyter_client import KernelManager

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
# A cell that takes so long has lost its interrupt, or hangs.
LIMIT_SECONDS = 180
# For so long after an error tslab refuses what was queued behind the cell.
ABORTING_SECONDS = 0.3
# Where the machine has more to do, for longer: the next cell is sent so often.
MOST_ABORTED = 10
# Between two signals of the stream.
SIGNAL_SECONDS = 0.005

SET_UP = """
import * as tf from "@tensorflow/tfjs-node";
import {{ KMeans }} from "./src/clustering/kmeans";
import {{ getModel }} from "./src/cnn/model";
import {{ train }} from "./src/cnn/training";
import {{ loadImages }} from "./src/data/loading";
import {{ watched }} from "./src/notebook/watched";
import {{ head, reshape }} from "./src/data/samples";
import {{ MinMaxScaler }} from "./src/data/scaling";
const images = await loadImages();
const X = new MinMaxScaler().fitTransform(head(images.data, {rows}));
const XImages = reshape(head(X, 2000), [2000, 28, 28, 1]);
const yImages = images.target.subarray(0, 2000);
process.on("SIGWINCH", () => {{}});
"""
KMEANS = """
const kmeans = new KMeans({{ nClusters: 50, nInit: {0}, randomState: 1 }});
const XDist = await watched("k-means", (watch) => kmeans.fitTransform(X, watch));
console.log(kmeans.inertia, XDist.data[0], kmeans.interrupted);
"""
TRAINING = """
const model = getModel({{ imageShape: [28, 28, 1], nClasses: 10, seed: 1 }});
const history = await watched("training", (watch) => train(model, XImages, yImages, {{ epochs: {0} }}, watch));
console.log(history.loss.join(), history.interrupted);
"""


class Fault(Exception):
    """The kernel is of no more use."""


class Kernel:
    def __init__(self, rows):
        self.manager = KernelManager(kernel_name="tslab")
        self.manager.start_kernel(cwd=str(NOTEBOOKS))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LIMIT_SECONDS)
        status, printed, _ = self.run(SET_UP.format(rows=rows))
        if status != "ok":
            raise Fault(f"the set-up cell ended with {status}: {printed}")
        threading.Thread(target=self.send_signals, daemon=True).start()

    def send_signals(self):
        while self.manager.is_alive():
            os.kill(self.manager.provisioner.pid, signal.SIGWINCH)
            time.sleep(SIGNAL_SECONDS)

    def run(self, code, interrupt_after=None):
        """A cell's status, what it printed, and its seconds."""
        began, request, printed = time.monotonic(), self.client.execute(code), ""
        while True:
            seconds = time.monotonic() - began
            if interrupt_after is not None and seconds >= interrupt_after:
                self.manager.interrupt_kernel()
                interrupt_after = None
            try:
                message = self.client.get_iopub_msg(timeout=0.02)
            except queue.Empty:
                if not self.manager.is_alive():
                    raise Fault("the kernel is dead") from None
                if seconds > LIMIT_SECONDS:
                    raise Fault("the cell does not end") from None
                continue
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                printed += message["content"]["text"]
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return self.reply_to(request), printed, seconds

    def reply_to(self, request):
        while True:
            reply = self.client.get_shell_msg(timeout=LIMIT_SECONDS)
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"]["status"]

    def full_run(self):
        return [self.run(KMEANS.format(1)), self.run(TRAINING.format(1))]

    def round(self, number, seconds):
        """Interrupts a cell, then runs another; what was wrong, as sentences."""
        code = TRAINING.format(200) if number % 4 == 3 else KMEANS.format(50)
        at = random.uniform(0, seconds)
        status, printed, _ = self.run(code, at)
        said = f"round {number}, interrupted after {at:.3f} s, ended with {status}: {printed[-300:]}"
        stopped = printed.endswith(" true\n") if status == "ok" else "Interrupted: " in printed
        next_status = "abort"
        for _ in range(MOST_ABORTED):
            if next_status == "abort":
                time.sleep(ABORTING_SECONDS)
                next_status, next_printed, _ = self.run('console.log("next", 1 + 1)')
        if (next_status, next_printed) != ("ok", "next 2\n"):
            return [f"{said}; the next cell with {next_status}: {next_printed[-300:]}"]
        return [] if stopped else [said]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--rows", type=int, default=10_000)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    kernel = Kernel(arguments.rows)
    faults = []
    try:
        first = kernel.full_run()
        longest = 3 * first[0][2]
        for number in range(arguments.rounds):
            faults += kernel.round(number, longest)
        last = kernel.full_run()
        if [one[:2] for one in first] != [one[:2] for one in last]:
            faults.append(f"a full run gave {first} at the beginning and {last} at the end")
    except Fault as fault:
        faults.append(str(fault))
    finally:
        kernel.client.stop_channels()
        kernel.manager.shutdown_kernel(now=True)
    for fault in faults:
        print(fault)
    print(f"{arguments.rounds} rounds, {len(faults)} faults (seed {arguments.seed}, {arguments.rows} rows)")
    return 1 if faults else 0


sys.exit(main())
