"""Runs a notebook in a real tslab kernel and finds every cell that did not do its work."""

import asyncio
import atexit
import queue
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import ending
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.kernelspec import NoSuchKernel
from loading import Refused
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

# tslab prints these and calls the cell, or the next one, a success.
UNHANDLED = re.compile(r"(UnhandledPromiseRejection|UncaughtException): ?(.*)")
# How long a rejection that nobody waits for may take to show after the last cell.
SETTLE_SECONDS = 0.5
# How often to try to start a kernel.
KERNEL_ATTEMPTS = 3
# What most often sends them.
SIGNALS = {
    "SIGKILL": "as the system sends it when memory runs out",
    "SIGABRT": "as Node sends it when its memory is full or a library finds itself broken",
    "SIGSEGV": "a fault in a native library",
    "SIGBUS": "a fault in a native library, or a full disk",
    "SIGTERM": "somebody asked it to stop",
}


class CellFailure(Exception):
    """A cell that failed, was skipped, or left an error behind: which and why."""

    def __init__(self, number, source, reason):
        first_line = next((line for line in source.splitlines() if line.strip()), "")
        super().__init__(f"Cell {number} ({first_line.strip()[:70]}): {reason}")


class Listener(threading.Thread):
    """
    Hears all that the kernel publishes. nbclient listens to a cell only while it runs, so what a
    forgotten promise prints later would be lost.
    """

    def __init__(self, connection_info, on_progress):
        super().__init__(daemon=True)
        self.unhandled = []  # (id of the request that it belongs to, message)
        self._on_progress = on_progress
        self._stopping = threading.Event()
        self._client = BlockingKernelClient()
        self._client.load_connection_info(connection_info)
        self._client.start_channels(shell=False, stdin=False, hb=False, control=False)

    def run(self):
        while not self._stopping.is_set():
            try:
                self._hear(self._client.get_iopub_msg(timeout=0.1))
            except queue.Empty:
                pass
        self._client.stop_channels()

    def stop(self):
        self._stopping.set()
        self.join()

    def _hear(self, message):
        content = message["content"]
        if message["msg_type"] == "stream" and content["name"] == "stderr":
            found = UNHANDLED.search(content["text"])
            if found:
                self.unhandled.append((message["parent_header"].get("msg_id"), found.group(0)))
        elif message["msg_type"] in ("display_data", "update_display_data"):
            self._on_progress(content["data"])


class Execution:
    """One run of a notebook: `await run()` fills in the outputs or raises CellFailure."""

    def __init__(self, notebook, folder, on_cell, on_progress):
        """
        notebook: with its code cells' outputs to be replaced; folder: where its kernel starts;
        on_cell(number, cell, seconds): called after each code cell; on_progress(data): called with
        each display, by MIME type.
        """
        self.notebook = notebook
        self.peak_mebibytes = None
        self._on_cell = on_cell
        self._on_progress = on_progress
        self._cell_of_request = {}
        self._client = NotebookClient(
            notebook,
            timeout=None,
            kernel_name="tslab",
            resources={"metadata": {"path": str(folder)}},
            coalesce_streams=True,
            record_timing=False,
            on_cell_executed=self._check_reply,
        )

    def run(self):
        # In a thread, where nbclient leaves signals alone: they are ending.py's.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, self._run()).result()

    async def _run(self):
        ending.Kernel.pid = self._kernel_pid
        async with self._kernel():
            listener = Listener(self._client.km.get_connection_info(), self._on_progress)
            listener.start()
            try:
                await self._run_cells()
                await asyncio.sleep(SETTLE_SECONDS)
                if not await self._client.km.is_alive():
                    raise CellFailure("?", "after the last one", f"the kernel died: {self._cause_of_death()}")
                self.peak_mebibytes = peak_mebibytes(self._client.km.provisioner.pid)
            finally:
                listener.stop()
            for request, message in listener.unhandled:
                raise self._failure(self._cell_of_request.get(request), f"it left an error behind: {message}")

    @asynccontextmanager
    async def _kernel(self):
        # Each attempt has ports of its own, should another program have taken one of the last's.
        for attempts_left in reversed(range(KERNEL_ATTEMPTS)):
            try:
                context = self._client.async_setup_kernel()
                await context.__aenter__()
                break
            except (NoSuchKernel, RuntimeError, OSError) as error:
                # nbclient has ended the kernel, and would stumble over that at this process' end.
                atexit.unregister(self._client._cleanup_kernel)
                if attempts_left == 0 or isinstance(error, NoSuchKernel):
                    raise Refused(f"The kernel did not start ({error}); run npm run setup, then try again") from None
        try:
            yield
        finally:
            await context.__aexit__(None, None, None)

    def _kernel_pid(self):
        process = getattr(getattr(self._client.km, "provisioner", None), "process", None)
        return process.pid if process and process.poll() is None else None

    def _cause_of_death(self):
        code = self._client.km.provisioner.process.poll()
        if code is not None and code >= 0:
            return f"the cell, or what an earlier one left running, ended it with exit code {code} (process.exit?)"
        name = signal.Signals(-code).name if code else "unknown signal"
        return f"{name}, {SIGNALS.get(name, 'a signal from outside')}"

    async def _run_cells(self):
        number = 0
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            number += 1
            start = time.monotonic()
            await self._run_cell(cell, index, number)
            self._on_cell(number, cell, time.monotonic() - start)

    async def _run_cell(self, cell, index, number):
        try:
            await self._client.async_execute_cell(cell, index, execution_count=number)
        except CellExecutionError:
            raise self._failure(index, f"it failed: {error_text(cell)}") from None
        except DeadKernelError:
            raise self._failure(index, f"the kernel died: {self._cause_of_death()}") from None

    def _check_reply(self, cell, cell_index, execute_reply):
        self._cell_of_request[execute_reply["parent_header"]["msg_id"]] = cell_index
        status = execute_reply["content"]["status"]
        # After a failure tslab answers "abort" for a while, which nbclient takes for success.
        if status not in ("ok", "error"):
            raise self._failure(cell_index, f"it was skipped (status {status})")

    def _failure(self, index, reason):
        if index is None:
            return CellFailure("?", "", reason)
        code = [cell for cell in self.notebook.cells[: index + 1] if cell.cell_type == "code"]
        return CellFailure(len(code), self.notebook.cells[index].source, reason)


def error_text(cell):
    """What the cell printed as its error: tslab sends no error output, only text."""
    printed = [output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stderr"]
    return "".join(printed).strip() or "it printed no reason"


def peak_mebibytes(pid):
    """The most memory that a process held so far, in MiB; None where the system does not tell."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            kibibytes = next(line for line in status if line.startswith("VmHWM")).split()[1]
    except (OSError, StopIteration):
        return None
    return int(kibibytes) / 1024
