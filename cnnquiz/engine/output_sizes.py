"""Output sizes: how long an axis is after a window has moved along it."""


def conv_output_size(
    n: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> int:
    """Return how many positions a window takes along one axis.

    Parameters
    ----------
    n : int
        Length of the axis, without padding.
    kernel_size, stride, padding, dilation : int
        The window along this axis; padding is added on both sides.

    Returns
    -------
    int
        The length of the output of a convolution or a pooling.

    Raises
    ------
    ValueError
        If the window does not fit into the padded axis even once, kernel_size, stride
        or dilation is below 1, or padding below 0.

    Notes
    -----
    ::

        out = ⌊(n + 2·padding − dilation·(kernel_size − 1) − 1) / stride⌋ + 1

    The dilated kernel covers dilation·(kernel_size − 1) + 1 cells; what is left of the
    padded axis is room to move, and each full stride of room is one more position.
    The division rounds **down**: cells that no full window reaches are left out.

    Source: V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep
    learning", 2016, relationship 6 (https://arxiv.org/abs/1603.07285);
    ``torch.nn.Conv2d``, "Shape".

    Examples
    --------
    A 3-wide kernel at stride 2 on 8 cells sits on 0-2, 2-4 and 4-6; the last cell is
    left over:

    >>> conv_output_size(8, kernel_size=3, stride=2)
    3
    >>> conv_output_size(224, kernel_size=7, stride=2, padding=3)
    112
    """
    return count_positions(
        "conv_output_size", n, kernel_size, stride, padding, dilation
    )


def count_positions(
    function: str, n: int, kernel_size: int, stride: int, padding: int, dilation: int
) -> int:
    """Compute :func:`conv_output_size` for a function to be named in an error."""
    if kernel_size < 1 or stride < 1 or padding < 0 or dilation < 1:
        raise ValueError(
            f"{function}: kernel_size, stride and dilation must be at least 1 and "
            f"padding at least 0, got kernel_size {kernel_size}, stride {stride}, "
            f"padding {padding} and dilation {dilation}"
        )
    extent = dilation * (kernel_size - 1) + 1
    room = n + 2 * padding - extent
    if room < 0:
        raise ValueError(
            f"{function}: a kernel of extent {extent} (dilation {dilation} × "
            f"(kernel_size {kernel_size} − 1) + 1) does not fit into "
            f"{n + 2 * padding} cells ({n} + 2 × padding {padding})"
        )
    return room // stride + 1


def conv_transpose_output_size(
    n: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> int:
    """Return the length of a transposed convolution's output along one axis.

    Parameters
    ----------
    n : int
        Length of the input axis.
    kernel_size, stride, padding, dilation : int
        Those of the convolution that is transposed.
    output_padding : int
        Cells that the convolution's division rounded away, to be restored.

    Returns
    -------
    int
        A length that the convolution would turn back into ``n``.

    Raises
    ------
    ValueError
        If nothing is left after cropping the padding, kernel_size, stride or dilation
        is below 1, or padding or output_padding below 0.

    Notes
    -----
    ::

        out = (n − 1)·stride − 2·padding + dilation·(kernel_size − 1) + 1
              + output_padding

    A convolution of stride s maps s different lengths to the same n, because its
    division rounds down; ``output_padding`` in 0 … s − 1 says which of them to return
    to.

    Source: ``torch.nn.ConvTranspose2d``, "Shape".

    Examples
    --------
    Lengths 7 and 8 both shrink to 3 under a 3-wide kernel at stride 2:

    >>> conv_transpose_output_size(3, kernel_size=3, stride=2)
    7
    >>> conv_transpose_output_size(3, kernel_size=3, stride=2, output_padding=1)
    8
    """
    if min(kernel_size, stride, dilation) < 1 or min(padding, output_padding) < 0:
        raise ValueError(
            "conv_transpose_output_size: kernel_size, stride and dilation must be at "
            "least 1 and padding and output_padding at least 0, got kernel_size "
            f"{kernel_size}, stride {stride}, dilation {dilation}, padding {padding} "
            f"and output_padding {output_padding}"
        )
    extent = dilation * (kernel_size - 1) + 1
    out = (n - 1) * stride - 2 * padding + extent + output_padding
    if out < 1:
        raise ValueError(
            f"conv_transpose_output_size: nothing is left of the output: ({n} − 1) × "
            f"stride {stride} − 2 × padding {padding} + kernel extent {extent} + "
            f"output_padding {output_padding} = {out}"
        )
    return out
