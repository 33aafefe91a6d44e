"""scikit-learn under measurement: answers each job of kmeans.ts, a line of JSON, with another."""

import json
import re
import resource
import sys
import time
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import KMeans, kmeans_plusplus


def load(job):
    """The first rows of a raw file, scaled to [0, 1] when they are bytes, in the type asked for."""
    raw = np.dtype(job["stored"])
    X = np.fromfile(job["file"], raw, count=job["nRows"] * job["width"]).reshape(-1, job["width"])
    X = X.astype(job["type"])
    return X / X.dtype.type(255) if raw == np.uint8 else X


def fit(X, job):
    init = X[job["startRows"]] if "startRows" in job else "k-means++"
    model = KMeans(
        job["k"],
        init=init,
        n_init=job["nInit"],
        tol=job["tol"],
        max_iter=job["maxIter"],
        random_state=42,
        algorithm=job["algorithm"],
    )
    began = time.perf_counter()
    model.fit(X)
    return {
        "seconds": time.perf_counter() - began,
        "nIter": model.n_iter_,
        "inertia": float(model.inertia_),
    }


def seed(X, job):
    random = np.random.RandomState(42)
    began = time.perf_counter()
    for _ in range(job["nInit"]):
        kmeans_plusplus(X, job["k"], random_state=random)
    return {"seconds": time.perf_counter() - began, "nIter": 0, "inertia": 0}


def peak_mb():
    """The most memory that this process had; where the system tells only ru_maxrss, its parent's counts too."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    kilobytes = found[1] if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(kilobytes) / 1024


loaded = None, None
for line in sys.stdin:
    job = json.loads(line)
    key = [job[name] for name in ("file", "nRows", "type")]
    if loaded[0] != key:
        loaded = None, None
        loaded = key, load(job)
    answer = (seed if job["what"] == "seed" else fit)(loaded[1], job)
    print(json.dumps({**answer, "peakMB": peak_mb(), "version": sklearn.__version__}), flush=True)
