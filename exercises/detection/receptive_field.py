# cnnquiz: receptive_field
"""Work out how many input cells, along one axis, one output cell depends on.

Write `receptive_field(layers)`.

Parameters
----------
layers : list of tuples of int
    One (kernel_size, stride, dilation) for each convolution or pooling, from input to
    output; all at least 1. The list may be empty.

Returns
-------
int
    From the first input cell that the output cell depends on to the last, both counted.
    Without layers the cell depends on itself: 1.

Notes
-----
A layer lets its output depend on kernel_size cells of its own input, `dilation` cells
apart. How far two of these lie apart in the input of the network is decided by the
strides of the layers before it. A kernel that skips cells still spans them: they are
counted too. Padding does not enter.

You may import NumPy, SciPy and the standard library.

Source: Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural
Networks", Distill (2019).

Examples
--------
A convolution over 3 cells, a pooling of 2 with stride 2, and a convolution again. Two
cells that the pooling puts out lie 2 apart in the input: 1 + 2 + 1 + 2·2.

>>> receptive_field([(3, 1, 1), (2, 2, 1), (3, 1, 1)])
8
>>> receptive_field([(3, 1, 2)])
5
"""


def receptive_field(layers):
    raise NotImplementedError("receptive_field")
