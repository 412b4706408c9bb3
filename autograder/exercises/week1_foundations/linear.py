"""Exercises: the linear map and its backward."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.exercise import Case, Exercise


def linear_cases(rng: np.random.Generator) -> Iterator[Case]:
    def layer(*shape: int, out: int) -> dict[str, np.ndarray]:
        return {"x": rng.normal(size=shape), "weight": rng.normal(size=(out, shape[-1]))}

    hand = {"x": np.array([[1.0, 2.0]]), "weight": np.array([[1.0, 3.0], [-1.0, 4.0]])}
    yield Case("one row, two outputs", hand, {"bias": np.array([0.5, -1.0])}, kind="hand")
    yield Case("a batch of rows", layer(5, 3, out=7), {"bias": rng.normal(size=7)})
    yield Case("without a bias", layer(5, 7, out=3))
    yield Case("sequences: two leading axes", layer(2, 5, 3, out=7), {"bias": rng.normal(size=7)})
    yield Case("bias=None, two leading axes", layer(2, 3, 5, out=7), {"bias": None})
    yield Case("three leading axes", layer(2, 3, 5, 7, out=4), {"bias": rng.normal(size=4)}, kind="edge")
    yield Case("one number in, one out", layer(3, 1, out=1), {"bias": rng.normal(size=1)}, kind="edge")


def sized_linear(rng: np.random.Generator, size: int) -> Case:
    inputs = {"x": rng.normal(size=(size, size)), "weight": rng.normal(size=(size + 1, size))}
    return Case("", inputs, {"bias": rng.normal(size=size + 1)})


LINEAR = Exercise(
    name="linear",
    week="week1_foundations",
    points=1,
    title="Linear map",
    answer="reference_impl.functional.linear:linear",
    cases=linear_cases,
    torch=lambda torch, x, weight, bias=None: torch.nn.functional.linear(x, weight, bias),
    sized=sized_linear,
    depth=2,
)


@LINEAR.mistake
def forgets_the_bias(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """Your output is what comes without the bias. Add it to every row, where it is not None."""
    return x @ weight.T


@LINEAR.mistake
def forgets_to_transpose_the_weight(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """`weight` is (out, in), one row for each output. Multiply by its transpose: `x @ weight.T`."""
    return x @ weight if bias is None else x @ weight + bias


@LINEAR.mistake
def subtracts_the_bias(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """The bias is added, not subtracted."""
    return x @ weight.T if bias is None else x @ weight.T - bias


@LINEAR.mistake
def multiplies_from_the_left(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """`weight @ x.T` has the batch last. Rows stay rows with `x @ weight.T`."""
    output = weight @ x.T
    return output if bias is None else output + bias


@LINEAR.mistake
def asks_whether_the_bias_is_true(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """An array is neither true nor false. Ask `bias is not None`."""
    return x @ weight.T + bias if bias else x @ weight.T


@LINEAR.mistake
def needs_a_bias(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> Any:
    """`bias` may be None, and None cannot be added. Add it only where it is not None."""
    return x @ weight.T + bias


@LINEAR.mistake
def reverses_every_axis(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """`.T` of an array with three axes turns all of them around. `x @ weight.T` leaves the leading axes alone."""
    output = (weight @ x.T).T
    return output if bias is None else output + bias


@LINEAR.mistake
def loses_the_leading_axes(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """You flatten the leading axes and leave them flat. `x @ weight.T` keeps them; or reshape the output back."""
    output = x.reshape(-1, x.shape[-1]) @ weight.T
    return output if bias is None else output + bias


@LINEAR.mistake
def makes_a_float64_bias(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """`np.zeros` is float64 and turns a float32 output into it. Without a bias, add nothing."""
    return x @ weight.T + (np.zeros(len(weight)) if bias is None else bias)


@LINEAR.mistake
def multiplies_the_weight_by_x(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """On paper W x takes one column. Here x comes in rows, a batch of them: `x @ weight.T`."""
    output = weight @ x
    return output if bias is None else output + bias


@LINEAR.alternative
def by_einsum(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    output = np.einsum("...i,oi->...o", x, weight)
    return output if bias is None else output + bias


@LINEAR.alternative
def by_tensordot(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    output = np.tensordot(x, weight, axes=(-1, 1))
    if bias is not None:
        output += bias
    return output


@LINEAR.alternative
def by_summing_products(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    return (x[..., None, :] * weight).sum(axis=-1) + (0 if bias is None else bias)


Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]
LINEAR_BACKWARD = backward_of(LINEAR, points=3, wrt=("x", "weight", "bias"))
NEGATIVE = "numpy reads every negative size as the one to be worked out"
for size in ("~1", "- 2"):
    LINEAR_BACKWARD.equivalent(f"grad_rows = grad_output.reshape({size}, weight.shape[0])", NEGATIVE)
    LINEAR_BACKWARD.equivalent(f"rows = x.reshape({size}, weight.shape[1])", NEGATIVE)


@LINEAR_BACKWARD.mistake
def transposes_the_weight_going_back(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    """Forward multiplies by `weight.T`, backward by its transpose: `grad_x = grad_output @ weight`."""
    grad_rows = grad_output.reshape(-1, grad_output.shape[-1])
    return grad_output @ weight.T, grad_rows.T @ x.reshape(-1, x.shape[-1]), grad_rows.sum(axis=0)


@LINEAR_BACKWARD.mistake
def transposes_the_gradient_of_the_weight(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    """`grad_weight` has the shape of `weight`, (out, in): `grad_output.T @ x`, not `x.T @ grad_output`."""
    grad_rows = grad_output.reshape(-1, grad_output.shape[-1])
    return grad_output @ weight, x.reshape(-1, x.shape[-1]).T @ grad_rows, grad_rows.sum(axis=0)


@LINEAR_BACKWARD.mistake
def sums_no_gradient_of_the_bias(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    """Every row used the same bias, so its gradient is the sum over all rows, (out,)."""
    grad_rows = grad_output.reshape(-1, grad_output.shape[-1])
    return grad_output @ weight, grad_rows.T @ x.reshape(-1, x.shape[-1]), grad_output


@LINEAR_BACKWARD.mistake
def sums_the_bias_over_everything(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    """Each output has its own bias: sum over the rows, not over the outputs."""
    grad_rows = grad_output.reshape(-1, grad_output.shape[-1])
    return grad_output @ weight, grad_rows.T @ x.reshape(-1, x.shape[-1]), np.asarray(grad_output.sum())


@LINEAR_BACKWARD.mistake
def forgets_the_gradient_of_the_bias(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Any:
    """Three things have gradients: return `grad_x, grad_weight, grad_bias`."""
    return grad_output @ weight, grad_output.reshape(-1, grad_output.shape[-1]).T @ x.reshape(-1, x.shape[-1])


@LINEAR_BACKWARD.mistake
def returns_the_weight_first(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    """The gradients come in the order of the forward's arguments: x, weight, bias."""
    grad_rows = grad_output.reshape(-1, grad_output.shape[-1])
    return grad_rows.T @ x.reshape(-1, x.shape[-1]), grad_output @ weight, grad_rows.sum(axis=0)


@LINEAR_BACKWARD.mistake
def averages_the_gradient_of_the_bias(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    """You average over the rows. The mean belongs to the loss and is in `grad_output` already: sum."""
    grad_rows = grad_output.reshape(-1, grad_output.shape[-1])
    return grad_output @ weight, grad_rows.T @ x.reshape(-1, x.shape[-1]), grad_rows.mean(axis=0)


@LINEAR_BACKWARD.mistake
def averages_both_gradients(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    """You divide by the number of rows. The mean belongs to the loss and is in `grad_output` already: sum."""
    grad_rows = grad_output.reshape(-1, grad_output.shape[-1])
    grad_weight = grad_rows.T @ x.reshape(-1, x.shape[-1]) / len(grad_rows)
    return grad_output @ weight, grad_weight, grad_rows.mean(axis=0)


@LINEAR_BACKWARD.mistake
def averages_the_gradient_of_the_weight(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    """You divide by the number of rows. The mean belongs to the loss and is in `grad_output` already."""
    grad_rows = grad_output.reshape(-1, grad_output.shape[-1])
    return grad_output @ weight, grad_rows.T @ x.reshape(-1, x.shape[-1]) / len(grad_rows), grad_rows.sum(axis=0)


@LINEAR_BACKWARD.mistake
def sums_the_bias_over_one_axis(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    """With (N, T, out) the bias collects from both leading axes. Flatten them to rows, then sum over the rows."""
    grad_rows = grad_output.reshape(-1, grad_output.shape[-1])
    return grad_output @ weight, grad_rows.T @ x.reshape(-1, x.shape[-1]), grad_output.sum(axis=0)


@LINEAR_BACKWARD.mistake
def takes_one_leading_axis_for_granted(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    """x may have several leading axes, as in (N, T, in). Flatten x and grad_output to rows before you multiply them."""
    return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0)


@LINEAR_BACKWARD.mistake
def loses_the_leading_axes_of_grad_x(
    grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows are for the sums over the batch. The gradient of x has the shape of x: `grad_output @ weight`."""
    grad_rows, rows = grad_output.reshape(-1, weight.shape[0]), x.reshape(-1, weight.shape[1])
    return grad_rows @ weight, grad_rows.T @ rows, grad_rows.sum(axis=0)


@LINEAR_BACKWARD.alternative
def by_einsum_over_the_rows(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    grad_rows, rows = grad_output.reshape(-1, len(weight)), x.reshape(-1, x.shape[-1])
    grad_x = np.einsum("...o,oi->...i", grad_output, weight)
    return grad_x, np.einsum("no,ni->oi", grad_rows, rows), np.einsum("no->o", grad_rows)


@LINEAR_BACKWARD.alternative
def by_tensordot_over_the_leading_axes(grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Gradients:
    leading = tuple(range(x.ndim - 1))
    grad_weight = np.tensordot(grad_output, x, axes=(leading, leading))
    return np.dot(grad_output, weight), grad_weight, grad_output.sum(axis=leading)
