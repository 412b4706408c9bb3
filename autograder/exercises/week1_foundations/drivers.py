"""Drivers: what a check does with a class, or with a function that changes a model."""

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.inside.calling import ReturnError


def provided_to(implementation: Any, name: str) -> Any:
    """What a name such as ``Module`` means where an implementation was written, or where its base classes were."""
    for cls in getattr(implementation, "__mro__", (implementation,)):
        functions = [member for member in vars(cls).values() if hasattr(member, "__globals__")]
        spaces = [function.__globals__ for function in functions] or [vars(sys.modules.get(cls.__module__, sys))]
        for space in spaces:
            if name in space:
                return space[name]
    raise ReturnError(f"{implementation.__name__} must be a Module: write `class {implementation.__name__}(Module):`.")


def parameter_of(layer: Any, name: str) -> Any:
    """A parameter of a layer.

    Raises:
        ReturnError: there is something else under that name.
    """
    parameter = getattr(layer, name)
    if not (hasattr(parameter, "data") and hasattr(parameter, "grad")):
        found = type(parameter).__name__
        raise ReturnError(f"`self.{name}` is a {found}; it should be a Parameter, which has `.data` and `.grad`.")
    return parameter


def fill(parameter: Any, values: np.ndarray) -> None:
    """Give a parameter other values, of any dtype, and a gradient of zero."""
    parameter.data = values.copy()
    parameter.grad = np.zeros_like(values)


def drive_linear(
    implementation: Any, weight: np.ndarray, bias: np.ndarray | None, x: np.ndarray, grad_output: np.ndarray
) -> dict[str, Any]:
    """Make a layer, give it the case's parameters, go forward and back twice, set the gradients to zero."""
    out_features, in_features = weight.shape
    option = {"bias": False} if bias is None else {}
    layer = implementation(in_features, out_features, np.random.default_rng(1), **option)
    results = first_state(implementation, layer, weight.shape, option)
    fill(parameter_of(layer, "weight"), weight)
    if bias is not None:
        fill(parameter_of(layer, "bias"), bias)
    results |= {"output": layer(x), "grad_x": layer.backward(grad_output)}
    results |= {"second output": layer.forward(x - 1), "second grad_x": layer.backward(grad_output * 2 + 1)}
    results["weight.grad of both backwards"] = np.array(layer.weight.grad)
    if bias is not None:
        results["bias.grad of both backwards"] = np.array(layer.bias.grad)
    layer.zero_grad()
    results["weight.grad after zero_grad"] = np.array(layer.weight.grad)
    results["names in the state dict"] = sorted(layer.state_dict())
    return results


def first_state(implementation: Any, layer: Any, shape: tuple[int, ...], option: dict[str, bool]) -> dict[str, Any]:
    """What is true of a layer before anything happened, whatever distribution its weights come from."""
    weight = parameter_of(layer, "weight").data
    again, other = (implementation(*shape[::-1], np.random.default_rng(seed), **option).weight.data for seed in (1, 2))
    many = implementation(64, 48, np.random.default_rng(3), **option).weight.data
    results: dict[str, Any] = {
        "shape of the first weight": tuple(weight.shape),
        "dtype of the first weight": str(weight.dtype),
        "first weights differ from each other": bool(np.ptp(weight) > 0) or weight.size == 1,
        "first weights have both signs": bool((many < 0).any() and (many > 0).any()),
        "standard deviation of the first weights is below 2": bool(many.std() < 2),
        "equal generators give equal weights": np.array_equal(weight, again),
        "different generators give different weights": not np.array_equal(weight, other),
        "a bias is there": layer.bias is not None,
    }
    if layer.bias is not None:
        results["shape of the first bias"] = tuple(parameter_of(layer, "bias").data.shape)
        results["dtype of the first bias"] = str(layer.bias.data.dtype)
    return results


def drive_sequential(
    implementation: Any, scales: np.ndarray, shifts: np.ndarray, x: np.ndarray, grad_output: np.ndarray
) -> dict[str, Any]:
    """Chain layers that scale and shift, go forward and back twice, ask for everything that a Module must know."""
    layer_class = scale_and_shift(provided_to(implementation, "Module"), provided_to(implementation, "Parameter"))
    layers = [layer_class(scale, shift) for scale, shift in zip(scales, shifts, strict=True)]
    model = implementation(*layers)
    results = {"output": model(x), "grad_x": model.backward(grad_output)}
    results |= {"second output": model.forward(x - 1), "second grad_x": model.backward(grad_output * 2 + 1)}
    for i, layer in enumerate(layers):
        results[f"gradient of scale {i}"] = np.array(layer.scale.grad)
        results[f"gradient of shift {i}"] = np.array(layer.shift.grad)
    results["names in the state dict"] = sorted(map(positions, model.state_dict()))
    results["number of parameters"] = len(list(model.parameters()))
    nested = implementation(*layers[:1], implementation(*layers[1:]))
    results["names in a chain within a chain"] = sorted(map(positions, nested.state_dict()))
    model.eval()
    results["modules in training after eval()"] = sum(layer.training for layer in layers)
    model.zero_grad()
    results["gradients left after zero_grad()"] = sum(int(np.count_nonzero(layer.scale.grad)) for layer in layers)
    return results


def positions(name: str) -> str:
    """A parameter's name with only the positions of its path: the list that holds the layers may be called anything."""
    *path, last = name.split(".")
    return ".".join([*(part for part in path if part.isdigit()), last])


def scale_and_shift(module: Any, parameter: Any) -> Any:
    """A layer class built on the implementation's own ``Module``: every feature times a number, plus a number."""

    class ScaleAndShift(module):  # type: ignore[misc]
        def __init__(self, scale: np.ndarray, shift: np.ndarray) -> None:
            self.scale, self.shift = parameter(scale.copy()), parameter(shift.copy())
            self.x = np.zeros_like(scale)

        def forward(self, x: np.ndarray) -> np.ndarray:
            self.x = x
            return x * self.scale.data + self.shift.data

        def backward(self, grad_output: np.ndarray) -> np.ndarray:
            self.scale.grad += (grad_output * self.x).sum(axis=0)
            self.shift.grad += grad_output.sum(axis=0)
            return grad_output * self.scale.data

    return ScaleAndShift


class Weights:
    """A parameter, without the course's library: ``data``, and a ``grad`` that still holds an older step's."""

    def __init__(self, data: np.ndarray) -> None:
        self.data = data.copy()
        self.grad = np.ones_like(data)


class SoftmaxRegression:
    """The smallest classifier, with all that a training step may ask of a model."""

    def __init__(self, weight: np.ndarray, bias: np.ndarray) -> None:
        self.weight, self.bias = Weights(weight), Weights(bias)
        self.training = True

    def named_parameters(self) -> Iterator[tuple[str, Weights]]:
        yield from (("weight", self.weight), ("bias", self.bias))

    def parameters(self) -> list[Weights]:
        return [self.weight, self.bias]

    def zero_grad(self) -> None:
        for parameter in self.parameters():
            parameter.grad = np.zeros_like(parameter.data)

    def train(self, training: bool = True) -> "SoftmaxRegression":
        self.training = training
        return self

    def eval(self) -> "SoftmaxRegression":
        return self.train(False)

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return x @ self.weight.data.T + self.bias.data

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return self.forward(x)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        self.weight.grad += grad_output.T @ self.x
        self.bias.grad += grad_output.sum(axis=0)
        return grad_output @ self.weight.data


def drive_train_step(
    implementation: Any, weight: np.ndarray, bias: np.ndarray, x: np.ndarray, y: np.ndarray, learning_rate: float
) -> dict[str, Any]:
    """Step a model once on each batch; record each loss and the parameters after it."""
    model = SoftmaxRegression(weight, bias)
    results = {}
    for step, (inputs, targets) in enumerate(zip(x, y, strict=True), start=1):
        results[f"loss {step}"] = implementation(model, inputs, targets, learning_rate)
        results[f"weight after step {step}"] = np.array(model.weight.data)
        results[f"bias after step {step}"] = np.array(model.bias.data)
    return results
