"""What a run leaves behind: the executed notebook, an HTML report, and a table for the terminal."""

import errno
import glob
import os
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

import ending
import nbformat
from loading import Refused
from nbconvert import HTMLExporter
from nbformat.sign import NotebookNotary

PLOTLY = Path(__file__).parents[2] / "node_modules" / "plotly.js-dist" / "plotly.js"


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


def write_whole(path, text):
    """Writes a file whole or not at all: aside first, then renamed. Raises Refused where it cannot be written."""
    aside = new_aside(path)
    try:
        aside.write_text(text, encoding="utf-8")
        os.replace(aside, path)
    except OSError as error:
        raise refusal(path, error) from None
    finally:
        remove(aside)
    ending.written.append(str(path))


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


def html_of(notebook, name):
    """A report that needs no network: the figures' library lies within it."""
    exporter = HTMLExporter(embed_images=True, require_js_url="", mathjax_url="", jquery_url="", mermaid_js_url="")
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    library = PLOTLY.read_text(encoding="utf-8").replace("</script", "<\\/script")
    return body.replace("</head>", f"<script>{library}</script></head>", 1)


class TableText(HTMLParser):
    """The rows of an HTML table, as lists of its cells' text."""

    def __init__(self):
        super().__init__()
        self.rows = []
        self._in_cell = False

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data):
        if self._in_cell:
            self.rows[-1][-1] += data


def results(notebook):
    """The rows of the table under the cell tagged `results`; none in a notebook without one."""
    rows = []
    for cell in notebook.cells:
        if "results" in cell.metadata.get("tags", []):
            for output in cell.get("outputs", []):
                table = TableText()
                table.feed(output.get("data", {}).get("text/html", ""))
                rows += [[text.strip() for text in row] for row in table.rows if row]
    return rows


def aligned(rows):
    """Rows as lines, the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(max(map(len, rows), default=0))]
    for row in rows:
        cells = [text.rjust(width) for text, width in zip(row[1:], widths[1:])]
        yield "  ".join([row[0].ljust(widths[0]), *cells])
