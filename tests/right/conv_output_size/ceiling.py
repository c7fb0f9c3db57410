# cnnquiz: conv_output_size
import math


def conv_output_size(n, kernel_size, stride=1, padding=0, dilation=1):
    """Round the number of starts up: the same as steps rounded down, plus one."""
    starts = n + 2 * padding - dilation * (kernel_size - 1)
    return math.ceil(starts / stride)
