# cnnquiz: conv_output_size
"""Work out how many windows fit: the size of a convolution's output along one axis.

Write `conv_output_size(n, kernel_size, stride=1, padding=0, dilation=1)`.

Parameters
----------
n : int
    The size of the input along the axis.
kernel_size : int
    How many taps the kernel has along the axis.
stride : int
    How far the window moves.
padding : int
    How many zeros are put on each of the two sides.
dilation : int
    How far apart the taps are; 1 means side by side.

Returns
-------
int
    The number of windows. A last window that does not fit is dropped, so this is never
    rounded up. n + 2·padding is always large enough for one window.

Notes
-----
A dilated kernel reaches over dilation · (kernel_size − 1) + 1 cells, so

    ⌊(n + 2·padding − dilation·(kernel_size − 1) − 1) / stride⌋ + 1

You may import NumPy, SciPy and the standard library.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning"
(2016), relationship 6; torch.nn.Conv2d, section Shape.

Examples
--------
>>> conv_output_size(32, 5, stride=2, padding=2)
16
>>> conv_output_size(7, 3, dilation=2)
3
"""


def conv_output_size(n, kernel_size, stride=1, padding=0, dilation=1):
    raise NotImplementedError("conv_output_size")
