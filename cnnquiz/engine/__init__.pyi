from .adaptive_pooling import (
    adaptive_avg_pool2d,
    adaptive_avg_pool2d_backward,
    global_avg_pool2d,
    global_avg_pool2d_backward,
)
from .analysis import count_parameters, receptive_field
from .augmentation import mixup, random_flip_crop
from .average_pooling import avg_pool2d, avg_pool2d_backward
from .batch_normalization import (
    batch_norm,
    batch_norm_backward,
    fold_batch_norm,
)
from .batching import minibatches
from .binary_losses import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
    focal_loss,
    focal_loss_backward,
)
from .boxes import iou, nms
from .clipping import clip_grad_norm
from .clutter import digits_among_clutter
from .convolution import conv2d
from .convolution_gradients import conv2d_backward
from .convolution_variants import (
    depthwise_separable_conv2d,
    dilate_kernel,
    pointwise_conv2d,
)
from .correlation import convolve2d, correlate2d
from .cross_entropies import (
    cross_entropy,
    cross_entropy_backward,
    cross_entropy_with_gradient,
    nll_loss,
    nll_loss_backward,
)
from .digits import load_digits
from .early_stopping import EarlyStopping
from .finite_differences import gradient_check, numerical_gradient
from .fully_connected import flatten, linear, linear_backward
from .gates import gelu, gelu_backward, silu, silu_backward
from .group_normalization import (
    group_norm,
    group_norm_backward,
    instance_norm,
    instance_norm_backward,
)
from .initializers import init_weights
from .interpretation import grad_cam, saliency
from .label_smoothing import (
    label_smoothing_loss,
    label_smoothing_loss_backward,
)
from .labels import one_hot
from .layer_normalization import layer_norm, layer_norm_backward
from .layers import (
    AvgPool2d,
    Dropout,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    MaxPool2d,
    ReLU,
)
from .local_response import (
    local_response_norm,
    local_response_norm_backward,
)
from .maximum_pooling import max_pool2d, max_pool2d_backward, max_pooling
from .optimizers import adam_step, adamw_step, sgd_step
from .output_sizes import conv_output_size, conv_transpose_output_size
from .overlap import dice_loss, dice_loss_backward
from .padding import pad2d
from .probabilities import (
    log_softmax,
    log_softmax_backward,
    softmax,
    softmax_backward,
)
from .ranking import average_precision
from .rectifiers import (
    elu,
    elu_backward,
    leaky_relu,
    leaky_relu_backward,
    relu,
    relu_backward,
)
from .regularization import dropout, dropout_backward, weight_penalty
from .resampling import interpolate, interpolate_backward, pixel_shuffle
from .schedules import cosine_lr, step_lr
from .sequential import Sequential
from .sigmoids import sigmoid, sigmoid_backward, tanh, tanh_backward
from .squared_error import mse_loss, mse_loss_backward
from .trainable_layers import BatchNorm2d, Conv2d, Linear
from .transposed_convolution import (
    conv_transpose2d,
    conv_transpose2d_backward,
)
from .unfolding import col2im, fold, im2col, unfold

__all__ = [
    "AvgPool2d",
    "BatchNorm2d",
    "Conv2d",
    "Dropout",
    "EarlyStopping",
    "Flatten",
    "GlobalAvgPool2d",
    "Layer",
    "Linear",
    "MaxPool2d",
    "ReLU",
    "Sequential",
    "adam_step",
    "adamw_step",
    "adaptive_avg_pool2d",
    "adaptive_avg_pool2d_backward",
    "average_precision",
    "avg_pool2d",
    "avg_pool2d_backward",
    "batch_norm",
    "batch_norm_backward",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_backward",
    "clip_grad_norm",
    "col2im",
    "conv2d",
    "conv2d_backward",
    "conv_output_size",
    "conv_transpose2d",
    "conv_transpose2d_backward",
    "conv_transpose_output_size",
    "convolve2d",
    "correlate2d",
    "cosine_lr",
    "count_parameters",
    "cross_entropy",
    "cross_entropy_backward",
    "cross_entropy_with_gradient",
    "depthwise_separable_conv2d",
    "dice_loss",
    "dice_loss_backward",
    "digits_among_clutter",
    "dilate_kernel",
    "dropout",
    "dropout_backward",
    "elu",
    "elu_backward",
    "flatten",
    "focal_loss",
    "focal_loss_backward",
    "fold",
    "fold_batch_norm",
    "gelu",
    "gelu_backward",
    "global_avg_pool2d",
    "global_avg_pool2d_backward",
    "grad_cam",
    "gradient_check",
    "group_norm",
    "group_norm_backward",
    "im2col",
    "init_weights",
    "instance_norm",
    "instance_norm_backward",
    "interpolate",
    "interpolate_backward",
    "iou",
    "label_smoothing_loss",
    "label_smoothing_loss_backward",
    "layer_norm",
    "layer_norm_backward",
    "leaky_relu",
    "leaky_relu_backward",
    "linear",
    "linear_backward",
    "load_digits",
    "local_response_norm",
    "local_response_norm_backward",
    "log_softmax",
    "log_softmax_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "max_pooling",
    "minibatches",
    "mixup",
    "mse_loss",
    "mse_loss_backward",
    "nll_loss",
    "nll_loss_backward",
    "nms",
    "numerical_gradient",
    "one_hot",
    "pad2d",
    "pixel_shuffle",
    "pointwise_conv2d",
    "random_flip_crop",
    "receptive_field",
    "relu",
    "relu_backward",
    "saliency",
    "sgd_step",
    "sigmoid",
    "sigmoid_backward",
    "silu",
    "silu_backward",
    "softmax",
    "softmax_backward",
    "step_lr",
    "tanh",
    "tanh_backward",
    "unfold",
    "weight_penalty",
]
