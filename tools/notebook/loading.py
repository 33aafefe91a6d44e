"""Reads a notebook file, or says in one sentence why it cannot be run."""

import json
import warnings

import nbformat


# The tag of the cell that says of a run that it failed or was stopped.
ENDED_EARLY = "run-ended-early"


class Refused(Exception):
    """What was asked for cannot be done: one sentence that names it, says why and what would do."""


def load(path):
    """
    The notebook in a file, in the newest form of the format.
    path: an absolute path; raises Refused for whatever is no TypeScript notebook with code to run.
    """
    notebook = parsed(path, text_of(path))
    language = language_of(notebook)
    if language != "typescript":
        raise Refused(
            f"notebook={path} is written in {language}, and only TypeScript runs here; "
            "choose a notebook of the kernel TypeScript (tslab)"
        )
    if not any(cell.cell_type == "code" and cell.source.strip() for cell in notebook.cells):
        raise Refused(f"notebook={path} has no code to run; choose another one, or write a cell of code")
    # What an earlier run came to says nothing of the next one.
    notebook.cells = [cell for cell in notebook.cells if ENDED_EARLY not in cell.metadata.get("tags", [])]
    return notebook


def text_of(path):
    if path.is_dir():
        raise Refused(f"notebook={path} is a folder; choose a notebook in it")
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Refused(f"notebook={path} does not exist; choose a file that does") from None
    except UnicodeDecodeError:
        raise Refused(f"notebook={path} is no notebook: it is not text in UTF-8; choose another file") from None
    except OSError as error:
        raise Refused(f"notebook={path} cannot be read: {error.strerror}; choose another file") from None


def parsed(path, text):
    if not text.strip():
        raise Refused(f"notebook={path} is empty; choose a notebook that was saved by Jupyter")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"notebook={path} is no notebook: it is not JSON ({error}); choose another file") from None
    if not is_text(raw):
        raise Refused(f"notebook={path} is damaged (half a character stands alone in it); mend it, or save it again in Jupyter")
    if not isinstance(raw, dict) or not isinstance(raw.get("cells", raw.get("worksheets")), list):
        raise Refused(f"notebook={path} is no notebook: it has no list of cells; choose another file")
    if raw.get("nbformat", 4) not in nbformat.versions:
        raise Refused(f"notebook={path} is of nbformat {raw['nbformat']!r}, unknown here; save it as nbformat 4 in Jupyter")
    try:
        return in_newest_form(raw)
    except nbformat.ValidationError as error:
        reason = str(error).splitlines()[0][:200]
    except Exception:  # nbformat stumbles over what is missing in many ways.
        reason = "it does not have the form that Jupyter writes"
    raise Refused(f"notebook={path} is damaged ({reason}); mend it, or save it again in Jupyter")


def is_text(raw):
    """Whether all of it can be sent and written: JSON may name half of a character of UTF-16."""
    try:
        json.dumps(raw, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def in_newest_form(raw):
    """The notebook by the newest rules of the format; what it may well lack is added."""
    raw.setdefault("metadata", {})
    raw.setdefault("nbformat", 4 if "cells" in raw else 3)
    raw.setdefault("nbformat_minor", 0)
    for cell in raw.get("cells", []):
        cell.setdefault("metadata", {})
        if cell.get("cell_type") == "code":
            cell.setdefault("outputs", [])
            cell.setdefault("execution_count", None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about cells without an id, which get one
        notebook = nbformat.convert(nbformat.reader.reads(json.dumps(raw)), 4)
        notebook = nbformat.validator.normalize(notebook)[1]
        nbformat.validate(notebook)
    return notebook


def language_of(notebook):
    """The language that the notebook says it is in; one that says nothing is taken for TypeScript."""
    kernel = notebook.metadata.get("kernelspec", {})
    if kernel.get("name") == "tslab":
        return "typescript"
    named = kernel.get("language") or notebook.metadata.get("language_info", {}).get("name") or kernel.get("name")
    return (named or "typescript").lower()
