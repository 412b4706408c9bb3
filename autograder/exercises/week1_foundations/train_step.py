"""Exercise: one training step."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.exercises.exercise import Case, Exercise
from autograder.exercises.week1_foundations.drivers import drive_train_step
from reference_impl import cross_entropy, cross_entropy_backward, softmax


def train_step_cases(rng: np.random.Generator) -> Iterator[Case]:
    def course(steps: int, rows: int, features: int, classes: int, learning_rate: float) -> dict[str, Any]:
        return {
            "weight": rng.normal(size=(classes, features)),
            "bias": rng.normal(size=classes),
            "x": rng.normal(size=(steps, rows, features)),
            "y": rng.integers(0, classes, (steps, rows)),
            "learning_rate": learning_rate,
        }

    x, y = np.array([[[1.0], [2.0]], [[3.0], [1.0]]]), np.array([[0, 1], [1, 1]])
    hand = {"weight": np.zeros((2, 1)), "bias": np.log([3.0, 1.0]), "x": x, "y": y, "learning_rate": 0.1}
    yield Case("two steps, from probabilities of 3/4 and 1/4", hand, kind="hand")
    yield Case("three steps, another batch each", course(3, 7, 5, 3, 0.5))
    yield Case("four steps, a small learning rate", course(4, 5, 2, 7, 0.03))
    yield Case("one row at a time", course(3, 1, 5, 3, 0.2), kind="edge")
    yield Case("a learning rate of zero", course(3, 5, 2, 3, 0.0), kind="edge")


def torch_train_step(torch: Any, weight: Any, bias: Any, x: Any, y: Any, learning_rate: float) -> dict[str, Any]:
    parameters = [weight.requires_grad_(), bias.requires_grad_()]
    optimizer = torch.optim.SGD(parameters, lr=learning_rate)
    results = {}
    for step, (inputs, targets) in enumerate(zip(x, y, strict=True), start=1):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(torch.nn.functional.linear(inputs, weight, bias), targets)
        loss.backward()
        optimizer.step()
        results[f"loss {step}"] = loss
        results[f"weight after step {step}"] = weight.detach().clone()
        results[f"bias after step {step}"] = bias.detach().clone()
    return results


def sized_train_step(rng: np.random.Generator, size: int) -> Case:
    batch = {"x": rng.normal(size=(3, size, size)), "y": rng.integers(0, size, (3, size)), "learning_rate": 0.1}
    return Case("", {"weight": rng.normal(size=(size, size)), "bias": rng.normal(size=size), **batch})


TRAIN_STEP = Exercise(
    name="train_step",
    week="week1_foundations",
    points=3,
    title="Training step",
    answer="reference_impl.training.train_step:train_step",
    cases=train_step_cases,
    torch=torch_train_step,
    drive=drive_train_step,
    sized=sized_train_step,
    depth=10,
)


@TRAIN_STEP.mistake
def lets_gradients_pile_up(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """The gradients of earlier steps are still there, and backward adds to them. Call `model.zero_grad()` first."""
    logits = model(x)
    model.backward(cross_entropy_backward(logits, y))
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad
    return cross_entropy(logits, y)


@TRAIN_STEP.mistake
def clears_the_gradients_at_the_end(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """You clear the gradients after the step, so the first one still carries what was there. Clear them before."""
    logits = model(x)
    model.backward(cross_entropy_backward(logits, y))
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad
    model.zero_grad()
    return cross_entropy(logits, y)


@TRAIN_STEP.mistake
def climbs_instead_of_descending(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """You add the gradient, and the loss grows. Subtract it."""
    model.zero_grad()
    logits = model(x)
    model.backward(cross_entropy_backward(logits, y))
    for parameter in model.parameters():
        parameter.data += learning_rate * parameter.grad
    return cross_entropy(logits, y)


@TRAIN_STEP.mistake
def leaves_the_learning_rate_out(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """You subtract the whole gradient. Multiply it by `learning_rate`."""
    model.zero_grad()
    logits = model(x)
    model.backward(cross_entropy_backward(logits, y))
    for parameter in model.parameters():
        parameter.data -= parameter.grad
    return cross_entropy(logits, y)


@TRAIN_STEP.mistake
def leaves_the_parameters_as_they_were(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """No parameter has moved. Change `parameter.data` itself, not a copy, and only clear gradients before backward."""
    model.zero_grad()
    logits = model(x)
    model.backward(cross_entropy_backward(logits, y))
    for parameter in model.parameters():
        data = parameter.data
        data = data - learning_rate * parameter.grad
    return cross_entropy(logits, y)


@TRAIN_STEP.mistake
def moves_only_the_first_parameter(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """Only the first parameter moves: your `return` stands inside the loop. Move it out."""
    model.zero_grad()
    logits = model(x)
    model.backward(cross_entropy_backward(logits, y))
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad
        break
    return cross_entropy(logits, y)


@TRAIN_STEP.mistake
def returns_the_loss_after_the_step(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """You compute the loss again after the step. Return the one that the gradient is of, from before it."""
    model.zero_grad()
    model.backward(cross_entropy_backward(model(x), y))
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad
    return cross_entropy(model(x), y)


@TRAIN_STEP.mistake
def returns_no_loss(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """The step is right, but whoever trains wants to see the loss: return it."""
    model.zero_grad()
    model.backward(cross_entropy_backward(model(x), y))
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad


@TRAIN_STEP.mistake
def goes_back_from_the_logits(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """`model.backward` takes the gradient of the loss by the logits: `cross_entropy_backward(logits, y)`."""
    model.zero_grad()
    logits = model(x)
    model.backward(logits)
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad
    return cross_entropy(logits, y)


@TRAIN_STEP.mistake
def takes_softmax_first(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """Cross-entropy takes the softmax itself. Give it, and its backward, the logits as they are."""
    model.zero_grad()
    probs = softmax(model(x))
    model.backward(cross_entropy_backward(probs, y))
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad
    return cross_entropy(probs, y)


@TRAIN_STEP.mistake
def forgets_the_mean(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """Your gradient is that of the summed loss. `cross_entropy_backward` gives the mean's: take it as it is."""
    model.zero_grad()
    logits = model(x)
    model.backward(cross_entropy_backward(logits, y) * len(y))
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad
    return cross_entropy(logits, y)


@TRAIN_STEP.mistake
def averages_twice(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> Any:
    """You divide by the number of rows once more. `cross_entropy_backward` has done it already."""
    model.zero_grad()
    logits = model(x)
    model.backward(cross_entropy_backward(logits, y) / len(y))
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad
    return cross_entropy(logits, y)


@TRAIN_STEP.alternative
def by_new_arrays(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> float:
    logits = model.forward(x)
    loss = float(cross_entropy(logits, y))
    model.zero_grad()
    model.backward(cross_entropy_backward(logits, y))
    for _, parameter in model.named_parameters():
        parameter.data = parameter.data - learning_rate * parameter.grad
    return loss


@TRAIN_STEP.alternative
def by_its_own_gradient(model: Any, x: np.ndarray, y: np.ndarray, learning_rate: float) -> np.ndarray:
    for parameter in model.parameters():
        parameter.grad[...] = 0
    probs = softmax(model(x))
    loss = -np.log(probs[np.arange(len(y)), y]).mean()
    probs[np.arange(len(y)), y] -= 1
    model.backward(probs / len(y))
    for parameter in model.parameters():
        parameter.data[...] -= learning_rate * parameter.grad
    return np.asarray(loss)
