"""What the files of a run are called, and where they lie."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from declarations import unquoted
from loading import Refused

ROOT = Path(__file__).parents[2]
RUNS = Path(os.environ.get("NOTEBOOK_RUNS") or ROOT / "runs").absolute()
# What all runs share.
RESULTS = RUNS / "results.csv"
INDEX = RUNS / "index.html"
# A file's name holds 255 bytes, and ours need room for their ends.
MOST_BYTES = 120
# At the end of the name of a run that did not come to its end.
ENDINGS = ("-failed", "-stopped")
NAME = re.compile(r"(?![.-])\S(?:[^/\\\x00-\x1f\x7f]*\S)?")


@dataclass(frozen=True)
class Files:
    """
    What a run writes. name: the run's; notebook: the name of the one that it began from; the others are paths,
    or None for what it does not write.
    """

    name: str
    notebook: str
    executed: Path
    report: Path = None
    pdf: Path = None

    def all(self):
        return [path for path in (self.executed, self.report, self.pdf) if path]

    def unfinished(self, how):
        """Where there is room for what is left of a run that "failed" or was "stopped"."""
        return RUNS / f"{self.name}-{how}.ipynb"


def check_name(name):
    """Raises Refused for a --name that cannot be what a run's files are called."""
    if not NAME.fullmatch(name) or not name.isprintable() or len(os.fsencode(name)) > MOST_BYTES:
        raise Refused(
            f"--name {name[:MOST_BYTES]!r} must be a file's name of up to {MOST_BYTES} bytes, without / or \\, "
            "with no dot, dash or space first and no space last; choose another one"
        )
    if name.lower() == INDEX.stem:
        raise Refused(f"--name {name}: {INDEX.name} is the page that compares all runs; choose another name")
    if name.endswith(ENDINGS):
        raise Refused(f"--name {name}: this end marks runs that did not come to theirs; choose another name")


def files_of(arguments, stem, differing):
    """
    The files of a run: the notebook itself in place, else the run's own in runs/.
    stem: the name of the notebook that it began from; differing: sources of the values that differ from that
    one's, by their parameters' names
    """
    if arguments.in_place:
        return Files(arguments.notebook.stem, stem, arguments.notebook)
    name = arguments.name or name_of(stem, differing)
    pdf = RUNS / f"{name}.pdf" if arguments.pdf else None
    return Files(name, stem, RUNS / f"{name}.ipynb", RUNS / f"{name}.html", pdf)


def name_of(stem, differing):
    """The notebook's name and the parameters that differ."""
    name = "_".join([stem, *(f"{parameter}={short(source)}" for parameter, source in differing.items())])
    if name.lower() == INDEX.stem:
        return f"{name}_run"
    written = os.fsencode(name)
    if len(written) <= MOST_BYTES:
        return name
    # A character is not cut in two.
    return f"{written[: MOST_BYTES - 9].decode(errors='ignore')}_{hashlib.sha256(written).hexdigest()[:8]}"


def short(source):
    """A value of TypeScript as part of a file's name; of a path its last part."""
    text = unquoted(source) if source[0] in "\"'`" else source
    return re.sub(r"[^\w.+-]+", "-", text.rstrip("/").rpartition("/")[2]).strip("-.") or "none"
