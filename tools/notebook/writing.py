"""Files of a run: written whole or not at all, and trusted."""

import errno
import glob
import os
import sqlite3

import ending
import nbformat
from loading import Refused
from nbformat.sign import NotebookNotary


def check_writable(path):
    """Raises Refused where a file cannot be written, before hours are spent on what would be in it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        aside = new_aside(path)
        aside.touch()
        remove(aside)
    except OSError as error:
        raise refusal(path, error) from None


def write_whole(path, content):
    """
    Writes a file of the run whole or not at all: aside first, then renamed. Raises Refused where it cannot be written.
    content: text, or bytes
    """
    replace_whole(path, content)
    ending.written.append(str(path))


def replace_whole(path, content):
    """The same for a file that all runs share."""
    aside = new_aside(path)
    try:
        aside.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
        os.replace(aside, path)
    except OSError as error:
        raise refusal(path, error) from None
    finally:
        remove(aside)


def refusal(path, error):
    # The folder may be what cannot be made.
    named = path.parent if error.filename == str(path.parent) else path
    return Refused(f"{named} cannot be written ({error.strerror}); make room for it there, then run again")


def new_aside(path):
    """A name beside a file that no other run has, and none there from runs that are gone."""
    for old in path.parent.glob(f".{glob.escape(path.name)}.*.partial"):
        if not is_running(old.name.split(".")[-2]):
            remove(old)
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    ending.asides.add(aside)
    return aside


def is_running(pid):
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except OSError:
        pass  # It is somebody else's.
    return True


def remove(aside):
    try:
        aside.unlink()
    except OSError:
        pass  # It is in its place, or another run took it away.
    ending.asides.discard(aside)


def text_of(notebook):
    """The notebook as a file's text. Characters that UTF-8 has no form for, halves of others, become question marks."""
    return nbformat.writes(notebook).encode("utf-8", "replace").decode("utf-8") + "\n"


def trust(notebook):
    """Trusts just this notebook, as it is now, so that its figures draw when it is opened."""
    try:
        NotebookNotary().sign(notebook)
    except sqlite3.Error as error:
        print(f"The notebook could not be marked as trusted ({error}): in JupyterLab, trust it by hand.")
