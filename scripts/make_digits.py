# ruff: noqa: INP001
"""Write cnnquiz/engine/data/digits.npz from an installed scikit-learn.

Run once, by a maintainer: `python scripts/make_digits.py`. scikit-learn is not a
dependency of cnnquiz; see the README beside the data for its origin and licence.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

TARGET = Path(__file__).parents[1] / "cnnquiz" / "engine" / "data" / "digits.npz"


def main() -> None:
    """Store the images, grey levels 0 to 16, and their labels in one byte a value."""
    digits = load_digits()
    np.savez_compressed(
        TARGET,
        images=digits.images.astype(np.uint8),
        labels=digits.target.astype(np.uint8),
    )
    print(f"{TARGET}: {len(digits.images)} digits, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
