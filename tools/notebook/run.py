"""Runs a notebook from its first cell to its last, and leaves the executed copy and a report in runs/."""

import argparse
import asyncio
import re
import sys
from pathlib import Path

# jsonschema would take a second to compile a grammar of web addresses, which no notebook is held to.
sys.modules["rfc3987_syntax"] = None

import nbformat
import yaml
from execution import CellFailure, Execution
from parameters import UnknownParameter, parameters_of, with_parameters
from report import aligned, results, write_html, write_notebook
from terminal import Terminal

ROOT = Path(__file__).parents[2]
RUNS = ROOT / "runs"
MAIN_NOTEBOOK = ROOT / "notebooks" / "1-semi-supervised-cnn-with-kmeans.ipynb"


def main():
    arguments = parse_arguments()
    notebook = nbformat.read(arguments.notebook, as_version=4)
    try:
        notebook = with_parameters(notebook, {name: yaml.safe_load(value) for name, value in arguments.parameters})
        seconds, peak = execute(notebook, arguments)
    except (CellFailure, UnknownParameter) as failure:
        sys.exit(f"\n{failure}")
    except KeyboardInterrupt:
        sys.exit("\nInterrupted: nothing was written.")
    for path in write(notebook, arguments):
        print(f"wrote {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
    print_summary(notebook, seconds, peak)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="npm run notebook --", description=__doc__)
    parser.add_argument("notebook", nargs="?", type=Path, default=MAIN_NOTEBOOK, help="default: the first notebook")
    parser.add_argument(
        *("-p", "--parameter"),
        dest="parameters",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="another value for a parameter of the notebook; may be given again",
    )
    parser.add_argument("--in-place", action="store_true", help="write the outputs into the notebook itself")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    named = [Path(argument) for argument in sys.argv[1:] if argument.endswith(".ipynb")]
    parser.epilog = parameter_help(next(iter(named), MAIN_NOTEBOOK))
    arguments = parser.parse_args()
    if not arguments.notebook.is_file():
        parser.error(f"notebook={arguments.notebook} does not exist")
    if arguments.in_place and arguments.parameters:
        parser.error("--in-place keeps the notebook's own values: leave out -p")
    return arguments


def parameter_help(path):
    if not path.is_file():
        return ""
    known = parameters_of(nbformat.read(path, as_version=4))
    rows = [[f"  {parameter.name}", parameter.default, parameter.help] for parameter in known]
    widths = [max((len(row[i]) for row in rows), default=0) for i in (0, 1)]
    lines = [f"{name.ljust(widths[0])}  {default.ljust(widths[1])}  {meaning}" for name, default, meaning in rows]
    return "\n".join([f"parameters of {path.name}, with their values and meaning:", *lines])


def execute(notebook, arguments):
    """Runs all cells; returns the seconds of each section and the kernel's peak memory in MiB."""
    total = sum(1 for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip())
    sections = section_of_cells(notebook)
    seconds = {}
    terminal = Terminal()

    def on_cell(number, cell, cell_seconds):
        section = sections[id(cell)]
        seconds[section] = seconds.get(section, 0) + cell_seconds
        terminal.line(f"[{number:2}/{total}] {cell_seconds:6.1f} s  {section}")

    execution = Execution(notebook, arguments.notebook.parent, on_cell, terminal.progress)
    asyncio.run(execution.run())
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


def write(notebook, arguments):
    """Writes what the run leaves behind; returns the files."""
    if arguments.in_place:
        notebook.metadata.pop("papermill", None)
        write_notebook(notebook, arguments.notebook)
        return [arguments.notebook]
    RUNS.mkdir(exist_ok=True)
    executed, report = RUNS / arguments.notebook.name, RUNS / f"{arguments.notebook.stem}.html"
    write_notebook(notebook, executed)
    write_html(notebook, report)
    return [executed, report]


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
