"""Layers cell by cell: their outputs in loops, their gradients by what a change does."""


def convolve(x, w, b, stride, padding):
    """Return the one output map of a filter over several channels."""
    height, width = len(x[0]), len(x[0][0])
    kh, kw = len(w[0]), len(w[0][0])

    def cell(c, i, j):
        return x[c][i][j] if 0 <= i < height and 0 <= j < width else 0

    return [
        [
            b
            + sum(
                w[c][u][v] * cell(c, i + u, j + v)
                for c in range(len(w))
                for u in range(kh)
                for v in range(kw)
            )
            for j in range(-padding, width + padding - kw + 1, stride)
        ]
        for i in range(-padding, height + padding - kh + 1, stride)
    ]


def multichannel_entry(x, w, b, stride, padding, index):
    i, j = index
    return convolve(x, w, b, stride, padding)[i][j]


def conv_weight_gradient(x, w, dout, stride, padding, index):
    """Raise the weight by 1: the loss is linear in it, so its change is the slope."""

    def loss(kernel):
        y = convolve([x], [kernel], 0, stride, padding)
        assert [len(row) for row in y] == [len(row) for row in dout]
        return sum(
            gradient * cell
            for gradients, row in zip(dout, y, strict=True)
            for gradient, cell in zip(gradients, row, strict=True)
        )

    i, j = index
    raised = [list(row) for row in w]
    raised[i][j] += 1
    return loss(raised) - loss(w)


def max_pool_backward(x, dout, kernel_size, stride):
    """Ask of each cell which windows it wins: above all before it, below none after."""

    def gained(i, j):
        total = 0
        for r, gradients in enumerate(dout):
            for q, gradient in enumerate(gradients):
                window = [
                    (u, v)
                    for u in range(r * stride, r * stride + kernel_size)
                    for v in range(q * stride, q * stride + kernel_size)
                ]
                if (i, j) not in window:
                    continue
                at = window.index((i, j))
                before = all(x[u][v] < x[i][j] for u, v in window[:at])
                after = all(x[u][v] <= x[i][j] for u, v in window[at:])
                total += gradient * (before and after)
        return total

    return tuple(
        tuple(gained(i, j) for j in range(len(row))) for i, row in enumerate(x)
    )


RECOMPUTED = {
    "multichannel-entry": multichannel_entry,
    "conv-weight-gradient": conv_weight_gradient,
    "max-pool-backward": max_pool_backward,
}
TARGETS = {
    "multichannel-entry": {"bias-per-channel"},
    "conv-weight-gradient": {"dw-flipped", "stride-not-applied"},
    "max-pool-backward": {"average-backward", "ties-all-full", "overwrites-overlaps"},
}
