"""Exercise: the class Linear."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.exercises.exercise import Case, Exercise
from autograder.exercises.week1_foundations.drivers import drive_linear
from reference_impl import Linear, Module, Parameter, kaiming_uniform, linear, linear_backward


def linear_layer_cases(rng: np.random.Generator) -> Iterator[Case]:
    def layer(*shape: int, out: int, bias: bool = True) -> dict[str, Any]:
        return {
            "weight": rng.normal(size=(out, shape[-1])),
            "bias": rng.normal(size=out) if bias else None,
            "x": rng.normal(size=shape),
            "grad_output": rng.normal(size=(*shape[:-1], out)),
        }

    hand = {"weight": np.array([[1.0, 3.0], [-1.0, 4.0]]), "bias": np.array([0.5, -1.0])}
    step = {"x": np.array([[1.0, 2.0]]), "grad_output": np.array([[1.0, 2.0]])}
    yield Case("one row, two outputs", {**hand, **step}, kind="hand")
    yield Case("a batch of rows", layer(5, 3, out=7))
    yield Case("without a bias", layer(5, 7, out=3, bias=False))
    yield Case("sequences: two leading axes", layer(2, 5, 3, out=7))


def sized_linear_layer(rng: np.random.Generator, size: int) -> Case:
    step = {"x": rng.normal(size=(size, size)), "grad_output": rng.normal(size=(size, size + 1))}
    return Case("", {"weight": rng.normal(size=(size + 1, size)), "bias": rng.normal(size=size + 1), **step})


def torch_linear(torch: Any, weight: Any, bias: Any, x: Any, grad_output: Any) -> dict[str, Any]:
    layer = torch.nn.Linear(*weight.shape[::-1], bias=bias is not None, dtype=weight.dtype)
    layer.load_state_dict({"weight": weight} if bias is None else {"weight": weight, "bias": bias})
    results = {}
    for which, inputs, upstream in (("", x, grad_output), ("second ", x - 1, grad_output * 2 + 1)):
        results[f"{which}output"] = output = layer(inputs.requires_grad_())
        inputs.retain_grad()
        output.backward(upstream)
        results[f"{which}grad_x"] = inputs.grad
    gradients = {f"{name}.grad of both backwards": parameter.grad for name, parameter in layer.named_parameters()}
    return results | gradients


LINEAR_LAYER = Exercise(
    name="Linear",
    week="week1_foundations",
    points=3,
    title="Class Linear",
    answer="reference_impl.nn.linear:Linear",
    cases=linear_layer_cases,
    torch=torch_linear,
    drive=drive_linear,
    sized=sized_linear_layer,
    depth=3,
)


OPEN = "how a layer starts is open: any random weights around zero, and any bias"
LINEAR_LAYER.equivalent("bound = in_features**- 1.5", OPEN)
for low in ("+bound", "bound", "not bound"):
    bias_line = f"self.bias = Parameter(rng.uniform({low}, bound, out_features).astype(np.float32)) if bias else None"
    LINEAR_LAYER.equivalent(bias_line, OPEN)


@LINEAR_LAYER.mistake
class assigns_the_gradient(Linear):
    """A backward adds to `.grad`: yours overwrites what an earlier backward left there. Write `+=`."""

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x, self.weight.grad, grad_bias = linear_backward(grad_output, self.x, self.weight.data)
        if self.bias:
            self.bias.grad = grad_bias
        return grad_x


@LINEAR_LAYER.mistake
class keeps_no_gradients(Linear):
    """Your backward leaves the parameters without a gradient. Add to `self.weight.grad` and `self.bias.grad`."""

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        return linear_backward(grad_output, self.x, self.weight.data)[0]


@LINEAR_LAYER.mistake
class forgets_the_gradient_of_the_bias(Linear):
    """The bias learns too: add to `self.bias.grad`, where there is a bias."""

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x, grad_weight, _ = linear_backward(grad_output, self.x, self.weight.data)
        self.weight.grad += grad_weight
        return grad_x


@LINEAR_LAYER.mistake
class returns_nothing_from_backward(Linear):
    """The layer before needs the gradient of its output, which is your x: end backward with `return grad_x`."""

    def backward(self, grad_output: np.ndarray) -> "Any":
        _, grad_weight, grad_bias = linear_backward(grad_output, self.x, self.weight.data)
        self.weight.grad += grad_weight
        if self.bias:
            self.bias.grad += grad_bias


@LINEAR_LAYER.mistake
class keeps_plain_arrays(Module):
    """A plain array has no gradient, and an optimizer would never find it. Wrap it: `Parameter(...)`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = rng.normal(size=(out_features, in_features)).astype(np.float32)
        self.bias = np.zeros(out_features, np.float32) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        return linear(x, self.weight, self.bias)


@LINEAR_LAYER.mistake
class starts_from_zero(Linear):
    """Weights that start alike learn alike: all your outputs stay the same. Draw the weights from `rng`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(np.zeros((out_features, in_features), np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None


@LINEAR_LAYER.mistake
class draws_only_positive_weights(Linear):
    """`rng.random` gives numbers from 0 to 1. Let the weights lie around zero: `rng.uniform(-bound, bound, ...)`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.random((out_features, in_features), np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None


@LINEAR_LAYER.mistake
class draws_from_numpys_own_generator(Linear):
    """The same `rng` must give the same weights, and yours ignore it. Draw with `rng.uniform` or `rng.normal`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(np.random.randn(out_features, in_features).astype(np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None


@LINEAR_LAYER.mistake
class starts_in_float64(Linear):
    """numpy draws float64; layers start in float32. Write `.astype(np.float32)` before it becomes a Parameter."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.normal(size=(out_features, in_features)))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None


@LINEAR_LAYER.mistake
class turns_the_weight_around(Linear):
    """The layout is torch's: `weight` is (out, in), and the output `x @ weight.T`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.normal(size=(in_features, out_features)).astype(np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return x @ self.weight.data if self.bias is None else x @ self.weight.data + self.bias.data

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x, grad_weight, grad_bias = linear_backward(grad_output, self.x, self.weight.data.T)
        self.weight.grad += grad_weight.T
        if self.bias:
            self.bias.grad += grad_bias
        return grad_x


@LINEAR_LAYER.mistake
class always_has_a_bias(Linear):
    """With `bias=False` there is none: `self.bias` is None, and forward adds nothing."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.normal(size=(out_features, in_features)).astype(np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32))


@LINEAR_LAYER.alternative
class with_kaiming_weights_and_its_own_mathematics(Module):
    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(np.asarray(kaiming_uniform((out_features, in_features), rng), dtype=np.float32))
        self.bias = Parameter(np.zeros(out_features, dtype=np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.cached_input = x
        output = np.einsum("...i,oi->...o", x, self.weight.data)
        return output if self.bias is None else output + self.bias.data

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        rows = self.cached_input.reshape(-1, self.cached_input.shape[-1])
        grad_rows = grad_output.reshape(-1, grad_output.shape[-1])
        self.weight.grad = self.weight.grad + grad_rows.T @ rows
        if self.bias is not None:
            self.bias.grad = self.bias.grad + grad_rows.sum(axis=0)
        return np.tensordot(grad_output, self.weight.data, axes=1)


@LINEAR_LAYER.alternative
class with_normal_weights_and_bias(Module):
    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.in_features, self.out_features = in_features, out_features
        self.bias = Parameter(rng.standard_normal(out_features, dtype=np.float32)) if bias else None
        self.weight = Parameter(0.02 * rng.standard_normal((out_features, in_features), dtype=np.float32))

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.saved = x
        return linear(x, self.weight.data, None if self.bias is None else self.bias.data)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        gradients = linear_backward(grad_output, self.saved, self.weight.data)
        for parameter, gradient in zip((self.weight, self.bias), gradients[1:], strict=True):
            if parameter is not None:
                parameter.grad += gradient
        return gradients[0]
