"""The parameters of a TypeScript notebook: which it has, and new values for them."""

import re

from papermill.models import Parameter
from papermill.parameterize import parameterize_notebook
from papermill.translators import Translator, papermill_translators

# `let k = 50; // how many clusters, 1 or more`
ASSIGNMENT = re.compile(r"^let (\w+)(?:\s*:\s*([^=]+?))?\s*=\s*(.+?);(?:\s*//\s*(.*))?$", re.MULTILINE)


class UnknownParameter(Exception):
    """A parameter that the notebook does not have."""


class TypeScript(Translator):
    """What papermill must know of the language: it has no TypeScript of its own."""

    @classmethod
    def comment(cls, text):
        return f"// {text}"

    @classmethod
    def assign(cls, name, value):
        return f"let {name} = {value};"

    @classmethod
    def translate_none(cls, value):
        return "undefined"

    @classmethod
    def translate_str(cls, value):
        # The literal's own type, so that a choice such as the engine's is checked against its kinds.
        return f"{super().translate_str(value)} as const"

    @classmethod
    def inspect(cls, cell):
        return [
            Parameter(name, kind or "", default, meaning or "")
            for name, kind, default, meaning in ASSIGNMENT.findall(cell.source)
        ]


papermill_translators.register("typescript", TypeScript)


def parameters_of(notebook):
    """The parameters in the cell tagged `parameters`, in their order."""
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    return TypeScript.inspect(tagged[0]) if tagged else []


def with_parameters(notebook, values):
    """The notebook with a cell of new values after its `parameters` cell; the same one without values."""
    if not values:
        return notebook
    known = [parameter.name for parameter in parameters_of(notebook)]
    for name in values:
        if name not in known:
            raise UnknownParameter(f"-p {name}: the notebook has no such parameter; choose one of {', '.join(known)}")
    # papermill takes for granted what its own loader adds.
    notebook.metadata.setdefault("papermill", {})
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    return parameterize_notebook(notebook, values, kernel_name="tslab", language="typescript")
