"""Exercise: xavier_uniform, judged by the distribution of what it draws."""

import math

import numpy as np

from autograder.exercises.week1_foundations.initialization import initialization_exercise

XAVIER_UNIFORM = initialization_exercise(
    name="xavier_uniform",
    title="Xavier initialization",
    layer=(450, 150),  # on paper: sqrt(6 / 600) is 0.1
    torch=lambda init, weight, generator: init.xavier_uniform_(weight, generator=generator),
    bound=lambda shape: math.sqrt(6 / ((shape[0] + shape[1]) * math.prod(shape[2:]))),
)


@XAVIER_UNIFORM.mistake
def draws_from_a_normal(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Those are bell-shaped; a uniform distribution has a bound and is flat up to it. Use `rng.uniform`."""
    positions = np.prod(shape[2:])
    deviation = np.sqrt(2 / (shape[0] * positions + shape[1] * positions))
    return rng.normal(0, deviation, shape).astype(np.float32)


@XAVIER_UNIFORM.mistake
def takes_the_deviation_for_the_bound(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """`sqrt(2 / (fan_in + fan_out))` is the standard deviation. A uniform's bound is `sqrt(3)` times that: 6."""
    positions = np.prod(shape[2:])
    bound = np.sqrt(2 / (shape[0] * positions + shape[1] * positions))
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@XAVIER_UNIFORM.mistake
def takes_three_for_six(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Above the fraction stands 6. A 3 would do over the *mean* of the two fans, but not over their sum."""
    positions = np.prod(shape[2:])
    bound = np.sqrt(3 / (shape[0] * positions + shape[1] * positions))
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@XAVIER_UNIFORM.mistake
def counts_only_the_inputs(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """That is the bound of Kaiming. Xavier's counts inputs and outputs: `fan_in + fan_out`."""
    bound = np.sqrt(6 / np.prod(shape[1:]))
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@XAVIER_UNIFORM.mistake
def forgets_the_kernel(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """For `(out, in, height, width)` each input counts once for every position of the kernel: multiply both fans."""
    bound = np.sqrt(6 / (shape[0] + shape[1]))
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@XAVIER_UNIFORM.mistake
def forgets_the_root(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Your weights are far too small. The bound is the square *root* of 6 over the *sum* of the fans."""
    positions = np.prod(shape[2:])
    bound = 6 / (shape[0] * positions + shape[1] * positions)
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@XAVIER_UNIFORM.mistake
def draws_only_positive_weights(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """The weights lie between `-bound` and `bound`, their mean near zero. Yours are all positive."""
    positions = np.prod(shape[2:])
    bound = np.sqrt(6 / (shape[0] * positions + shape[1] * positions))
    return (bound * rng.random(shape)).astype(np.float32)


@XAVIER_UNIFORM.mistake
def uses_the_global_generator(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """`np.random.uniform` ignores `rng`, so a run cannot be repeated. Call `rng.uniform`."""
    positions = np.prod(shape[2:])
    bound = np.sqrt(6 / (shape[0] * positions + shape[1] * positions))
    return np.random.uniform(-bound, bound, shape).astype(np.float32)


@XAVIER_UNIFORM.mistake
def makes_its_own_generator(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """A generator of your own ignores the one that was given, so a run cannot be repeated. Draw from `rng`."""
    positions = np.prod(shape[2:])
    bound = np.sqrt(6 / (shape[0] * positions + shape[1] * positions))
    return np.random.default_rng().uniform(-bound, bound, shape).astype(np.float32)


@XAVIER_UNIFORM.mistake
def makes_a_generator_with_a_fixed_seed(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """A fixed seed gives every layer the same weights. Draw from the `rng` that was given."""
    positions = np.prod(shape[2:])
    bound = np.sqrt(6 / (shape[0] * positions + shape[1] * positions))
    return np.random.default_rng(0).uniform(-bound, bound, shape).astype(np.float32)


@XAVIER_UNIFORM.mistake
def turns_the_shape(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """The weights have the shape that was asked for, `(out, in, ...)`. Yours has `in` first."""
    positions = np.prod(shape[2:])
    bound = np.sqrt(6 / (shape[0] * positions + shape[1] * positions))
    return rng.uniform(-bound, bound, (shape[1], shape[0], *shape[2:])).astype(np.float32)


@XAVIER_UNIFORM.mistake
def counts_the_kernel_for_the_inputs_only(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Each output, too, counts once for every position of the kernel: multiply both fans by the positions."""
    bound = np.sqrt(6 / (np.prod(shape[1:]) + shape[0]))
    return rng.uniform(-bound, bound, shape).astype(np.float32)


@XAVIER_UNIFORM.alternative
def by_stretching_the_unit_interval(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    kernel = np.prod(shape[2:])
    return (2 * rng.random(shape, dtype=np.float32) - 1) * np.float32(np.sqrt(6 / kernel / (shape[0] + shape[1])))


@XAVIER_UNIFORM.alternative
def by_the_mean_of_the_fans_row_by_row(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    outputs, *rest = shape
    mean_fan = (np.prod(rest) + outputs * np.prod(rest[1:])) / 2
    return np.stack([rng.uniform(-1, 1, rest) for _ in range(outputs)]) * (3 / mean_fan) ** 0.5
