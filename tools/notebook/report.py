"""What a run leaves behind: the executed notebook, an HTML report, and a table for the terminal."""

import os
from html.parser import HTMLParser
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbformat.sign import NotebookNotary

PLOTLY = Path(__file__).parents[2] / "node_modules" / "plotly.js-dist" / "plotly.js"


def write_whole(path, text):
    """Writes a file whole or not at all: aside first, then renamed."""
    aside = path.with_name(path.name + ".partial")
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, path)


def write_notebook(notebook, path):
    """Writes an executed notebook and trusts just this file, so that its figures draw when it is opened."""
    write_whole(path, nbformat.writes(notebook) + "\n")
    NotebookNotary().sign(nbformat.read(path, as_version=4))


def write_html(notebook, path):
    """Writes a report that needs no network: the figures' library lies within it."""
    exporter = HTMLExporter(embed_images=True, require_js_url="", mathjax_url="", jquery_url="", mermaid_js_url="")
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": path.stem}})
    library = PLOTLY.read_text(encoding="utf-8").replace("</script", "<\\/script")
    write_whole(path, body.replace("</head>", f"<script>{library}</script></head>", 1))


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
