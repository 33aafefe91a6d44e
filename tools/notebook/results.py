"""The tables of results that a run showed."""

from dataclasses import dataclass

# A table's data; see src/notebook/tableForms.ts.
RESOURCE_TYPE = "application/vnd.dataresource+json"


@dataclass(frozen=True)
class Results:
    """A table of results: as lines of text, as HTML, and its data as a tabular data resource."""

    text: str
    html: str
    resource: dict


def results(notebook):
    """The tables under the cell tagged `results`; none in a notebook without one."""
    outputs = [
        output.data
        for cell in notebook.cells
        if "results" in cell.metadata.get("tags", [])
        for output in cell.get("outputs", [])
        if RESOURCE_TYPE in output.get("data", {})
    ]
    return [Results(data["text/plain"], data["text/html"], data[RESOURCE_TYPE]) for data in outputs]
