"""Sizes and receptive fields, by trying places and walking back from a cell."""


def windows(n, k, s, p, d):
    """Count the places of a window by trying them all."""
    span = d * (k - 1) + 1
    return sum(1 for start in range(-p, n + p - span + 1, s))


def output_size(n, kernel_size, stride, padding, dilation):
    if isinstance(n, int):
        return windows(n, kernel_size, stride, padding, dilation)
    return tuple(
        windows(size, k, stride, padding, dilation)
        for size, k in zip(n, kernel_size, strict=True)
    )


def field(layers):
    """Walk back from one output cell and keep the first and last cell it needs."""
    first = last = 0
    for layer in reversed(layers):
        first = first * layer["stride"]
        last = last * layer["stride"] + layer["dilation"] * (layer["kernel_size"] - 1)
    return last - first + 1


def network_shape(batch_size, input_shape, layers):
    """Slide each layer's window over the shape before it."""
    channels, *sizes = input_shape
    for layer in layers:
        kernel = pair(layer["kernel_size"])
        s, p, d = layer["stride"], layer["padding"], layer.get("dilation", 1)
        sizes = [windows(n, k, s, p, d) for n, k in zip(sizes, kernel, strict=True)]
        channels = layer.get("out_channels", channels)
    return (batch_size, channels, *sizes)


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def effective_kernel(kernel_size, dilation):
    """Lay the weights down one by one and measure from the first to the last."""
    places = [dilation * weight for weight in range(kernel_size)]
    return places[-1] - places[0] + 1


def same_padding(n, kernel_size, stride):
    """Add cells, right first, until there is a window for each s-th cell."""
    left = right = 0
    wanted = len(range(0, n, stride))
    while windows(n + left + right, kernel_size, stride, 0, 1) < wanted:
        if right > left:
            left += 1
        else:
            right += 1
    return left + right, left, right


def smallest_padding(n, kernel_size, stride, dilation, output_size):
    if not isinstance(n, int):
        return tuple(
            smallest_padding(size, k, stride, dilation, wanted)
            for size, k, wanted in zip(n, kernel_size, output_size, strict=True)
        )
    return next(
        p
        for p in range(100)
        if windows(n, kernel_size, stride, p, dilation) == output_size
    )


def transposed_size(n, kernel_size, stride, padding, dilation, output_padding):
    """Put a kernel down at every s-th cell, crop, and extend."""
    if not isinstance(n, int):
        return tuple(
            transposed_size(size, k, stride, padding, dilation, output_padding)
            for size, k in zip(n, kernel_size, strict=True)
        )
    touched = {i * stride + j * dilation for i in range(n) for j in range(kernel_size)}
    cells = range(max(touched) + 1 + output_padding)
    return len(cells[padding : len(cells) - padding])


def layers_for_field(kernel_size, stride, dilation, receptive_field, layers):
    equal = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation}
    return next(
        count
        for count in range(1000)
        if field([*layers, *[equal] * count]) >= receptive_field
    )


RECOMPUTED = {
    "conv-output-size": output_size,
    "network-shapes": network_shape,
    "effective-kernel": effective_kernel,
    "same-padding": same_padding,
    "find-padding": smallest_padding,
    "conv-transpose-size": transposed_size,
    "receptive-field": field,
    "layers-for-receptive-field": layers_for_field,
}
TARGETS = {
    "conv-output-size": {"pad-counted-once"},
    "network-shapes": {"map-per-channel-pair"},
    "effective-kernel": {"dilation-times-k", "missing-plus-one"},
    "same-padding": {"pad-counted-once", "stride-ignored", "extra-padding-first"},
    "find-padding": {"pad-counted-once"},
    "conv-transpose-size": {"transposed-padding-added"},
    "receptive-field": {"ignores-stride"},
    "layers-for-receptive-field": {"sums-kernels", "ignores-stride"},
}
