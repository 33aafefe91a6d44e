"""
Runs cells in one real tslab kernel, started in notebooks/ as JupyterLab starts it, and interrupts
them with a real SIGINT. Reads a JSON list of {"code", "interrupt_when"} from its input;
`interrupt_when` is a text: once a display of the cell holds it, the kernel is interrupted. Prints a
JSON list of what each cell did.
"""

import json
import sys
import time
from pathlib import Path

from jupyter_client import KernelManager

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
TIMEOUT_SECONDS = 120
# For so long after an error tslab refuses what was queued behind the cell.
ABORTING_SECONDS = 0.3


def main():
    manager = KernelManager(kernel_name="tslab")
    manager.start_kernel(cwd=str(NOTEBOOKS))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT_SECONDS)
        print(json.dumps([run(manager, client, **cell) for cell in json.load(sys.stdin)]))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(manager, client, code, interrupt_when=None):
    request = client.execute(code)
    displays, stream, interrupted_at = {}, {"stdout": "", "stderr": ""}, None
    while True:
        message = client.get_iopub_msg(timeout=TIMEOUT_SECONDS)
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            stream[content["name"]] += content["text"]
        elif kind in ("display_data", "update_display_data"):
            html = content["data"].get("text/html", "")
            displays.setdefault(content["transient"].get("display_id", len(displays)), []).append(html)
            if interrupt_when and interrupted_at is None and interrupt_when in html:
                interrupted_at = time.monotonic()
                manager.interrupt_kernel()
        elif kind == "status" and content["execution_state"] == "idle":
            break
    stopped_at = time.monotonic()
    status = reply_to(client, request)["status"]
    if status == "error":
        time.sleep(ABORTING_SECONDS)
    return {
        "status": status,
        "displays": list(displays.values()),
        "secondsToStop": None if interrupted_at is None else stopped_at - interrupted_at,
        **stream,
    }


def reply_to(client, request):
    while True:
        reply = client.get_shell_msg(timeout=TIMEOUT_SECONDS)
        if reply["parent_header"].get("msg_id") == request:
            return reply["content"]


main()
