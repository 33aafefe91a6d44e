"""Makes kmeansFar.json: what scikit-learn's KMeans says of samples far from zero.

Run from the project's root, in an environment with tools/bench/requirements.txt:
    .venv-bench/bin/python test/reference/kmeansFar.py
The samples come from NumPy's random stream, which test/data/farSamples.ts repeats step by step.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import KMeans, kmeans_plusplus

DAY = 86400


def bursts():
    """20 bursts of 100 Unix times each, within a day."""
    random = np.random.RandomState(0)
    begins = 1.7e9 + DAY * random.random_sample(20)
    return (np.repeat(begins, 100) + 60 * random.random_sample(2000)).reshape(-1, 1)


def city():
    """2,000 places of one city, as latitude and longitude."""
    places = np.random.RandomState(1).random_sample((2000, 2))
    return np.array([52.4, 13.2]) + places * np.array([0.2, 0.4])


def problem(seed):
    """Blobs of some width, about a point up to a million away from zero in each column."""
    random = np.random.RandomState(seed)
    u = random.random_sample(4)
    n, width, k = 100 + int(900 * u[0]), 1 + int(12 * u[1]), 2 + int(14 * u[2])
    spread = 0.05 + 2 * u[3]
    offset = 1e6 * (random.random_sample(width) - 0.5)
    if seed % 3 == 0:
        offset[1:] = 0
    centres = offset + 10 * random.random_sample((k, width))
    noise = random.random_sample((n, width)) + random.random_sample((n, width)) - 1
    return centres[np.arange(n) % k] + spread * noise, k


def case(X, k, seed, n_init):
    centred = X - X.mean(axis=0)
    model = KMeans(k, n_init=n_init, random_state=seed).fit(X)
    labels = hashlib.sha256(model.labels_.astype(np.uint8).tobytes()).hexdigest()
    return {
        "k": k,
        "seed": seed,
        "n_init": n_init,
        "first_start": kmeans_plusplus(centred, k, random_state=seed)[1].tolist(),
        "labels": labels[:16],
        "n_iter": model.n_iter_,
        "inertia": model.inertia_,
    }


result = {
    "scikit_learn": sklearn.__version__,
    "bursts": [case(bursts(), 20, seed, 10) for seed in range(20)],
    "city": [case(city(), 10, seed, 1) for seed in range(20)],
    "problems": [case(*problem(seed), seed, 1 + seed % 3) for seed in range(60)],
}
text = json.dumps(result).replace("}, ", "},\n").replace("[{", "[\n{")
Path("test/reference/kmeansFar.json").write_text(text + "\n")
