"""Shows all runs as a table, and writes runs/index.html, which compares them."""

import os
import sys

from history import INDEX, write_index
from loading import Refused

try:
    print(write_index())
    if INDEX.exists():
        print(f"\n{os.path.relpath(INDEX, os.environ.get('NOTEBOOK_STARTED_IN', os.getcwd()))} compares them.")
except Refused as refused:
    sys.exit(str(refused))
