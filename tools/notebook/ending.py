"""
Ends a run at once, wherever it is: on Ctrl-C, when asked to stop, and when whoever began it is gone.
Neither the kernel nor a half-written file stays behind.
"""

# What takes long to load is loaded late: until `listen` ran, a signal ends Python in its own way.
import os
import signal
import threading
import time

CHECK_SECONDS = 0.5

# Files that are being written; they go with the run.
asides = set()
# Files that were written whole.
written = []


def _no_kernel():
    return None


class Kernel:
    """The kernel that runs, if any: pid() returns its process, or None while there is none."""

    pid = staticmethod(_no_kernel)


def listen():
    """From now on the run ends with one sentence on SIGINT and SIGTERM, and with whoever began it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: end(f"Interrupted: {outcome()}.", 128 + number))
    parent = int(os.environ.get("NOTEBOOK_PARENT_PID", 0))
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def end(sentence, code):
    """Ends this process and the kernel, and waits for nothing."""
    pid = Kernel.pid()
    if pid is not None:
        _quietly(os.killpg, pid, signal.SIGKILL)
    for aside in list(asides):
        _quietly(os.unlink, aside)
    # Not print: the signal may have come in the middle of one.
    _quietly(os.write, 2, f"\n{sentence}\n".encode(errors="replace"))
    os._exit(code)


def outcome():
    """Which of the run's files were written."""
    return f"written before that: {', '.join(written)}" if written else "neither notebook nor report was written"


def _quietly(do, *arguments):
    try:
        do(*arguments)
    except OSError:
        pass  # It is gone already.


def _end_with(parent):
    """Watches tools/notebook.mjs and, since the shell that npm starts outlives it, npm."""
    ancestors = []
    try:
        ancestors = _up_to_npm()
    except Exception:  # The system does not tell, or one of them is gone while it is asked.
        pass
    while os.getppid() == parent and all(process.is_running() for process in ancestors):
        time.sleep(CHECK_SECONDS)
    end(f"The program that began the run is gone, so it ends; {outcome()}.", 1)


def _up_to_npm():
    """The processes above this one up to the nearest npm; none where it was started in another way."""
    from psutil import Process

    ancestors = Process().parents()
    for index, process in enumerate(ancestors):
        if process.name().startswith("npm"):
            return ancestors[: index + 1]
    return []
