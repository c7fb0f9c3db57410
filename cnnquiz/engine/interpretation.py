"""Where a network looked: Grad-CAM and saliency maps."""

import numpy as np

from cnnquiz.engine._arrays import (
    Array,
    all_floating,
    as_floating,
    check_same_shape,
)
from cnnquiz.engine.rectifiers import relu


def grad_cam(activations: Array, gradients: Array) -> Array:
    """Show which places of a feature map speak for a class.

    Parameters
    ----------
    activations : ndarray of shape (N, C, H, W)
        The output of a convolutional layer, usually the last.
    gradients : ndarray of shape (N, C, H, W)
        Gradient of the class's score (before softmax) with respect to it.

    Returns
    -------
    ndarray of shape (N, H, W)
        0 to 1, each map divided by its own maximum; a map without a positive value is
        all 0.

    Raises
    ------
    ValueError
        If the shapes differ or are not (N, C, H, W) with C, H and W at least 1.

    Notes
    -----
    A channel's weight is the mean of its gradient over all places; the map is
    ReLU(Σ_c weight_c · activation_c). ReLU comes after the sum and keeps what speaks
    *for* the class. The division is for display and not part of the paper.

    Source: R. Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via
    Gradient-Based Localization", ICCV 2017, equations 1 and 2.

    Examples
    --------
    Channel 0 speaks for the class, channel 1 against it:

    >>> activations = np.array([[[[4.0, 2.0]], [[0.0, 5.0]]]])
    >>> gradients = np.array([[[[1.0, 1.0]], [[-0.5, -0.5]]]])
    >>> grad_cam(activations, gradients)
    array([[[1., 0.]]])
    """
    activations, gradients = all_floating(activations, gradients)
    check_same_shape("grad_cam", activations=activations, gradients=gradients)
    _check_maps("grad_cam", "activations", activations)
    weights = gradients.mean(axis=(2, 3), keepdims=True)
    maps = relu((weights * activations).sum(axis=1))
    highest = maps.max(axis=(1, 2), keepdims=True)
    cam: Array = maps / np.where(highest > 0, highest, 1)
    return cam


def saliency(gradients: Array) -> Array:
    """Show which pixels a class's score is most sensitive to.

    Parameters
    ----------
    gradients : ndarray of shape (N, C, H, W)
        Gradient of the class's score (before softmax) with respect to the image.

    Returns
    -------
    ndarray of shape (N, H, W)
        The largest absolute gradient among the channels of each pixel.

    Raises
    ------
    ValueError
        If the shape is not (N, C, H, W) with C, H and W at least 1.

    Notes
    -----
    map[h, w] = max over c of |gradient[c, h, w]|. It shows what the score reacts to, in
    either direction, not what speaks for the class.

    Source: K. Simonyan, A. Vedaldi, A. Zisserman, "Deep Inside Convolutional Networks:
    Visualising Image Classification Models and Saliency Maps", ICLR Workshop 2014,
    section 3.1.

    Examples
    --------
    >>> saliency(np.array([[[[1.0, 2.0]], [[-3.0, 0.0]]]]))
    array([[[3., 2.]]])
    """
    gradients = as_floating(gradients)
    _check_maps("saliency", "gradients", gradients)
    strongest: Array = np.abs(gradients).max(axis=1)
    return strongest


def _check_maps(function: str, name: str, x: Array) -> None:
    if x.ndim != 4 or 0 in x.shape[1:]:
        raise ValueError(
            f"{function}: {name} must have shape (N, C, H, W) with C, H and W at "
            f"least 1, got {x.shape}"
        )
