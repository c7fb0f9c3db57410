# cnnquiz: receptive_field


def receptive_field(layers):
    """Mark which cells are seen, going back from one output cell."""
    seen = {0}
    for kernel_size, stride, dilation in reversed(layers):
        seen = {p * stride + t * dilation for p in seen for t in range(kernel_size)}
    return max(seen) - min(seen) + 1
