"""Schedules and gradient clipping: the values of the papers, and torch's."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from reference_impl import Parameter, clip_grad_norm, cosine_with_warmup, noam, step_decay

pytestmark = pytest.mark.filterwarnings("error")
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])


def torch_rates(warmup: int, total: int, max_lr: float, min_lr: float) -> list[float]:
    """The rates of torch's own schedulers, one after the other."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=max_lr)
    fall = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, total - warmup, eta_min=min_lr)
    rates = []
    for _ in range(total - warmup + 1):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        fall.step()
    return rates


def test_cosine_falls_as_torchs_does() -> None:
    rates = [cosine_with_warmup(step, 0.5, 0.02, 7, 30) for step in range(7, 31)]
    np.testing.assert_allclose(rates, torch_rates(7, 30, 0.5, 0.02), rtol=1e-12)


def test_cosine_warms_up_in_a_line_and_stays_at_the_end() -> None:
    rates = [cosine_with_warmup(step, 0.5, 0.02, 4, 13) for step in (0, 1, 2, 3, 4, 13, 14, 1000)]
    np.testing.assert_allclose(rates, [0, 0.125, 0.25, 0.375, 0.5, 0.02, 0.02, 0.02], rtol=1e-12)
    assert all(type(rate) is float for rate in rates)


def test_cosine_without_warm_up_and_without_a_fall() -> None:
    assert cosine_with_warmup(0, 0.5, 0.02, 0, 10) == pytest.approx(0.5)
    assert cosine_with_warmup(5, 0.5, 0.02, 0, 10) == pytest.approx(0.26)
    assert cosine_with_warmup(3, 0.5, 0.02, 4, 4) == pytest.approx(0.375)
    assert cosine_with_warmup(4, 0.5, 0.02, 4, 4) == pytest.approx(0.02)


@given(step=st.integers(0, 300), warmup=st.integers(0, 100), rest=st.integers(0, 100))
def test_cosine_stays_between_its_rates(step: int, warmup: int, rest: int) -> None:
    rate = cosine_with_warmup(step, 0.5, 0.02, warmup, warmup + rest)
    assert 0 <= rate <= 0.5 + 1e-12
    assert step < warmup or rate >= 0.02 - 1e-12


def test_noam_is_the_papers() -> None:
    for step in (1, 10, 399, 400, 401, 10_000):
        expected = 512**-0.5 * min(step**-0.5, step * 400**-1.5)
        assert noam(step, 512, 400) == pytest.approx(expected, rel=1e-12)
        assert type(noam(np.int64(step), 512, 400)) is float
    assert max(range(1, 1000), key=lambda step: noam(step, 512, 400)) == 400


@pytest.mark.parametrize(("step", "warmup"), [(0, 5), (-1, 5), (1, 0)])
def test_noam_counts_from_one(step: int, warmup: int) -> None:
    with pytest.raises(ValueError, match="steps count from 1"):
        noam(step, 64, warmup)


def test_step_decay_is_torchs_step_lr() -> None:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=4, gamma=0.7)
    for step in range(15):
        assert step_decay(step, 0.3, 0.7, 4) == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-12)
        optimizer.step()
        schedule.step()


def clipped(gradients: list[np.ndarray], max_norm: float) -> tuple[float, list[np.ndarray]]:
    parameters = [Parameter(np.zeros_like(gradient)) for gradient in gradients]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad[...] = gradient
    return clip_grad_norm((p for p in parameters), max_norm), [parameter.grad for parameter in parameters]


def torch_clipped(gradients: list[np.ndarray], max_norm: float) -> tuple[float, list[np.ndarray]]:
    tensors = [torch.zeros(gradient.shape, requires_grad=True) for gradient in gradients]
    tensors = [tensor.to(torch.tensor(g).dtype).detach() for tensor, g in zip(tensors, gradients, strict=True)]
    for tensor, gradient in zip(tensors, gradients, strict=True):
        tensor.grad = torch.tensor(gradient)
    norm = torch.nn.utils.clip_grad_norm_(tensors, max_norm)
    return float(norm), [tensor.grad.numpy() for tensor in tensors]


@over_dtypes
@pytest.mark.parametrize("max_norm", [1e-3, 1.0, 9.0, 1e6, math.inf])
@pytest.mark.parametrize("special", [None, 0.0, math.inf, -math.inf, math.nan])
def test_clipping_is_torchs(max_norm: float, special: float | None, dtype: type) -> None:
    rng = np.random.default_rng(6)
    gradients = [rng.normal(size=shape).astype(dtype) for shape in [(5, 7), (3,), ()]]
    if special is not None:
        gradients[1][1] = special
    if special == 0:
        gradients = [np.zeros_like(gradient) for gradient in gradients]
    (norm, ours), (expected, theirs) = clipped(gradients, max_norm), torch_clipped(gradients, max_norm)
    assert type(norm) is float
    assert norm == pytest.approx(expected, rel=1e-5, nan_ok=True)
    for gradient, twin in zip(ours, theirs, strict=True):
        assert gradient.dtype == dtype
        np.testing.assert_allclose(gradient, twin, rtol=1e-5, atol=1e-9)


def test_clipping_nothing() -> None:
    assert clip_grad_norm([], 1.0) == 0.0


def test_clipping_counts_a_shared_parameter_once_and_in_place() -> None:
    parameter = Parameter(np.zeros(2))
    parameter.grad[...] = [3, 4]
    array = parameter.grad
    assert clip_grad_norm([parameter, parameter], 1.0) == 5.0
    assert parameter.grad is array
    np.testing.assert_allclose(array, [0.6, 0.8], rtol=1e-6)
