"""Small splits by scikit-learn, for other seeds and sizes than the original's: prints splits.json."""

import json

from sklearn.model_selection import train_test_split

CASES = [(0, 0.25), (7, 0.1), (2**32 - 1, 0.5), (42, 0.9)]
splits = []
for random_state, test_size in CASES:
    train, test = train_test_split(range(11), random_state=random_state, test_size=test_size)
    splits.append({"random_state": random_state, "test_size": test_size, "train": train, "test": test})
print(json.dumps(splits, indent=1))
