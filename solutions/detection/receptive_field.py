# cnnquiz: receptive_field
"""Walk from input to output with two numbers: how wide a cell sees, and the step.

The step is how far two neighbouring cells of a layer's input lie apart in the input of
the network. A kernel of k taps has k − 1 gaps, each of `dilation` steps.
"""


def receptive_field(layers):
    field, step = 1, 1
    for kernel_size, stride, dilation in layers:
        field += (kernel_size - 1) * dilation * step
        step *= stride
    return field
