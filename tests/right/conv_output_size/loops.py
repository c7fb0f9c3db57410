# cnnquiz: conv_output_size


def conv_output_size(n, kernel_size, stride=1, padding=0, dilation=1):
    """Put the window down until it does not fit."""
    windows = 0
    begin = -padding
    while begin + dilation * (kernel_size - 1) < n + padding:
        windows += 1
        begin += stride
    return windows
