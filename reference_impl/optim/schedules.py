"""Schedules: the learning rate as a function of the step."""

import numpy as np


def cosine_with_warmup(step: int, max_lr: float, min_lr: float, warmup_steps: int, total_steps: int) -> float:
    """Rise in a line from zero, then fall along half a cosine, and stay at the end.

    lr = max_lr * step / warmup_steps, while step < warmup_steps
    lr = min_lr + (max_lr - min_lr) * (1 + cos(pi * (step - warmup_steps) / (total_steps - warmup_steps))) / 2
    lr = min_lr, from total_steps on

    Args:
        step: the step about to be taken, counted from 0.
        max_lr: the rate at the end of the warm-up.
        min_lr: the rate at the end of all.
        warmup_steps: how many steps the rise takes; 0 for none.
        total_steps: the step at which the fall ends.

    Returns:
        The learning rate, a Python float.

    Source: Loshchilov and Hutter (2017), "SGDR: Stochastic Gradient Descent with Warm Restarts", equation 5.
    Pitfall: the fall starts where the warm-up ends, not at step 0.
    """
    if step < warmup_steps:
        return float(max_lr * step / warmup_steps)
    if step >= total_steps:
        return float(min_lr)
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return float(min_lr + (max_lr - min_lr) * (1 + np.cos(np.pi * progress)) / 2)


def noam(step: int, d_model: int, warmup_steps: int) -> float:
    """Rise in a line, then fall as one over the root of the step: the schedule of the first Transformer.

    lr = d_model^-0.5 * min(step^-0.5, step * warmup_steps^-1.5)

    Args:
        step: the step about to be taken, counted from 1.
        d_model: the width of the model.
        warmup_steps: the step at which the rise ends, at least 1.

    Returns:
        The learning rate, a Python float.

    Raises:
        ValueError: where ``step`` or ``warmup_steps`` is below 1.

    Source: Vaswani et al. (2017), "Attention Is All You Need", equation 3.
    Pitfall: step 0 would divide by zero.
    """
    if step < 1 or warmup_steps < 1:
        raise ValueError(f"steps count from 1: there is no rate at step {step} with {warmup_steps} steps of warm-up")
    return float(d_model**-0.5 * min(step**-0.5, step * warmup_steps**-1.5))


def step_decay(step: int, initial_lr: float, drop: float, every: int) -> float:
    """Multiply the rate by the same factor again and again.

    lr = initial_lr * drop^floor(step / every)

    Args:
        step: the step about to be taken, counted from 0.
        initial_lr: the rate at first.
        drop: the factor.
        every: how many steps there are from one drop to the next.

    Returns:
        The learning rate, a Python float.
    """
    return float(initial_lr * drop ** (step // every))
