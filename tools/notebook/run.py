"""Runs a notebook from its first cell to its last, and leaves the executed copy and a report in runs/."""

import ending

# Before all that takes long to load.
ending.listen()

import os
import re
import sys
import time
from pathlib import Path

# jsonschema would take a second to compile a grammar of web addresses, which no notebook is held to.
sys.modules["rfc3987_syntax"] = None

import nbformat
from arguments import parse_arguments
from execution import CellFailure, Execution, numbers_of
from keeping import Keeper, say_what_is_replaced, say_what_may_be_replaced
from loading import Refused
from naming import files_of
from original import differing_values, mark, original_of
from parameters import assignments, new_values, origins_of, with_parameters
from pictures import add_stills, check_pdf, pdf_of
from places import link_source, own_places
from report import html_of
from results import results
from source import notebook_of
from terminal import Terminal, aligned, waiting
from writing import check_writable, text_of, trust, write_whole

ROOT = Path(__file__).parents[2]
MAIN_NOTEBOOK = ROOT / "notebooks" / "1-semi-supervised-cnn-with-kmeans.ipynb"
# npm moves to the project's folder.
STARTED_IN = Path(os.environ.get("NOTEBOOK_STARTED_IN", os.getcwd()))


def main():
    # What cells print may hold what the terminal has no form for.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    try:
        run(parse_arguments(sys.argv[1:], MAIN_NOTEBOOK, STARTED_IN))
    except CellFailure as failure:
        sys.exit(f"\n{failure}\n{ending.outcome()}")
    except Refused as refused:
        sys.exit(f"\n{refused}")
    except BrokenPipeError:
        ending.end("Nobody reads what the run prints, so it ends", 1)


def run(arguments):
    notebook, origins, files = prepared(arguments)
    for path in files.all():
        check_writable(path)
    if arguments.pdf:
        check_pdf()
    if not arguments.in_place:
        say_what_is_replaced(files)
        say_what_may_be_replaced(files)
        # Before the cells, for what is left of a run that fails is run again too.
        link_source(arguments.notebook.parent)
    began = time.time()
    keeper = Keeper(notebook, origins, files)
    seconds, peak = execute(notebook, arguments.notebook.parent, keeper)
    with waiting("drawing the figures as still pictures"):
        without_stills = add_stills(notebook)
    try:
        report = write_all(notebook, origins, files, arguments, began)
    finally:
        # What was measured stays, also where there is no room for the notebook.
        keeper.done(sum(seconds.values()), peak)
    for path in ending.written:
        say_written(path)
    if without_stills:
        print(without_stills)
    print_summary(notebook, origins, seconds, peak)
    if files.pdf:
        with waiting("printing the report"):
            write_whole(files.pdf, pdf_of(report))
        say_written(files.pdf)


def say_written(path):
    print(f"wrote {os.path.relpath(path, STARTED_IN) if Path(path).is_relative_to(STARTED_IN) else path}")


def prepared(arguments):
    """The notebook with its new values, where all values came from, and the files to write."""
    notebook, sentence = notebook_of(arguments)
    if sentence:
        print(sentence)
    lines = new_values(notebook, arguments.parameters, STARTED_IN)
    origins = dict.fromkeys(lines, "-p")
    original = original_of(notebook, arguments.notebook)
    differing = differing_values(notebook, original, lines)
    files = files_of(arguments, original.stem, differing)
    if not arguments.in_place:
        places = own_places(original.values, arguments.notebook.parent, files.name)
        asked = lines.keys() | differing.keys()
        own = assignments(notebook, {name: path for name, path in places.items() if name not in asked})
        mark(notebook, files.name, original, own)
        lines |= own
        origins |= dict.fromkeys(own, "this run")
    notebook = with_parameters(notebook, lines)
    return notebook, origins_of(notebook, origins), files


def write_all(notebook, origins, files, arguments, began):
    """
    Writes the executed notebook and the report, which it returns; in place there is none.
    began: when the run did, in seconds of the epoch
    """
    if arguments.in_place:
        notebook.metadata.pop("papermill", None)
    texts = {files.executed: text_of(notebook)}
    as_written = nbformat.reads(texts[files.executed], as_version=4)
    trust(as_written)
    if files.report:
        texts[files.report] = html_of(as_written, files.name, origins)
        # Another run of the same name may have ended meanwhile.
        say_what_is_replaced(files, began)
    # One right after the other, so that they belong together.
    for path, text in texts.items():
        write_whole(path, text)
    return texts.get(files.report)


def execute(notebook, folder, keeper):
    """Runs all cells, from that folder; returns the seconds of each section and the kernel's peak memory in MiB."""
    total = len(numbers_of(notebook))
    sections = section_of_cells(notebook)
    seconds = {}
    terminal = Terminal()

    def on_cell(number, cell, cell_seconds):
        section = sections[id(cell)]
        seconds[section] = seconds.get(section, 0) + cell_seconds
        if number:
            terminal.line(f"[{number:2}/{total}] {cell_seconds:6.1f} s  {section}")

    execution = Execution(notebook, folder, on_cell, terminal.progress)
    keeper.watch(execution)
    try:
        execution.run()
    except CellFailure as failure:
        keeper.failed(failure)
        raise
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


def print_summary(notebook, origins, seconds, peak):
    for table in results(notebook):
        print(f"\n{table.text}")
    if origins:
        print("\nparameters")
        widths = [max(len(each.name) for each in origins), max(len(each.value) for each in origins)]
        for each in origins:
            print(f"  {each.name.ljust(widths[0])}  {each.value.ljust(widths[1])}  from {each.origin}")
    print("\nseconds a stage")
    for line in aligned([[section, f"{time:.1f}"] for section, time in seconds.items() if time >= 0.05]):
        print(f"  {line}")
    print(f"  all cells {sum(seconds.values()):.1f} s" + (f", peak memory {peak:.0f} MiB" if peak else ""))


if __name__ == "__main__":
    main()
