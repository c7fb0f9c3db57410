"""Learning rates that change over the steps of a training run."""

import math


def cosine_lr(
    step: int,
    total_steps: int,
    base_lr: float,
    warmup_steps: int = 0,
    min_lr: float = 0.0,
) -> float:
    """Rise in a line to the base rate, then fall along half a cosine.

    Parameters
    ----------
    step : int
        The number of the step, counted from 0.
    total_steps : int
        The length of the run; from there on the rate is min_lr.
    base_lr : float
        The highest rate.
    warmup_steps : int
        How many steps the rise takes, at most total_steps.
    min_lr : float
        The last rate.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If step is negative or warmup_steps is outside 0 to total_steps.

    Notes
    -----
    For step < warmup: base · (step + 1) / warmup, which is never 0 and reaches base at
    the last warm-up step. Then, with s = (step − warmup) / (total − warmup):
    min + ½ · (base − min) · (1 + cos πs), from base at s = 0 to min at s = 1.

    Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm
    Restarts", ICLR 2017, equation 5, without restarts; P. Goyal et al., "Accurate,
    Large Minibatch SGD", 2017, section 2.2, for the warm-up.

    Examples
    --------
    >>> [round(cosine_lr(s, total_steps=6, base_lr=1.0, warmup_steps=2), 3)
    ...  for s in range(8)]
    [0.5, 1.0, 1.0, 0.854, 0.5, 0.146, 0.0, 0.0]
    """
    _check_step("cosine_lr", step)
    if not 0 <= warmup_steps <= total_steps:
        raise ValueError(
            f"cosine_lr: warmup_steps must be in 0 to total_steps ({total_steps}), "
            f"got {warmup_steps}"
        )
    if step < warmup_steps:
        return float(base_lr * (step + 1) / warmup_steps)
    if step >= total_steps:
        return float(min_lr)
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    share = 0.5 * (1 + math.cos(math.pi * progress))
    return float(min_lr + (base_lr - min_lr) * share)


def step_lr(step: int, step_size: int, base_lr: float, gamma: float = 0.1) -> float:
    """Multiply the rate by gamma every so many steps.

    Parameters
    ----------
    step : int
        The number of the step (or epoch), counted from 0.
    step_size : int
        How many steps a rate lasts.
    base_lr : float
        The first rate.
    gamma : float
        The factor.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If step is negative or step_size is below 1.

    Notes
    -----
    base · γ^⌊step / step_size⌋.

    Source: PyTorch documentation, torch.optim.lr_scheduler.StepLR.

    Examples
    --------
    >>> [step_lr(s, step_size=2, base_lr=8.0, gamma=0.5) for s in range(5)]
    [8.0, 8.0, 4.0, 4.0, 2.0]
    """
    _check_step("step_lr", step)
    if step_size < 1:
        raise ValueError(f"step_lr: step_size must be at least 1, got {step_size}")
    return float(base_lr * gamma ** (step // step_size))


def _check_step(function: str, step: int) -> None:
    if step < 0:
        raise ValueError(f"{function}: step counts from 0, got {step}")
