# cnnquiz: conv_output_size


def conv_output_size(n, kernel_size, stride=1, padding=0, dilation=1):
    last = n + 2 * padding - dilation * (kernel_size - 1)
    return len(range(0, last, stride))
