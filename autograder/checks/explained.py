"""Exceptions that say little to a beginner, explained: what Python's or numpy's words mean here, and what to do."""

import re

# Words of an exception, as a pattern, to what they mean; the first that is found counts.
MEANINGS = {
    r"truth value of an array": "`if`, `and` and `max` want one truth value, and an array has one for each number:"
    " choose number by number, with `np.where`, `np.maximum` or a mask.",
    r"only .*arrays can be converted to Python scalars": "Python's `math` takes one number; numpy's functions of the"
    " same names take whole arrays.",
    r"unexpected keyword argument": "Optional arguments are passed by name: keep the names of the stub.",
    r"takes (from )?\d+ .*positional arguments? but": "Keep the signature of the stub: the arguments and their order.",
    r"axis -?\d+ is out of bounds": "Arrays come with any number of axes here: count from the end (`axis=-1`) or use"
    " the argument `axis`.",
    r"invalid index to scalar variable": "What you index is a single number: a reduction (`max`, `sum`) dropped its"
    " axis. `keepdims=True` keeps it.",
    r"values to unpack": "Not every array or shape here has that many axes: write it for any number of them.",
    r"division by zero|divide by zero": "The divisor is zero in this case: what should the result be then?",
    r"'method' object is not (iterable|subscriptable)": "It is a method: call it, with `()`.",
    r"'(Linear|Sequential)' object is not callable": "`Module` makes it callable: write `class Name(Module):`.",
    r"numpy\.\w+' object has no attribute 'backward'": "A loss is a plain number: get its gradient from"
    " `cross_entropy_backward` and pass that to `model.backward`.",
    r"Generator' object has no attribute": "A numpy Generator draws with `rng.uniform`, `rng.normal` or `rng.random`.",
}


def explained(message: str) -> str:
    """What an exception's message means here, as a sentence; empty where it speaks for itself."""
    return next((meaning for words, meaning in MEANINGS.items() if re.search(words, message)), "")
