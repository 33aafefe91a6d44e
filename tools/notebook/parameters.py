"""The parameters of a TypeScript notebook: which it has, and new values for them from the command line."""

import os
import re
from collections import Counter
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


def with_parameters(notebook, given, folder):
    """
    The notebook with a cell of new values after its `parameters` cell; the same one without values.
    given: pairs of name and text, as on the command line; folder: which paths in them are relative to.
    Raises Refused for a name that is unknown or given twice, and for a text that the declared type does not take.
    """
    if not given:
        return notebook
    known = {declaration.name: declaration for declaration in parameters_of(notebook)}
    counts = Counter(name for name, _ in given)
    for name, count in counts.items():
        if name not in known:
            raise Refused(unknown(name, list(known)))
        if count > 1:
            texts = " and ".join(shown(text) for other, text in given if other == name)
            raise Refused(f"-p {name} is given {count} times, as {texts}; give it once")
    lines = {name: assignment(known[name], text, folder) for name, text in given}
    # papermill takes for granted what its own loader adds.
    notebook.metadata.setdefault("papermill", {})
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    return parameterize_notebook(notebook, lines, kernel_name="tslab", language="typescript")


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
    annotation = f": {declaration.annotation}" if declaration.annotation else ""
    return f"let {name}{annotation} = {source};"


def shown(text):
    """A value as it can stand in one line of a message."""
    cut = text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."
    return cut if cut.isprintable() and cut.strip() == cut != "" else ascii(cut)
