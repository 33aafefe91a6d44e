"""Which notebook a run takes: the one that is named, or the first one as it was committed."""

import hashlib
import subprocess
from pathlib import Path

from loading import Refused, load, parsed, text_of

ROOT = Path(__file__).parents[2]
# The SHA-256 of the notebooks as they are shipped; see tools/lab/shipped.mjs.
SHIPPED = ROOT / "tools" / "lab" / "notebooks.sha256"


def notebook_of(arguments):
    """
    The notebook to run, and a sentence where it is not what lies in its file.
    What somebody saved in JupyterLab into the project's own notebook runs only when he names it.
    """
    path = arguments.notebook
    if arguments.is_named or arguments.in_place:
        return load(path), None
    committed = committed_text(path)
    if committed is None:
        return load(path), None if is_shipped(path) else f"{path.name} is not as it was shipped, and runs as it is."
    notebook = parsed(path, committed)
    if is_same_code(path, notebook):
        return load(path), None
    name = f"{path.parent.name}/{path.name}"
    return notebook, f"{name} was changed, so the committed one runs; to run yours: npm run notebook -- {name}"


def committed_text(path):
    """The file as it was last committed; None where git does not tell."""
    command = ["git", "show", f"HEAD:./{path.name}"]
    try:
        answer = subprocess.run(command, cwd=path.parent, capture_output=True)
    except OSError:
        return None
    return answer.stdout.decode("utf-8") if answer.returncode == 0 else None


def is_shipped(path):
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
    return digest in SHIPPED.read_text("utf-8")


def is_same_code(path, committed):
    """Whether the file has the committed cells, whatever their outputs."""
    try:
        found = parsed(path, text_of(path))
    except Refused:
        return False
    return codes_of(found) == codes_of(committed)


def codes_of(notebook):
    return [(cell.source, cell.metadata.get("tags", [])) for cell in notebook.cells if cell.cell_type == "code"]
