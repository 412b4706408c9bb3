"""The catalogue of mistakes of the class Linear."""

import numpy as np

from autograder.exercises.week1_foundations.linear_layer import LINEAR_LAYER
from reference_impl import Module, Parameter, linear, linear_backward

__all__ = ["LINEAR_LAYER"]


@LINEAR_LAYER.mistake
class assigns_the_gradient(Module):
    """A backward adds to `.grad`: yours overwrites what an earlier backward left there. Write `+=`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.normal(size=(out_features, in_features)).astype(np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return linear(x, self.weight.data, self.bias.data if self.bias else None)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x, self.weight.grad, grad_bias = linear_backward(grad_output, self.x, self.weight.data)
        if self.bias:
            self.bias.grad = grad_bias
        return grad_x


@LINEAR_LAYER.mistake
class keeps_no_gradients(Module):
    """Your backward leaves the parameters without a gradient. Add to `self.weight.grad` and `self.bias.grad`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.normal(size=(out_features, in_features)).astype(np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return linear(x, self.weight.data, self.bias.data if self.bias else None)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        return linear_backward(grad_output, self.x, self.weight.data)[0]


@LINEAR_LAYER.mistake
class forgets_the_gradient_of_the_bias(Module):
    """The bias learns too: add to `self.bias.grad`, where there is a bias."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.normal(size=(out_features, in_features)).astype(np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return linear(x, self.weight.data, self.bias.data if self.bias else None)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x, grad_weight, _ = linear_backward(grad_output, self.x, self.weight.data)
        self.weight.grad += grad_weight
        return grad_x


@LINEAR_LAYER.mistake
class returns_nothing_from_backward(Module):
    """The layer before needs the gradient of its output, which is your x: end backward with `return grad_x`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.normal(size=(out_features, in_features)).astype(np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return linear(x, self.weight.data, self.bias.data if self.bias else None)

    def backward(self, grad_output: np.ndarray) -> None:
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
class starts_from_zero(Module):
    """Weights that start alike learn alike: all your outputs stay the same. Draw the weights from `rng`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(np.zeros((out_features, in_features), np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return linear(x, self.weight.data, self.bias.data if self.bias else None)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x, grad_weight, grad_bias = linear_backward(grad_output, self.x, self.weight.data)
        self.weight.grad += grad_weight
        if self.bias:
            self.bias.grad += grad_bias
        return grad_x


@LINEAR_LAYER.mistake
class draws_only_positive_weights(Module):
    """`rng.random` gives numbers from 0 to 1. Let the weights lie around zero: `rng.uniform(-bound, bound, ...)`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.random((out_features, in_features), np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return linear(x, self.weight.data, self.bias.data if self.bias else None)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x, grad_weight, grad_bias = linear_backward(grad_output, self.x, self.weight.data)
        self.weight.grad += grad_weight
        if self.bias:
            self.bias.grad += grad_bias
        return grad_x


@LINEAR_LAYER.mistake
class draws_from_numpys_own_generator(Module):
    """The same `rng` must give the same weights, and yours ignore it. Draw with `rng.uniform` or `rng.normal`."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(np.random.randn(out_features, in_features).astype(np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return linear(x, self.weight.data, self.bias.data if self.bias else None)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x, grad_weight, grad_bias = linear_backward(grad_output, self.x, self.weight.data)
        self.weight.grad += grad_weight
        if self.bias:
            self.bias.grad += grad_bias
        return grad_x


@LINEAR_LAYER.mistake
class starts_in_float64(Module):
    """numpy draws float64; layers start in float32. Write `.astype(np.float32)` before it becomes a Parameter."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.normal(size=(out_features, in_features)))
        self.bias = Parameter(np.zeros(out_features, np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return linear(x, self.weight.data, self.bias.data if self.bias else None)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x, grad_weight, grad_bias = linear_backward(grad_output, self.x, self.weight.data)
        self.weight.grad += grad_weight
        if self.bias:
            self.bias.grad += grad_bias
        return grad_x


@LINEAR_LAYER.mistake
class turns_the_weight_around(Module):
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
class always_has_a_bias(Module):
    """With `bias=False` there is none: `self.bias` is None, and forward adds nothing."""

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        self.weight = Parameter(rng.normal(size=(out_features, in_features)).astype(np.float32))
        self.bias = Parameter(np.zeros(out_features, np.float32))

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return linear(x, self.weight.data, self.bias.data)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x, grad_weight, grad_bias = linear_backward(grad_output, self.x, self.weight.data)
        self.weight.grad += grad_weight
        self.bias.grad += grad_bias
        return grad_x
