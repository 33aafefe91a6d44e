"""Hears what a kernel publishes, from its start to its end."""

import queue
import re
import threading

from jupyter_client.blocking import BlockingKernelClient

# tslab prints these and calls the cell, or the next one, a success.
UNHANDLED = re.compile(r"(UnhandledPromiseRejection|UncaughtException): ?(.*)")


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
