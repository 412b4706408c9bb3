"""Exercise: kaiming_uniform, judged by the distribution of what it draws."""

import math

import numpy as np

from autograder.exercises.week1_foundations.initialization import initialization_exercise

KAIMING_UNIFORM = initialization_exercise(
    name="kaiming_uniform",
    title="Kaiming initialization",
    layer=(600, 150),  # on paper: sqrt(6 / 150) is 0.2
    torch=lambda init, weight, generator: init.kaiming_uniform_(weight, nonlinearity="relu", generator=generator),
    bound=lambda shape: math.sqrt(6 / math.prod(shape[1:])),
)


@KAIMING_UNIFORM.mistake
def draws_from_a_normal(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Those are bell-shaped; a uniform distribution has a bound and is flat up to it. Use `rng.uniform`."""
    return rng.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape).astype(np.float32)


@KAIMING_UNIFORM.mistake
def takes_the_deviation_for_the_bound(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """`sqrt(2 / fan_in)` is the standard deviation. A uniform's bound is `sqrt(3)` times as large: 6, not 2."""
    bound = np.sqrt(2 / np.prod(shape[1:]))
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@KAIMING_UNIFORM.mistake
def forgets_what_relu_loses(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """`sqrt(3 / fan_in)` keeps the variance through a linear layer. ReLU loses half of it: twice as much, 6."""
    bound = np.sqrt(3 / np.prod(shape[1:]))
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@KAIMING_UNIFORM.mistake
def counts_the_outputs(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """The shape is `(out, in, ...)`: the first axis is the outputs. `fan_in` is the second, times the kernel's."""
    bound = np.sqrt(6 / (shape[0] * np.prod(shape[2:])))
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@KAIMING_UNIFORM.mistake
def counts_inputs_and_outputs(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """That is the bound of Xavier. Kaiming's counts the inputs only: `fan_in`."""
    bound = np.sqrt(6 / ((shape[0] + shape[1]) * np.prod(shape[2:])))
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@KAIMING_UNIFORM.mistake
def forgets_the_kernel(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """For `(out, in, height, width)` each input counts once for every position of the kernel: multiply `fan_in`."""
    bound = np.sqrt(6 / shape[1])
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@KAIMING_UNIFORM.mistake
def draws_only_positive_weights(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """The weights lie between `-bound` and `bound`, their mean near zero. Yours are all positive."""
    return (np.sqrt(6 / np.prod(shape[1:])) * rng.random(shape)).astype(np.float32)


@KAIMING_UNIFORM.mistake
def uses_the_global_generator(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """`np.random.uniform` ignores `rng`, so a run cannot be repeated. Call `rng.uniform`."""
    bound = np.sqrt(6 / np.prod(shape[1:]))
    return np.random.uniform(-bound, bound, shape).astype(np.float32)


@KAIMING_UNIFORM.mistake
def makes_its_own_generator(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """A generator of your own ignores the one that was given, so a run cannot be repeated. Draw from `rng`."""
    bound = np.sqrt(6 / np.prod(shape[1:]))
    return np.random.default_rng().uniform(-bound, bound, shape).astype(np.float32)


@KAIMING_UNIFORM.mistake
def makes_a_generator_with_a_fixed_seed(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """A fixed seed gives every layer the same weights. Draw from the `rng` that was given."""
    bound = np.sqrt(6 / np.prod(shape[1:]))
    return np.random.default_rng(0).uniform(-bound, bound, shape).astype(np.float32)


@KAIMING_UNIFORM.mistake
def turns_the_shape(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """The weights have the shape that was asked for, `(out, in, ...)`. Yours has `in` first."""
    bound = np.sqrt(6 / np.prod(shape[1:]))
    return rng.uniform(-bound, bound, (shape[1], shape[0], *shape[2:])).astype(np.float32)


@KAIMING_UNIFORM.mistake
def forgets_the_root(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Your weights are far too small. The bound is the square *root* of 6 over fan_in."""
    bound = 6 / np.prod(shape[1:])
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@KAIMING_UNIFORM.alternative
def by_stretching_the_unit_interval(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    return (2 * rng.random(shape) - 1) * np.sqrt(6) / np.sqrt(np.prod(shape) / shape[0])


@KAIMING_UNIFORM.alternative
def by_the_deviation_row_by_row(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    outputs, *rest = shape
    deviation = np.sqrt(2 / np.prod(rest))
    return np.stack([deviation * 3**0.5 * rng.uniform(-1, 1, rest) for _ in range(outputs)]).astype(np.float32)
