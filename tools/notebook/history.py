"""The results of all runs: one row a run in runs/results.csv, and the page that compares them."""

import csv
import fcntl
import io
import json
import os
import platform
import re
from contextlib import contextmanager
from datetime import datetime

from loading import Refused
from naming import MODEL_PARAMETER, RUNS
from pictures import node_tool
from results import results
from writing import replace_whole

RESULTS = RUNS / "results.csv"
INDEX = RUNS / "index.html"
FACTS = ["date", "run", "notebook", "status", "seconds", "peak memory (MiB)", "machine"]


def add_row(notebook, origins, files, path, status, seconds, peak):
    """
    Adds a run to the results, whole or not at all, and says so where it cannot be; returns whether it did.
    Only notebooks with a cell tagged `results` have any.
    """
    if not any("results" in cell.metadata.get("tags", []) for cell in notebook.cells):
        return False
    facts = [f"{datetime.now():%Y-%m-%d %H:%M:%S}", files.name, path.stem, status, f"{seconds:.1f}"]
    facts += [f"{peak:.0f}" if peak else "", machine()]
    parameters = {each.name: each.value for each in origins if each.name != MODEL_PARAMETER}
    row = {**dict(zip(FACTS, facts)), **parameters, **measured(notebook)}
    try:
        with locked():
            replace_whole(RESULTS, text_of([*read_rows(), row]))
        return True
    except (Refused, OSError) as error:
        print(f"The run was not added to {RESULTS.name}: {error}")
        return False


def measured(notebook):
    """The cells of all tables of results, by the names of their rows and columns: "all images: accuracy (%)"."""
    cells = {}
    for table in results(notebook):
        heading, *columns = [field["name"] for field in table.resource["schema"]["fields"]]
        for row in table.resource["data"]:
            # Without its numbers a row has the same name in runs with other parameters.
            name = re.sub(r"\s*\d[\d.,]*", "", str(row[heading])).strip() or str(row[heading])
            cells |= {f"{name}: {column}": "" if row[column] is None else str(row[column]) for column in columns}
    return cells


def machine():
    """What the seconds were measured on."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as told:
            names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    except OSError:
        names = []
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


def read_rows():
    """All rows, as texts by their columns' names; none where there are no results yet."""
    try:
        text = RESULTS.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    # A spreadsheet may have saved it with semicolons.
    delimiter = ";" if text.startswith("date;") else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    if rows and not {"date", "run", "status"} <= rows[0].keys():
        raise Refused("it is not the table that runs write; move it elsewhere, and the next run begins a new one")
    return rows


def text_of(rows):
    """Rows as CSV, with a mark by which spreadsheets know UTF-8; a column that a run does not have stays empty."""
    columns = list(dict.fromkeys([*FACTS, *(name for row in rows for name in row if name)]))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + file.getvalue()


@contextmanager
def locked():
    """While it holds, no other run changes the results."""
    folder = os.open(RUNS, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def update_index():
    """Writes the page anew, and says so where it cannot be."""
    try:
        write_index()
    except (Refused, OSError) as error:
        print(f"{INDEX.name} was not written: {error}")


def write_index():
    """Writes the page that compares all runs; returns them as lines of text. Raises Refused where it cannot be written."""
    rows = read_rows()
    if not rows:
        return "There are no runs yet: npm run notebook makes one."
    answer = node_tool("runs.ts", json.dumps(rows))
    if answer.returncode != 0:
        raise Refused(f"The runs could not be compared: {answer.stderr.strip()}")
    page = json.loads(answer.stdout)
    replace_whole(INDEX, page["html"])
    return page["text"]
