"""Shows all runs as a table, and writes runs/index.html, which compares them."""

import os
import sys

from history import comparison
from loading import Refused
from naming import INDEX
from writing import replace_whole

STARTED_IN = os.environ.get("NOTEBOOK_STARTED_IN", os.getcwd())

try:
    runs = comparison()
    if runs is None:
        print("There are no runs yet: npm run notebook makes one.")
    else:
        print(runs["text"], flush=True)
        replace_whole(INDEX, runs["html"])
        print(f"\n{os.path.relpath(INDEX, STARTED_IN)} compares them.")
except Refused as refused:
    sys.exit(str(refused))
