"""What `npm run lab` begins with. The command line comes before it: --ip, --port, --root_dir and the others work."""

import os
import signal
import threading
import time
from pathlib import Path

CHECK_SECONDS = 2


def end_with(parent):
    """Ends JupyterLab, and its kernels with it, once the command that started it is gone: killed, it cannot ask for that."""
    while True:
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(CHECK_SECONDS)


ROOT = Path(__file__).resolve().parents[2]

c = get_config()  # noqa: F821, Jupyter's
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.root_dir = str(ROOT)
# A page and not a file to open, so that the address that --no-browser prints leads to it.
c.LabApp.default_url = "/lab/tree/notebooks/1-semi-supervised-cnn-with-kmeans.ipynb"
# Nothing outside is asked: no news, no look for updates.
c.LabApp.app_settings_dir = str(ROOT / "tools" / "lab")

parent = int(os.environ.get("LAB_PARENT_PID", 0))
if parent:
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
