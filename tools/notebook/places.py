"""Where a run reads and writes beside its notebook."""

import os

from declarations import kind_of, unquoted
from naming import ROOT, RUNS
from parameters import FOLDER

# What each run keeps for itself: the end of its name, by the parameter that says where it goes.
OWN = {"modelDir": "-model", "predictionsFile": "-predictions.csv"}


def own_places(values, folder, name):
    """
    The paths that a run sets by itself, by their parameters' names: where what it keeps lies, and from where both
    the notebook and its executed copy find what they share.
    values: sources of the parameters' values, by their names; folder: the notebook's; name: the run's
    """
    places = {each: near(RUNS / f"{name}{OWN[each]}", folder) for each in values if each in OWN}
    for each, source in values.items():
        if each in OWN or not FOLDER.search(each) or kind_of(source) != "string":
            continue
        path = unquoted(source)
        if path and not os.path.isabs(path):
            places[each] = near(folder / path, folder)
    return places


def near(path, folder):
    """A path as it is the same from the notebook's folder and from runs/."""
    path = os.path.abspath(path)
    relative = os.path.join("..", os.path.relpath(path, RUNS.parent))
    is_same = all(os.path.abspath(start / relative) == path for start in (folder, RUNS))
    return relative if is_same else path


def link_source(folder):
    """Lets the executed copy run again from where it lies: its imports begin with ./src, as the notebook's own do."""
    link = RUNS / "src"
    if (folder == RUNS or (folder / "src").exists()) and not os.path.lexists(link):
        try:
            link.symlink_to(os.path.relpath(ROOT / "src", RUNS))
        except OSError:
            pass  # Another run was first, or the system has no links: the copy can be read all the same.
