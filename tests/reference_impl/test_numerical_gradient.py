"""The numerical gradient is judged by functions whose gradient is known."""

import numpy as np
import pytest

from reference_impl import numerical_gradient


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 1, 3), (0,)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradient_of_a_cubic(shape: tuple[int, ...], dtype: type) -> None:
    x = np.random.default_rng(1).normal(size=shape).astype(dtype)
    x = np.asarray(x)
    gradient = numerical_gradient(lambda v: (v * v * v).sum(), x)
    assert gradient.shape == shape
    assert gradient.dtype == np.float64
    np.testing.assert_allclose(gradient, 3.0 * x.astype(np.float64) ** 2, rtol=1e-7, atol=1e-8)


def test_x_is_neither_modified_nor_even_lent_out() -> None:
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    x.setflags(write=False)
    seen = []
    numerical_gradient(lambda v: seen.append(v) or 0.0, x)
    assert not any(np.shares_memory(v, x) for v in seen)


def test_differences_are_central() -> None:
    assert numerical_gradient(np.abs, np.array(0.0)) == 0
    asked = []
    numerical_gradient(lambda v: asked.append(float(v)) or 0.0, np.array(1.0), eps=0.25)
    assert sorted(asked) == [0.75, 1.25]


def test_a_view_of_its_argument_is_a_fair_answer() -> None:
    assert numerical_gradient(lambda v: v, np.array(2.0)) == pytest.approx(1)


def test_an_integer_point_is_moved_by_fractions() -> None:
    np.testing.assert_allclose(numerical_gradient(lambda v: (v * v).sum(), np.array([1, 2])), [2, 4])


def test_a_function_that_is_not_scalar_is_refused() -> None:
    with pytest.raises(TypeError):
        numerical_gradient(lambda v: v, np.ones(3))
