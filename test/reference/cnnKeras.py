"""Writes cnnKeras.json: twenty training steps of Keras, which src/cnn must repeat.

Needs Keras and TensorFlow (the versions used stand in the file it writes):
    python test/reference/cnnKeras.py
Both sides start from the weights of `start_weights` and see the first 630 MNIST digits, in the order
of NumPy's RandomState(0).permutation, in batches of 32: the last batch has 22.
"""

import base64
import json
import os
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.append(str(FOLDER.parent.parent / "tools" / "bench" / "original"))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from original_cnn import digits, network

N_IMAGES, BATCH_SIZE, N_VALIDATION = 630, 32, 200


def start_weights(shapes):
    """Numbers spread evenly over (-0.1, 0.1) by a multiplicative hash; exact on both sides."""
    weights = []
    for position, shape in enumerate(shapes):
        index = np.arange(np.prod(shape), dtype=np.uint64) + np.uint64(100_000 * position)
        hashed = (index * np.uint64(2654435761)) % np.uint64(2**32)
        values = (hashed.astype(np.float64) / 2**32 - 0.5) / 5
        weights.append(values.astype(np.float32).reshape(shape))
    return weights


X, y = digits("train", N_IMAGES)
order = np.random.RandomState(0).permutation(N_IMAGES)
model = network(jit_compile=False)
start = start_weights([weight.shape for weight in model.get_weights()])
model.set_weights(start)
steps = []
for at in range(0, N_IMAGES, BATCH_SIZE):
    batch = order[at : at + BATCH_SIZE]
    model.reset_metrics()
    loss, accuracy = model.train_on_batch(X[batch], y[batch])
    steps.append({"loss": float(loss), "accuracy": float(accuracy)})
final = np.concatenate([weight.ravel() for weight in model.get_weights()])

repeated = network(jit_compile=False)
repeated.set_weights(start)
X_validation, y_validation = digits("t10k", N_VALIDATION)
history = repeated.fit(
    X[order],
    y[order],
    shuffle=False,
    validation_data=(X_validation, y_validation),
    verbose=0,
).history
answer = {
    "what": "Made by cnnKeras.py: twenty steps from its start_weights, on its batches.",
    "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    "images": N_IMAGES,
    "validationImages": N_VALIDATION,
    "steps": steps,
    "history": {name: [float(value) for value in values] for name, values in history.items()},
    "finalWeights": base64.b64encode(final.astype("<f4").tobytes()).decode(),
}
(FOLDER / "cnnKeras.json").write_text(json.dumps(answer, indent=1) + "\n")
