"""What Chromium makes of a run: still pictures of its figures, for pages that run no scripts, and a PDF."""

import base64
import json
import os
import subprocess
from pathlib import Path

import ending
from loading import Refused

ROOT = Path(__file__).parents[2]
PLOTLY_TYPE = "application/vnd.plotly.v1+json"
TOOLS = ROOT / "tools" / "browser"


def add_stills(notebook):
    """
    Gives each figure among the outputs a still picture, where a Chromium is found to draw it.
    Returns why there are none, in one sentence; None if there are.
    """
    outputs = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "caption" in output.get("data", {}).get(PLOTLY_TYPE, {}).get("layout", {}).get("meta", {})
    ]
    # A cell that ran again shows the same figure: each is drawn once.
    figures = {json.dumps(output.data[PLOTLY_TYPE], sort_keys=True): output.data[PLOTLY_TYPE] for output in outputs}
    if not figures:
        return None
    answer = node_tool("stills.ts", json.dumps(list(figures.values())))
    if answer.returncode != 0:
        return f"The figures have no still pictures: {answer.stderr.strip()}"
    forms = json.loads(answer.stdout)
    if forms is None:
        return "The figures have no still pictures, for no Chromium was found to draw them: install chromium, or name one in CHROMIUM_PATH."
    drawn = dict(zip(figures, forms))
    for output in outputs:
        output.data.update(drawn[json.dumps(output.data[PLOTLY_TYPE], sort_keys=True)])
    return None


def check_pdf():
    """Raises Refused where nothing can print, before hours are spent on what would be printed."""
    answer = node_tool("pdf.ts", "", "--check")
    if answer.returncode != 0:
        raise Refused(answer.stderr.strip())


def pdf_of(html):
    """A report as the bytes of a PDF. Raises Refused where Chromium does not print it."""
    answer = node_tool("pdf.ts", html)
    if answer.returncode != 0:
        raise Refused(f"The report was not printed: {answer.stderr.strip()}")
    return base64.b64decode(answer.stdout)


def node_tool(name, given, *arguments):
    """Runs a program of tools/browser with a text as its input; it ends with the run."""
    command = [os.environ["NOTEBOOK_NODE"], "--import", "tsx", str(TOOLS / name), *arguments]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, cwd=ROOT, text=True, encoding="utf-8", **pipes) as process:
        ending.helpers.add(process.pid)
        stdout, stderr = process.communicate(given)
        ending.helpers.discard(process.pid)
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)
