"""What a run prints: a line for each cell and, on a terminal, how far the running cell is."""

import re
import shutil
import sys
import unicodedata
from html import unescape

ERASED = "\r\x1b[K"
INDENT = " " * 8


class Terminal:
    """Prints a line a cell and, on a terminal, what the running cell says of its progress."""

    def __init__(self):
        self._live = sys.stdout.isatty()

    def line(self, text):
        print((ERASED if self._live else "") + text, flush=True)

    def progress(self, data):
        html = data.get("text/html", "")
        if self._live and "<progress" in html:
            text = " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
            # One column stays free: a full line would begin the next one, which nothing erases.
            print(ERASED + fitted(INDENT + text, shutil.get_terminal_size().columns - 1), end="", flush=True)


def fitted(text, width):
    """
    A line of progress in so many columns. Its end, the times behind the last " - ", stays; what is too
    long before it is cut and ends in an ellipsis.
    """
    if columns(text) <= width:
        return text
    head, dash, times = text.rpartition(" - ")
    end = "…" + dash + times
    if not dash or columns(end) >= width:
        head, end = text, "…"
    return cut(head, width - columns(end)) + end if width > 0 else ""


def cut(text, width):
    """As much of the text's beginning as so many columns hold, with the marks on its last character."""
    taken = 0
    for index, character in enumerate(text):
        taken += columns(character)
        if taken > width:
            return text[:index]
    return text


def columns(text):
    """How many columns of a terminal a text takes: wide characters two, marks on others none."""
    return sum(map(_columns_of, text))


def _columns_of(character):
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
