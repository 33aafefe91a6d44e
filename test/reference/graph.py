"""Writes graph.json: what scikit-learn and SciPy make of a small graph, for test/graph.test.ts.

Needs NumPy, SciPy and scikit-learn (the versions used stand in the file it writes):
    python test/reference/graph.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import eigsh, spsolve
from sklearn.neighbors import NearestNeighbors
from sklearn.semi_supervised import LabelSpreading

FOLDER = Path(__file__).parent
N, WIDTH, K, N_CLASSES = 240, 5, 7, 3


def points():
    """Three clouds in five dimensions, from NumPy's legacy stream."""
    random = np.random.RandomState(3)
    numbers = random.random_sample((N, WIDTH))
    return numbers + 0.55 * (np.arange(N) % 3)[:, None] * np.array([1, -1, 0.5, 0, 0])


X = points()
distances, indices = NearestNeighbors(n_neighbors=K, algorithm="brute").fit(X).kneighbors()
weights = np.exp(-4 * (distances / distances[:, -1:]) ** 2)
W = csr_matrix((weights.ravel(), indices.ravel(), np.arange(0, N * K + 1, K)), shape=(N, N))
W = (W + W.T) / 2
degree = np.asarray(W.sum(axis=1)).ravel()
root = diags(1 / np.sqrt(degree))
values, vectors = eigsh(root @ W @ root, k=6, which="LA", tol=1e-12)
order = np.argsort(-values)[:5]
values, vectors = values[order], vectors[:, order]
rows = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

labelled = np.array([0, 1, 2, 30, 33, 62])
y = labelled % 3
source = np.zeros((N, N_CLASSES))
source[labelled] = np.eye(N_CLASSES)[y] - np.eye(N_CLASSES)[y].mean(axis=0)
# All classes feed in equally much: three samples have the first class, one the second.
source /= np.bincount(y)
# One number is free: the first sample is put at 0, then the mean weighed by degrees is taken out.
L = (diags(degree) - W).tocsc()
potential = np.zeros((N, N_CLASSES))
potential[1:] = spsolve(L[1:, 1:], source[1:])
potential -= (degree @ potential / degree.sum())[None]

given = np.full(N, -1)
given[labelled] = y
spreading = LabelSpreading(kernel=lambda a, b: W.toarray(), alpha=0.2, max_iter=30, tol=1e-3).fit(X, given)

answer = {
    "what": "Made by graph.py from its points().",
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
    "indices": indices[:40].ravel().tolist(),
    "distances": np.round(distances[:40].ravel(), 7).tolist(),
    "degrees": np.round(degree, 7).tolist(),
    "eigenvalues": np.round(values, 9).tolist(),
    # Products of unit rows do not depend on the eigenvectors' signs or rotation.
    "rowProducts": np.round(rows[:20] @ rows[20:40].T, 5).tolist(),
    "labelled": labelled.tolist(),
    "y": y.tolist(),
    "potential": np.round(potential[:60], 6).tolist(),
    "poissonLabels": potential.argmax(axis=1).tolist(),
    "spreading": np.round(spreading.label_distributions_[:60], 6).tolist(),
}
(FOLDER / "graph.json").write_text(json.dumps(answer) + "\n")
