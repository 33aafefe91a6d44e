"""
What the headless runner makes of values on the command line. Reads a JSON object from its input: the
source of a parameters cell, and lists of arguments; prints for each list the cell that is injected,
or the sentence that refuses it.
"""

import json
import sys
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).parents[2] / "tools" / "notebook"))

from arguments import parse_arguments
from loading import Refused
from parameters import with_parameters

STARTED_IN = Path("/started/in")


def main():
    asked = json.load(sys.stdin)
    print(json.dumps([outcome(asked["source"], arguments) for arguments in asked["commands"]]))


def outcome(source, arguments):
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[cell])
    try:
        given = parse_arguments(arguments, "any.ipynb", STARTED_IN).parameters
        return with_parameters(notebook, given, STARTED_IN).cells[1].source
    except Refused as refused:
        return str(refused)


main()
