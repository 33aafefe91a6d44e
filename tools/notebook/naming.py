"""What the files of a run are called, and where they lie."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from declarations import unquoted
from parameters import parameters_of

ROOT = Path(__file__).parents[2]
RUNS = Path(os.environ.get("NOTEBOOK_RUNS") or ROOT / "runs").absolute()
# The parameter that says where the trained network goes: each run has its own, beside its notebook.
MODEL_PARAMETER = "modelDir"
# A file's name holds 255 bytes, and ours need room for their ends.
MOST_CHARACTERS = 120


@dataclass(frozen=True)
class Files:
    """Where a run writes: paths, or None for what it does not."""

    name: str
    executed: Path
    report: Path = None
    pdf: Path = None

    def all(self):
        return [path for path in (self.executed, self.report, self.pdf) if path]

    def unfinished(self, how):
        """Where there is room for what is left of a run that "failed" or was "stopped"."""
        return RUNS / f"{self.name}-{how}.ipynb"


def files_of(arguments, notebook, lines):
    """The files of a run with these new values: the notebook itself in place, else the run's own in runs/."""
    if arguments.in_place:
        return Files(arguments.notebook.stem, arguments.notebook)
    name = arguments.name or name_of(arguments.notebook.stem, notebook, lines)
    return Files(name, RUNS / f"{name}.ipynb", RUNS / f"{name}.html", RUNS / f"{name}.pdf" if arguments.pdf else None)


def name_of(stem, notebook, lines):
    """The notebook's name and the parameters that differ from their defaults."""
    values = {name: line.partition(" = ")[2].rstrip(";") for name, line in lines.items()}
    differing = [
        f"{each.name}={short(values[each.name])}"
        for each in parameters_of(notebook)
        if values.get(each.name, each.default) != each.default
    ]
    name = "_".join([stem, *differing])
    if len(name) <= MOST_CHARACTERS or not differing:
        return name
    return f"{name[: MOST_CHARACTERS - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def short(value):
    """A value of TypeScript as part of a file's name; of a path its last part."""
    text = unquoted(value) if value[0] in "\"'`" else value
    return re.sub(r"[^\w.+-]+", "-", text.rstrip("/").rpartition("/")[2]).strip("-.") or "none"


def own_model(notebook, folder, name):
    """The line of TypeScript that puts a run's model beside its notebook, by its parameter's name; none without such."""
    if MODEL_PARAMETER not in {each.name for each in parameters_of(notebook)}:
        return {}
    path = RUNS / f"{name}-model"
    # The same path from where the notebook lies and from where its executed copy will lie.
    near = f"../{RUNS.name}/{path.name}"
    both = all(os.path.abspath(start / near) == str(path) for start in (folder, RUNS))
    return {MODEL_PARAMETER: near if both else str(path)}


def link_source(folder):
    """Lets the executed copy run again from where it lies: its imports begin with ./src, as the notebook's own do."""
    link = RUNS / "src"
    if (folder / "src").exists() and not os.path.lexists(link):
        try:
            link.symlink_to(os.path.relpath(ROOT / "src", RUNS))
        except OSError:
            pass  # Another run was first, or the system has no links: the copy can be read all the same.
