"""The results of all runs: one row a run in runs/results.csv, and the page that compares them."""

import fcntl
import json
import os
import platform
import re
from collections import Counter
from contextlib import contextmanager
from datetime import datetime

from loading import Refused
from naming import INDEX, RESULTS, RUNS
from pictures import node_tool
from places import OWN
from results import results
from tables import NoTable, rows_in, text_of
from writing import replace_whole

FACTS = ["date", "run", "notebook", "status", "seconds", "peak memory (MiB)", "machine"]


def add_row(notebook, origins, files, status, seconds, peak):
    """Adds a run to the results, whole or not at all, and says so where it cannot be; returns whether it did."""
    facts = [f"{datetime.now():%Y-%m-%d %H:%M:%S}", files.name, files.notebook, status, f"{seconds:.1f}"]
    facts += [f"{peak:.0f}" if peak else "", machine()]
    parameters = {column_of(each.name): each.value for each in origins if each.name not in OWN}
    row = {**dict(zip(FACTS, facts)), **parameters, **measured(notebook)}
    try:
        with locked():
            replace_whole(RESULTS, text_of([*read_rows(), row], FACTS))
        return True
    except (Refused, OSError) as error:
        print(f"The run was not added to {RESULTS.name}: {error}")
        return False


def column_of(parameter):
    """The column of a parameter, which may have the name of another one."""
    return f"{parameter} (parameter)" if parameter in FACTS else parameter


def measured(notebook):
    """The cells of all tables of results, by the names of their rows and columns: "all images: accuracy (%)"."""
    cells = []
    for table in results(notebook):
        heading, *columns = [field["name"] for field in table.resource["schema"]["fields"]]
        for row in table.resource["data"]:
            cells += [(shown(row.get(heading)), column, shown(row.get(column))) for column in columns]
    sharing = Counter((short(name), column) for name, column, _ in cells)
    named = {}
    for name, column, value in cells:
        # Rows that only their numbers tell apart keep them.
        name = short(name) if sharing[short(name), column] == 1 else name
        key, number = shown(f"{name}: {column}"), 1
        while key in named:
            number += 1
            key = shown(f"{name} ({number}): {column}")
        named[key] = value
    return named


def shown(value):
    """A cell of a table of results as one line of text."""
    return "" if value is None else " ".join(str(value).split())


def short(name):
    """A row's name without its numbers, which is the same in runs with other parameters."""
    return re.sub(r"\s*\d[\d.,]*", "", name).strip() or name


def machine():
    """What the seconds were measured on."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as told:
            names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    except OSError:
        names = []
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


def read_rows():
    """All rows, as texts by their columns' names; none where there are no results yet. Raises Refused where they cannot be read."""
    try:
        return rows_in(RESULTS.read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        reason = error.strerror
    except NoTable as error:
        reason = str(error)
    raise Refused(
        f"{RESULTS} cannot be read ({reason}); mend it, save it as CSV in UTF-8, or move it elsewhere: the next run begins a new one"
    )


@contextmanager
def locked():
    """While it holds, no other run changes the results."""
    RUNS.mkdir(parents=True, exist_ok=True)
    folder = os.open(RUNS, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def update_index():
    """Writes the page anew, and says so where it cannot be."""
    try:
        with locked():
            replace_whole(INDEX, comparison()["html"])
    except (Refused, OSError) as error:
        print(f"{INDEX.name} was not written: {error}")


def comparison():
    """All runs beside each other, as "html" and "text"; None where there are no runs. Raises Refused where they cannot be compared."""
    rows = read_rows()
    if not rows:
        return None
    answer = node_tool("runs.ts", json.dumps(rows))
    if answer.returncode != 0:
        raise Refused(f"The runs could not be compared: {answer.stderr.strip()}")
    return json.loads(answer.stdout)
