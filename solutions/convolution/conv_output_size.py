# cnnquiz: conv_output_size
"""Count the places where the window may begin: the first, and one for each full step."""


def conv_output_size(n, kernel_size, stride=1, padding=0, dilation=1):
    reach = dilation * (kernel_size - 1) + 1
    room = n + 2 * padding - reach
    return room // stride + 1
