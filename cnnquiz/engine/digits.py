"""The 1,797 handwritten digits that come with the package."""

from importlib import resources

import numpy as np

from cnnquiz.engine._arrays import Array


def load_digits() -> tuple[Array, Array]:
    """Load the handwritten digits, 8 × 8 pixels each.

    Returns
    -------
    images : ndarray of shape (1797, 8, 8), uint8
        Grey levels from 0 (paper) to 16 (ink).
    labels : ndarray of shape (1797,), int64
        The digits, 0 to 9; each of the ten occurs 174 to 183 times.

    Notes
    -----
    Source: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits" (the
    test set), UCI Machine Learning Repository, 1998, DOI 10.24432/C50P49, CC BY 4.0.
    The README beside the data file says more.

    Examples
    --------
    >>> images, labels = load_digits()
    >>> labels[0].item()
    0
    >>> for row in images[0]:
    ...     print("".join(" .:#"[grey // 5] for grey in row).rstrip())
      .:.
      :#:#.
      #  :.
      :  ..
     ..  ..
      :  :.
      :.::
      .::
    """
    file = resources.files("cnnquiz.engine") / "data" / "digits.npz"
    with file.open("rb") as stream, np.load(stream) as archive:
        return archive["images"], archive["labels"].astype(np.int64)
