"""faiss under measurement: an approximate index of nearest neighbours. Answers each job of graphs.ts, a line of JSON, with another."""

import json
import sys
import time

import faiss
import numpy as np

# Neighbours that each sample is joined to in the index, and how many it keeps in sight while building and asking.
LINKS = 16
IN_SIGHT = 64


def search(job):
    """How long faiss takes for the neighbours of all rows among themselves, and which share of the exact ones it finds."""
    width, n_rows, k = job["width"], job["nRows"], job["nNeighbours"]
    X = np.fromfile(job["file"], np.float32, count=n_rows * width).reshape(n_rows, width)
    exact = np.fromfile(job["neighboursFile"], np.int32).reshape(n_rows, k)
    began = time.perf_counter()
    index = faiss.IndexHNSWFlat(width, LINKS)
    index.hnsw.efConstruction = IN_SIGHT
    index.add(X)
    index.hnsw.efSearch = IN_SIGHT
    _, found = index.search(X, k + 1)
    seconds = time.perf_counter() - began
    shared = [len(set(near) & set(true)) for near, true in zip(found.tolist(), exact.tolist())]
    return {"seconds": seconds, "found": float(np.mean(shared)) / k, "version": faiss.__version__}


for line in sys.stdin:
    print(json.dumps(search(json.loads(line))), flush=True)
