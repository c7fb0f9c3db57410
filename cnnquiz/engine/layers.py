"""Layers: the engine's functions with their weights, ready to be put in a row.

A layer's forward pass notes what its backward pass needs; all arithmetic is in the
functions. Weights are plain arrays under the names of the functions' arguments.
"""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnquiz.engine._arrays import Array
from cnnquiz.engine.adaptive_pooling import (
    global_avg_pool2d,
    global_avg_pool2d_backward,
)
from cnnquiz.engine.average_pooling import avg_pool2d, avg_pool2d_backward
from cnnquiz.engine.batch_normalization import batch_norm, batch_norm_backward
from cnnquiz.engine.convolution import conv2d
from cnnquiz.engine.convolution_gradients import input_gradient, weight_gradient
from cnnquiz.engine.fully_connected import flatten, linear, linear_backward
from cnnquiz.engine.initializers import init_weights
from cnnquiz.engine.maximum_pooling import (
    find_winners,
    give_to_winners,
    max_pool2d,
    max_pool2d_backward,
)
from cnnquiz.engine.rectifiers import relu, relu_backward
from cnnquiz.engine.regularization import dropout, dropout_backward
from cnnquiz.engine.shapes import (
    IntOrPair,
    as_common_floating,
    make_geometry,
    make_pool_geometry,
)
