"""Writes features.json: what NumPy, SciPy and scikit-learn make of small images, for test/features.test.ts.

Needs NumPy, SciPy and scikit-learn (the versions used stand in the file it writes):
    python test/reference/features.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.ndimage import affine_transform
from sklearn.decomposition import PCA

FOLDER = Path(__file__).parent
HEIGHT, WIDTH, N_IMAGES = 12, 16, 24


def strokes():
    """Slanted strokes of bytes, by integer arithmetic that JavaScript repeats exactly."""
    images = np.zeros((N_IMAGES, HEIGHT, WIDTH), np.uint8)
    for i in range(N_IMAGES):
        for row in range(2 + i % 3, HEIGHT - 1 - i % 2):
            column = 3 + i % 5 + (row * (i % 4)) // 4
            for thick in range(1 + i % 3):
                images[i, row, min(WIDTH - 1, column + thick)] = 60 + (i * 37 + row * 11 + thick * 23) % 190
    return images


def deskewed(image):
    image = image.astype(float)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    weights = image / image.sum()
    row, column = (rows * weights).sum(), (columns * weights).sum()
    shear = ((rows - row) * (columns - column) * weights).sum() / ((rows - row) ** 2 * weights).sum()
    matrix = np.array([[1, 0], [shear, 1]])
    offset = np.array([row, column]) - matrix @ np.array([(HEIGHT - 1) / 2, (WIDTH - 1) / 2])
    return affine_transform(image, matrix, offset, order=1, mode="grid-constant")


def gradients(image, cell, orientations):
    """Histograms of oriented gradients as arrays: linear shares among directions and cells."""
    image = image.astype(float)
    right, down = np.zeros_like(image), np.zeros_like(image)
    right[1:-1, 1:-1] = image[1:-1, 2:] - image[1:-1, :-2]
    down[1:-1, 1:-1] = image[2:, 1:-1] - image[:-2, 1:-1]
    position = (np.arctan2(down, right) / (2 * np.pi)) % 1 * orientations
    distance = np.abs(position[..., None] - np.arange(orientations))
    share = np.maximum(0, 1 - np.minimum(distance, orientations - distance)) * np.hypot(right, down)[..., None]
    by_row, by_column = (
        np.maximum(0, 1 - np.abs(np.arange(n)[:, None] - (np.arange(n // cell) * cell + (cell - 1) / 2)) / cell)
        for n in (HEIGHT, WIDTH)
    )
    roots = np.sqrt(np.einsum("rco,ri,cj->ijo", share, by_row, by_column).ravel())
    return roots / np.linalg.norm(roots)


images = strokes()
upright = np.array([deskewed(image) for image in images])
histograms = np.array([gradients(image, 4, 6) for image in images])
pca = PCA(n_components=4, svd_solver="full").fit(histograms)
answer = {
    "what": "Made by features.py from its strokes().",
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
    "inkOfFirst": int(images[0].sum()),
    "deskewed": np.round(upright[:6], 4).tolist(),
    "gradients": np.round(histograms[:4], 6).tolist(),
    "components": np.round(pca.components_, 6).tolist(),
    "explainedVariance": np.round(pca.explained_variance_, 9).tolist(),
    "coordinates": np.round(pca.transform(histograms)[:6], 6).tolist(),
}
(FOLDER / "features.json").write_text(json.dumps(answer) + "\n")
