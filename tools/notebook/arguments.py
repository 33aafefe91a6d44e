"""The runner's command line."""

import argparse
import sys

from loading import Refused, load
from naming import check_name
from parameters import parameters_of

PARAMETER = ("-p", "--parameter")


class Parser(argparse.ArgumentParser):
    def error(self, message):
        """One sentence instead of the usage before it."""
        self.exit(2, f"{message}; npm run notebook -- --help lists what there is\n")


def parse_arguments(arguments, main_notebook, folder):
    """
    What the command line asks for: notebook (an absolute path), is_named (whether the command line names it),
    parameters (pairs of name and text), name, pdf and in_place.
    folder: where the command was given. Raises Refused for what cannot be meant; answers --help by itself.
    """
    parser = Parser(
        prog="npm run notebook --",
        description="Runs a notebook from its first cell to its last, and leaves the executed copy and a report in runs/.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("notebook", nargs="?", help="default: the first notebook, as it was committed")
    parser.add_argument(
        *PARAMETER,
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="another value for a parameter of the notebook; NAME VALUE does as well; may be given again; "
        "folders are relative to where the command is given",
    )
    parser.add_argument(
        "--name", help="what the run's files are called; default: the notebook's name and the parameters that differ"
    )
    parser.add_argument("--pdf", action="store_true", help="print the report as a PDF too (with Chromium)")
    parser.add_argument("--in-place", action="store_true", help="write the outputs into the notebook itself")
    parser.add_argument("-h", "--help", action="store_true", help="show this, and the parameters of the notebook")
    parsed = parser.parse_args(with_equals_signs(arguments))
    if parsed.notebook == "":
        raise Refused('notebook="" names no file; leave it out for the first notebook')
    parsed.is_named = parsed.notebook is not None
    parsed.notebook = folder / (parsed.notebook or main_notebook)
    if parsed.help:
        parser.epilog = parameter_help(parsed.notebook)
        parser.print_help()
        sys.exit()
    if parsed.in_place and parsed.parameters:
        raise Refused("--in-place keeps the notebook's own values: leave out -p")
    if parsed.in_place and (parsed.name is not None or parsed.pdf):
        raise Refused("--in-place writes into the notebook alone: leave out --name and --pdf")
    if parsed.name is not None:
        check_name(parsed.name)
    parsed.parameters = [tuple(pair.split("=", 1)) for pair in parsed.parameters]
    return parsed


def with_equals_signs(arguments):
    """The arguments with `-p NAME VALUE` as `-p NAME=VALUE`, whatever the value looks like."""
    rest, joined = list(arguments), []
    while rest:
        argument = rest.pop(0)
        joined.append(argument)
        if argument not in PARAMETER:
            continue
        if not rest or rest[0] in PARAMETER:
            raise Refused(f"{argument} stands without a name and a value; write -p k=30")
        name, equals, _ = pair = rest.pop(0).partition("=")
        if not equals and (not rest or rest[0] in PARAMETER):
            raise Refused(f"-p {name} stands without a value; write -p {name}=30")
        # In one word: argparse would take a name that begins with a dash for an option.
        joined[-1] = f"--parameter={''.join(pair) if equals else f'{name}={rest.pop(0)}'}"
    return joined


def parameter_help(path):
    known = parameters_of(load(path))
    if not known:
        return f"{path.name} has no parameters: no cell is tagged `parameters`"
    widths = [max(len(row) for row in column) for column in zip(*((each.name, each.default) for each in known))]
    lines = [f"  {each.name.ljust(widths[0])}  {each.default.ljust(widths[1])}  {each.meaning}" for each in known]
    return "\n".join([f"parameters of {path.name}, with their values and meaning:", *lines]).replace("%(prog)", "%")
