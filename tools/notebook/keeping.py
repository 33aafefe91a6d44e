"""What is kept of each run, also of one that does not come to its end."""

import time
from datetime import datetime

import ending
import nbformat
from history import add_row, update_index
from loading import ENDED_EARLY, Refused
from writing import text_of, trust, write_whole

# How often to read a notebook that the running cell writes to.
TRIES = 20


def say_what_is_replaced(files, since=0):
    """
    Says which other run this one replaces, since it has the same name.
    since: where it was written after that time, in seconds of the epoch; default: at any time
    """
    written = last_change(files.executed)
    if written >= since and written:
        print(f"This run replaces {files.name} of {as_date(written)}; --name NAME would keep both.")


def say_what_may_be_replaced(files):
    """Says what is left of earlier runs of the same name that did not come to their end."""
    for how, again in {"failed": "fails", "stopped": "is stopped"}.items():
        path = files.unfinished(how)
        if last_change(path):
            print(f"{path.name} of {as_date(last_change(path))} goes if this run {again} too.")


def last_change(path):
    """When a file was last written, in seconds of the epoch; 0 where there is none."""
    return path.stat().st_mtime if path.exists() else 0


def as_date(seconds):
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M}"


class Keeper:
    """Keeps a run: its row among the results, and what there is of it when a cell fails or somebody stops it."""

    def __init__(self, notebook, origins, files):
        self._notebook = notebook
        self._origins = origins
        self._files = files
        self._execution = None
        self._began = time.monotonic()

    def watch(self, execution):
        """From now on a run that is stopped leaves what it has."""
        self._execution = execution
        ending.Kept.keep = self._stopped

    def done(self, seconds, peak):
        """Adds a run that came to its end to the results of all runs."""
        ending.Kept.keep = ending.nothing_to_keep
        self._add_row("done", seconds, peak)

    def failed(self, failure):
        """Keeps what ran before a cell failed."""
        ending.Kept.keep = ending.nothing_to_keep
        self._keep("failed", str(failure))
        self._add_row("failed", time.monotonic() - self._began)

    def _stopped(self, reason):
        number = self._execution.running
        if number is not None:
            self._keep("stopped", f"{reason}; the last cell that ran was number {number}.")
            self._add_row("stopped", time.monotonic() - self._began)

    def _keep(self, how, reason):
        path = self._files.unfinished(how)
        try:
            text = self._text(f"**This run {how}.** What follows is all that ran before.\n\n{indented(reason)}")
            trust(nbformat.reads(text, as_version=4))
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
        except (Refused, OSError) as error:
            print(error)

    def _text(self, sentence):
        note = nbformat.v4.new_markdown_cell(sentence, id=ENDED_EARLY, metadata={"tags": [ENDED_EARLY]})
        for _ in range(TRIES):
            try:
                copy = nbformat.from_dict({**self._notebook, "cells": [note, *self._notebook.cells]})
                return text_of(copy)
            except RuntimeError:
                time.sleep(0.01)  # The running cell was writing to it.
        raise Refused("what ran could not be kept: the running cell printed without pause")

    def _add_row(self, status, seconds, peak=None):
        is_added = add_row(self._notebook, self._origins, self._files, status, seconds, peak)
        # Whoever stops a run does not want to wait.
        if is_added and status != "stopped":
            update_index()


def indented(text):
    """Text as Markdown shows it exactly."""
    return "\n".join(f"    {line}" for line in text.splitlines())
