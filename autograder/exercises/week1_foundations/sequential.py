"""Exercise: the class Sequential."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.exercises.exercise import Case, Exercise
from autograder.exercises.week1_foundations.drivers import drive_sequential
from reference_impl import Module, Sequential


def sequential_cases(rng: np.random.Generator) -> Iterator[Case]:
    def chain(layers: int, rows: int, features: int) -> dict[str, np.ndarray]:
        return {
            "scales": rng.normal(size=(layers, features)),
            "shifts": rng.normal(size=(layers, features)),
            "x": rng.normal(size=(rows, features)),
            "grad_output": rng.normal(size=(rows, features)),
        }

    hand = {"scales": np.array([[2.0], [3.0]]), "shifts": np.array([[1.0], [5.0]])}
    one = np.array([[1.0]])
    yield Case("two layers, one number", {**hand, "x": one, "grad_output": one}, kind="hand")
    yield Case("three layers", chain(3, 7, 5))
    yield Case("four layers", chain(4, 2, 3))
    yield Case("one layer", chain(1, 5, 3), kind="edge")
    yield Case("no layers: the output is the input", chain(0, 5, 3), kind="edge")


def torch_sequential(torch: Any, scales: Any, shifts: Any, x: Any, grad_output: Any) -> dict[str, Any]:
    scales, shifts = scales.requires_grad_(), shifts.requires_grad_()

    def forward(output: Any) -> Any:
        for scale, shift in zip(scales, shifts, strict=True):
            output = output * scale + shift
        return output

    results = {}
    for which, inputs, upstream in (("", x, grad_output), ("second ", x - 1, grad_output * 2 + 1)):
        results[f"{which}output"] = output = forward(inputs.requires_grad_())
        output.backward(upstream)
        results[f"{which}grad_x"] = inputs.grad
    for i in range(len(scales)):
        results |= {f"gradient of scale {i}": scales.grad[i], f"gradient of shift {i}": shifts.grad[i]}
    return results


SEQUENTIAL = Exercise(
    name="Sequential",
    week="week1_foundations",
    points=3,
    title="Class Sequential",
    answer="reference_impl.nn.sequential:Sequential",
    cases=sequential_cases,
    torch=torch_sequential,
    drive=drive_sequential,
    depth=4,
    given=("children",),
)


@SEQUENTIAL.mistake
class walks_back_from_the_start(Sequential):
    """Backward must begin with the last module, whose output the gradient is of. Walk `reversed(self.layers)`."""

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        for module in self.layers:
            grad_output = module.backward(grad_output)
        return grad_output


@SEQUENTIAL.mistake
class applies_each_module_to_the_input(Sequential):
    """Each module takes what the one before it returned. Assign it: `x = module(x)`."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        output = x
        for module in self.layers:
            output = module(x)
        return output


@SEQUENTIAL.mistake
class returns_inside_the_loop(Sequential):
    """You return after the first module. Move `return` out of the loop."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        for module in self.layers:
            return module(x)
        return x


@SEQUENTIAL.mistake
class gives_every_module_the_same_gradient(Sequential):
    """Each module's backward takes what the later one's returned. Assign it: `grad_output = module.backward(...)`."""

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        grad_x = grad_output
        for module in reversed(self.layers):
            grad_x = module.backward(grad_output)
        return grad_x


@SEQUENTIAL.mistake
class turns_the_chain_around_for_good(Sequential):
    """`self.layers.reverse()` turns the list itself, and the next forward runs backwards. Use `reversed`."""

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        self.layers.reverse()
        for module in self.layers:
            grad_output = module.backward(grad_output)
        return grad_output


@SEQUENTIAL.mistake
class counts_from_one(Sequential):
    """The first module's name is 0. Count from zero: `enumerate(self.layers)`."""

    def children(self) -> dict[str, Module]:
        return {str(i): module for i, module in enumerate(self.layers, start=1)}


@SEQUENTIAL.alternative
class with_attributes_named_by_number(Module):
    def __init__(self, *modules: Module) -> None:
        for i, module in enumerate(modules):
            setattr(self, str(i), module)

    def forward(self, x: np.ndarray) -> np.ndarray:
        for module in self.children().values():
            x = module.forward(x)
        return x

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        for module in list(self.children().values())[::-1]:
            grad_output = module.backward(grad_output)
        return grad_output


@SEQUENTIAL.alternative
class with_a_dictionary_and_recursion(Module):
    def __init__(self, *modules: Module) -> None:
        self.by_name = {f"{i}": module for i, module in enumerate(modules)}

    def children(self) -> dict[str, Module]:
        return self.by_name

    def forward(self, x: np.ndarray, position: int = 0) -> np.ndarray:
        if position == len(self.by_name):
            return x
        return self.forward(self.by_name[str(position)](x), position + 1)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        for position in range(len(self.by_name) - 1, -1, -1):
            grad_output = self.by_name[str(position)].backward(grad_output)
        return grad_output


@SEQUENTIAL.alternative
class leaves_the_names_to_the_base_class(Module):
    def __init__(self, *modules: Module) -> None:
        self.layers = list(modules)

    def forward(self, x: np.ndarray) -> np.ndarray:
        for module in self.layers:
            x = module(x)
        return x

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        for module in reversed(self.layers):
            grad_output = module.backward(grad_output)
        return grad_output
