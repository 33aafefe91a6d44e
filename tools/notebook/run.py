"""Runs a notebook from its first cell to its last, and leaves the executed copy and a report in runs/."""

import ending

# Before all that takes long to load.
ending.listen()

import os
import re
import sys
from pathlib import Path

# jsonschema would take a second to compile a grammar of web addresses, which no notebook is held to.
sys.modules["rfc3987_syntax"] = None

import nbformat
from arguments import parse_arguments
from execution import CellFailure, Execution
from loading import Refused, load
from parameters import with_parameters
from report import aligned, check_writable, html_of, results, text_of, trust, write_whole
from terminal import Terminal

ROOT = Path(__file__).parents[2]
RUNS = ROOT / "runs"
MAIN_NOTEBOOK = ROOT / "notebooks" / "1-semi-supervised-cnn-with-kmeans.ipynb"
# npm moves to the project's folder.
STARTED_IN = Path(os.environ.get("NOTEBOOK_STARTED_IN", os.getcwd()))


def main():
    # What cells print may hold what the terminal has no form for.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    try:
        run(parse_arguments(sys.argv[1:], MAIN_NOTEBOOK, STARTED_IN))
    except (CellFailure, Refused) as failure:
        sys.exit(f"\n{failure}")
    except BrokenPipeError:
        ending.end(f"Nobody reads what the run prints, so it ends; {ending.outcome()}.", 1)


def run(arguments):
    notebook = with_parameters(load(arguments.notebook), arguments.parameters, STARTED_IN)
    executed, report = files_of(arguments)
    for path in filter(None, (executed, report)):
        check_writable(path)
    seconds, peak = execute(notebook, arguments.notebook.parent)
    if arguments.in_place:
        notebook.metadata.pop("papermill", None)
    texts = {executed: text_of(notebook)}
    as_written = nbformat.reads(texts[executed], as_version=4)
    if report:
        texts[report] = html_of(as_written, report.stem)
    trust(as_written)
    # One right after the other, so that they belong together.
    for path, text in texts.items():
        write_whole(path, text)
    for path in ending.written:
        print(f"wrote {os.path.relpath(path, STARTED_IN) if Path(path).is_relative_to(STARTED_IN) else path}")
    print_summary(notebook, seconds, peak)


def files_of(arguments):
    """The files to write: the executed notebook and, unless the notebook itself takes the outputs, a report."""
    if arguments.in_place:
        return arguments.notebook, None
    return RUNS / arguments.notebook.name, RUNS / f"{arguments.notebook.stem}.html"


def execute(notebook, folder):
    """Runs all cells, from that folder; returns the seconds of each section and the kernel's peak memory in MiB."""
    total = sum(1 for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip())
    sections = section_of_cells(notebook)
    seconds = {}
    terminal = Terminal()

    def on_cell(number, cell, cell_seconds):
        section = sections[id(cell)]
        seconds[section] = seconds.get(section, 0) + cell_seconds
        terminal.line(f"[{number:2}/{total}] {cell_seconds:6.1f} s  {section}")

    execution = Execution(notebook, folder, on_cell, terminal.progress)
    execution.run()
    return seconds, execution.peak_mebibytes


def section_of_cells(notebook):
    """The heading that each cell stands under."""
    heading, sections = "", {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE)
            heading = found[-1] if found else heading
        sections[id(cell)] = heading
    return sections


def print_summary(notebook, seconds, peak):
    print()
    for line in aligned(results(notebook)):
        print(line)
    print("\nseconds a stage")
    for line in aligned([[section, f"{time:.1f}"] for section, time in seconds.items() if time >= 0.05]):
        print(f"  {line}")
    print(f"  all cells {sum(seconds.values()):.1f} s" + (f", peak memory {peak:.0f} MiB" if peak else ""))


if __name__ == "__main__":
    main()
