"""The notebook that a run began from, also where what runs is the executed copy of an earlier run."""

from dataclasses import dataclass

from declarations import declarations_of, kind_of, unquoted
from naming import ENDINGS
from parameters import injected, parameters_of

# Where an executed copy tells what it is of, among the notebook's metadata.
KEY = "run"


@dataclass(frozen=True)
class Original:
    """stem: the notebook's name; values: the sources of its parameters' values, by their names."""

    stem: str
    values: dict


def original_of(notebook, path):
    """
    What a run of this notebook begins from. An executed copy tells it, as mark left it; one that somebody
    renamed has its own name.
    """
    stem = path.stem
    for ending in ENDINGS:
        stem = stem.removesuffix(ending)
    run = notebook.metadata.get(KEY)
    is_copy = isinstance(run, dict) and run.keys() == {"name", "notebook", "values"}
    known = run["values"] if is_copy else {}
    values = {each.name: known.get(each.name, each.default) for each in parameters_of(notebook)}
    return Original(run["notebook"] if is_copy and run["name"] == stem else stem, values)


def mark(notebook, name, original, own):
    """
    Lets the executed copy tell what it is of.
    name: the run's; own: lines of TypeScript for values that the run set by itself, by their parameters' names
    """
    values = {**original.values, **sources_of(own)}
    notebook.metadata[KEY] = {"name": name, "notebook": original.stem, "values": values}


def differing_values(notebook, original, lines):
    """
    The sources of the values that differ from the original's, by their parameters' names.
    lines: of TypeScript, for new values; values of an earlier run count where they have none
    """
    earlier = {name: declaration.default for name, declaration in injected(notebook).items()}
    declared = {each.name: each.default for each in parameters_of(notebook)}
    values = {**declared, **earlier, **sources_of(lines)}
    return {name: values[name] for name, source in original.values.items() if read(values[name]) != read(source)}


def sources_of(lines):
    return {name: declarations_of(line)[0].default for name, line in lines.items()}


def read(source):
    """What a literal stands for: 0.5 and 0.50 are the same number, "a" and 'a' the same text."""
    kind = kind_of(source)
    if kind == "number":
        return float(source.replace("_", ""))
    return ("text", unquoted(source)) if kind == "string" else source
