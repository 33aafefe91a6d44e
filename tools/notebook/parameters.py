"""The parameters of a TypeScript notebook: which it has, and new values for them from the command line."""

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from difflib import get_close_matches

from declarations import NoFit, declarations_of, expected, literal
from loading import Refused
from papermill.parameterize import parameterize_notebook
from papermill.translators import Translator, papermill_translators

# Names of folders and files: `dataDir`, `imageFolder`, `path`.
FOLDER = re.compile(r"(^|_)(dir|folder|file|path)$|(Dir|Folder|File|Path)$")
SHOWN_CHARACTERS = 80


class TypeScript(Translator):
    """What papermill must know of the language: it has no TypeScript of its own."""

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        return "\n".join([f"// {comment}", *parameters.values()])


papermill_translators.register("typescript", TypeScript)


def parameters_of(notebook):
    """The declarations in the cell tagged `parameters`, in their order."""
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    return declarations_of(tagged[0].source) if tagged else []


@dataclass(frozen=True)
class Origin:
    """A parameter of a run: its value as TypeScript has it, and where that came from."""

    name: str
    value: str
    origin: str
    meaning: str


def new_values(notebook, given, folder):
    """
    The new values for a notebook's parameters, as lines of TypeScript by their names.
    given: pairs of name and text, as on the command line; folder: which paths in them are relative to.
    Raises Refused for a name that is unknown or given twice, and for a text that the declared type does not take.
    """
    known = {declaration.name: declaration for declaration in parameters_of(notebook)}
    counts = Counter(name for name, _ in given)
    for name, count in counts.items():
        if name not in known:
            raise Refused(unknown(name, list(known)))
        if count > 1:
            texts = " and ".join(shown(text) for other, text in given if other == name)
            raise Refused(f"-p {name} is given {count} times, as {texts}; give it once")
    return {name: assignment(known[name], text, folder) for name, text in given}


def assignments(notebook, texts):
    """Lines of TypeScript for values of the run's own: texts by the parameters' names; none where the type takes no text."""
    known = {declaration.name: declaration for declaration in parameters_of(notebook)}
    lines = {}
    for name, text in texts.items():
        try:
            lines[name] = line_of(replace(known[name], default=literal(known[name], text)))
        except NoFit:
            pass  # It says what it says.
    return lines


def with_parameters(notebook, lines):
    """
    The notebook with a cell of new values after its `parameters` cell; the same one without any.
    lines: as new_values makes them; values of an earlier run that they do not name stay.
    """
    if not lines:
        return notebook
    # papermill takes for granted what its own loader adds.
    notebook.metadata.setdefault("papermill", {})
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    earlier = {name: line_of(declaration) for name, declaration in injected(notebook).items()}
    return parameterize_notebook(notebook, {**earlier, **lines}, kernel_name="tslab", language="typescript")


def origins_of(notebook, origins):
    """
    All parameters of a notebook that with_parameters made, in their order.
    origins: where the values of those came from that the command line or the run set, by their names.
    """
    new = injected(notebook)
    return [
        Origin(
            each.name,
            new.get(each.name, each).default,
            origins.get(each.name, "an earlier run" if each.name in new else "the notebook"),
            each.meaning,
        )
        for each in parameters_of(notebook)
    ]


def is_injected(cell):
    """Whether a cell holds the new values of a run, and so is none of the notebook's own."""
    return "injected-parameters" in cell.metadata.get("tags", [])


def injected(notebook):
    cells = [cell for cell in notebook.cells if is_injected(cell)]
    return {each.name: each for each in declarations_of(cells[0].source)} if cells else {}


def unknown(name, known):
    if not known:
        return f"-p {name}: the notebook has no parameters, for no cell is tagged `parameters`; leave out -p"
    by_lower_case = {other.lower(): other for other in known}
    close = get_close_matches(name.lower(), by_lower_case, n=1)
    hint = f"; did you mean {by_lower_case[close[0]]}?" if close else ""
    return f"-p {name}: the notebook has no such parameter; choose one of {', '.join(known)}{hint}"


def assignment(declaration, text, folder):
    """The line of TypeScript that gives a parameter the value that a text stands for."""
    name, kind = declaration.name, declaration.kind
    try:
        # Bytes of the command line that are no UTF-8.
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise NoFit("text in UTF-8")
        is_path = FOLDER.search(name) and "string" in (kind or "")
        if is_path and text == "":
            default = declaration.default
            raise NoFit(f"the path of a folder or file; leave out -p {name} for {default}")
        source = literal(declaration, text)
        if is_path and source.startswith('"'):
            source = literal(declaration, os.path.abspath(os.path.join(folder, text)))
    except NoFit as error:
        meaning = f" ({declaration.meaning})" if declaration.meaning else ""
        raise Refused(f"-p {name}={shown(text)} must be {str(error) or expected(declaration)}{meaning}") from None
    return line_of(replace(declaration, default=source))


def line_of(declaration):
    annotation = f": {declaration.annotation}" if declaration.annotation else ""
    return f"let {declaration.name}{annotation} = {declaration.default};"


def shown(text):
    """A value as it can stand in one line of a message."""
    cut = text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."
    return cut if cut.isprintable() and cut.strip() == cut != "" else ascii(cut)
