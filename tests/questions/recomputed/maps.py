"""Small feature maps and pooled maps, cell by cell."""

import itertools


def feature_map(image, kernel, stride, padding):
    size = len(image)

    def cell(i, j):
        return image[i][j] if 0 <= i < size and 0 <= j < size else 0

    starts = range(-padding, size + padding - len(kernel) + 1, stride)
    return tuple(
        tuple(
            sum(
                weight * cell(i + u, j + v)
                for u, row in enumerate(kernel)
                for v, weight in enumerate(row)
            )
            for j in starts
        )
        for i in starts
    )


def pooled(x, mode, kernel_size, stride, padding):
    size = len(x)
    starts = range(-padding, size + padding - kernel_size + 1, stride)

    def window(i, j):
        return [
            x[r][c]
            for r in range(i, i + kernel_size)
            for c in range(j, j + kernel_size)
            if 0 <= r < size and 0 <= c < size
        ]

    if mode == "max":
        return tuple(tuple(max(window(i, j)) for j in starts) for i in starts)
    assert padding == 0
    area = kernel_size**2
    return tuple(tuple(sum(window(i, j)) / area for j in starts) for i in starts)


def convolved(function, image, kernel, mode):
    """Spread each cell over the places that its products go to, then crop."""
    height, width, kh, kw = len(image), len(image[0]), len(kernel), len(kernel[0])
    full = [[0] * (width + kw - 1) for _ in range(height + kh - 1)]
    for i, j, u, v in itertools.product(*map(range, (height, width, kh, kw))):
        flips = function == "convolve2d"
        weight = kernel[u][v] if flips else kernel[kh - 1 - u][kw - 1 - v]
        full[i + u][j + v] += weight * image[i][j]
    if mode == "same":
        (top, left), (high, wide) = ((kh - 1) // 2, (kw - 1) // 2), (height, width)
    else:
        (top, left), (high, wide) = (kh - 1, kw - 1), (height - kh + 1, width - kw + 1)
    return tuple(tuple(row[left : left + wide]) for row in full[top : top + high])


RECOMPUTED = {
    "feature-map": feature_map,
    "pool-by-hand": pooled,
    "convolve-or-correlate": convolved,
}
TARGETS = {
    "feature-map": {"kernel-flip"},
    "pool-by-hand": {"mean-instead", "sum-not-mean", "zero-padding"},
    "convolve-or-correlate": {"no-flip", "kernel-flip"},
}
