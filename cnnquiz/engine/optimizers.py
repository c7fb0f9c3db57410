"""One step of SGD, Adam and AdamW, as pure functions: old state in, new state out."""

import operator

import numpy as np

from cnnquiz.engine._arrays import Array, all_floating, check_same_shape


def sgd_step(
    param: Array,
    grad: Array,
    velocity: Array,
    lr: float,
    momentum: float = 0.9,
    nesterov: bool = False,
) -> tuple[Array, Array]:
    """Take a step of stochastic gradient descent with momentum.

    Parameters
    ----------
    param, grad, velocity : ndarray of one shape, floating
        The parameters, the gradient of the loss, and the velocity that the previous
        step returned (zeros before the first).
    lr : float
        The learning rate.
    momentum : float
        The share μ of the velocity that is kept.
    nesterov : bool
        Whether to look ahead along the new velocity.

    Returns
    -------
    param, velocity : ndarray
        New arrays.

    Raises
    ------
    ValueError
        If the shapes differ.

    Notes
    -----
    v ← μ · v + g, then param ← param − lr · v, or − lr · (g + μ · v) with Nesterov.
    PyTorch's convention: the gradient enters v with weight 1, not 1 − μ, so steady
    gradients end in steps of lr · g / (1 − μ); and lr stays outside v, so a change of
    lr acts at once.

    Source: I. Sutskever, J. Martens, G. Dahl, G. Hinton, "On the Importance of
    Initialization and Momentum in Deep Learning", ICML 2013; PyTorch documentation,
    torch.optim.SGD, for the convention.

    Examples
    --------
    >>> w, g, v = np.array([1.0]), np.array([2.0]), np.array([4.0])
    >>> sgd_step(w, g, v, lr=0.5, momentum=0.5)  # v = 0.5 · 4 + 2, w = 1 − 0.5 · 4
    (array([-1.]), array([4.]))
    >>> sgd_step(w, g, v, lr=0.5, momentum=0.5, nesterov=True)  # 1 − 0.5 · (2 + 2)
    (array([-1.]), array([4.]))
    """
    check_same_shape("sgd_step", param=param, grad=grad, velocity=velocity)
    param, grad, velocity = all_floating(param, grad, velocity)
    lr, momentum = float(lr), float(momentum)
    velocity = momentum * velocity + grad
    direction = grad + momentum * velocity if nesterov else velocity
    return param - lr * direction, velocity


def adam_step(
    param: Array,
    grad: Array,
    m: Array,
    v: Array,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    """Take a step of Adam: momentum, in units of each parameter's usual gradient.

    Parameters
    ----------
    param, grad, m, v : ndarray of one shape, floating
        The parameters, the gradient of the loss, and the two moments that the previous
        step returned (zeros before the first).
    t : int
        The number of this step, counted from 1.
    lr : float
        The learning rate: about how far a parameter moves in a step.
    beta1, beta2 : float
        The share of the past in m and in v, 0 ≤ β < 1.
    eps : float
        Added to √v̂, outside the root.

    Returns
    -------
    param, m, v : ndarray
        New arrays. The moments are returned uncorrected, ready for the next step.

    Raises
    ------
    ValueError
        If the shapes differ, t is below 1, or beta1 or beta2 is not in [0, 1).

    Notes
    -----
    m ← β₁ · m + (1 − β₁) · g and v ← β₂ · v + (1 − β₂) · g². Both start at 0 and are
    too small at first; m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) make up for it. Then
    param ← param − lr · m̂ / (√v̂ + ε), with ε where PyTorch has it.

    Source: D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015,
    algorithm 1.

    Examples
    --------
    In the first step m̂ = g and √v̂ = |g|, so every parameter moves by lr:

    >>> w, g, zero = np.array([1.0, 1.0]), np.array([8.0, -0.25]), np.zeros(2)
    >>> w, m, v = adam_step(w, g, zero, zero, t=1, lr=0.5)
    >>> w.round(6), m.round(6), v.round(6)
    (array([0.5, 1.5]), array([ 0.8  , -0.025]), array([6.4e-02, 6.3e-05]))
    """
    return _adam("adam_step", param, grad, m, v, t, lr, beta1, beta2, eps)


def adamw_step(
    param: Array,
    grad: Array,
    m: Array,
    v: Array,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> tuple[Array, Array, Array]:
    """Take a step of Adam with weight decay that bypasses the moments.

    Parameters
    ----------
    param, grad, m, v : ndarray of one shape, floating
        As in adam_step.
    t : int
        The number of this step, counted from 1.
    lr : float
        The learning rate.
    beta1, beta2, eps : float
        As in adam_step.
    weight_decay : float
        The share of each parameter that is lost in a step, in units of lr.

    Returns
    -------
    param, m, v : ndarray
        New arrays.

    Raises
    ------
    ValueError
        If the shapes differ, t is below 1, or beta1 or beta2 is not in [0, 1).

    Notes
    -----
    param ← (1 − lr · λ) · param − lr · m̂ / (√v̂ + ε). An L2 penalty would add λ · param
    to g, and Adam would divide it by √v̂: weights with large gradients would decay less.
    Here all decay alike.

    Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR
    2019, algorithm 2, with PyTorch's lr · λ.

    Examples
    --------
    Without a gradient only the decay is left, 10 · (1 − 0.5 · 0.2):

    >>> w, zero = np.array([10.0]), np.zeros(1)
    >>> adamw_step(w, zero, zero, zero, t=1, lr=0.5, weight_decay=0.2)[0]
    array([9.])
    """
    moved, m, v = _adam("adamw_step", param, grad, m, v, t, lr, beta1, beta2, eps)
    moved -= float(lr) * float(weight_decay) * np.asarray(param)
    return moved, m, v


def _adam(
    function: str,
    param: Array,
    grad: Array,
    m: Array,
    v: Array,
    t: int,
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
) -> tuple[Array, Array, Array]:
    check_same_shape(function, param=param, grad=grad, m=m, v=v)
    if t < 1:
        raise ValueError(f"{function}: t counts steps from 1, got {t}")
    for name, beta in (("beta1", beta1), ("beta2", beta2)):
        if not 0 <= beta < 1:
            raise ValueError(f"{function}: {name} must be in [0, 1), got {beta}")
    param, grad, m, v = all_floating(param, grad, m, v)
    t, beta1, beta2 = operator.index(t), float(beta1), float(beta2)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * np.square(grad)
    root = np.sqrt(v / (1 - beta2**t)) + float(eps)
    step = float(lr) / (1 - beta1**t) * m / root
    return param - step, m, v
