"""Keras under measurement: answers each job of cnn.ts, a line of JSON, with another.

A job names a measurement and a compiler; everything is compiled and warm before the first is read.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
sys.path.append(str(Path(__file__).parent / "original"))
import keras
import tensorflow as tf
from original_cnn import digits, network

N_TRAIN = int(sys.argv[1])


def compiled(jit_compile):
    """The original's network, compiled by XLA or not, and warm."""
    model = network(jit_compile)
    model.fit(X, y, validation_data=(X_test, y_test), verbose=0)
    return model


X, y = digits("train", N_TRAIN)
X_test, y_test = digits("t10k")
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
