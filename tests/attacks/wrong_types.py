"""Answers of the wrong type, of the wrong form, or right in a way that nobody expects; and such as look at the case."""

import re
import zlib

import numpy as np

from autograder.checks.cases import draw_cases
from autograder.exercises import find
from tests.attacks.attack import RIGHT, answer, halves, loses, relu, returning

LOST = loses("relu")
RESULTS = """
    None  NotImplemented  NotImplementedError  NotImplementedError()  ...  True  1  1.5  'text'  b'bytes'  []
    [1.0, 2.0]  (1.0, 2.0)  {}  {1, 2}  {'output': x}  iter([])  (y for y in x)  lambda: x  type(x)  np  len
    object()  slice(3)
    memoryview(x.tobytes())  x.tolist()  x.tobytes()  x.dtype  x.flat  x.data  bytearray(9)  1j  float('nan')  -0.0
    0 * x  x + np.nan  x + np.inf  x.astype(complex)  x.astype(np.longdouble)  x.astype(object)  x.astype(str)
    x.astype(int)  x.astype(np.float16)  x.astype(bool)  x.astype('M8[s]')  x.astype('S9')  x[None]  x.ravel()[:1]
    np.zeros(0)  np.array(None)  np.array(object())  np.float64(0)  np.ma.masked_array(x)  np.rec.array(x.ravel())
    np.zeros(3, 'f8,i4')  np.random  np.errstate()  (x,)  [x]  (x, x)  {x.size: x}  Exception()  range(4)
"""


def by_heart() -> str:
    """A relu that is right on the visible cases, and on nothing else."""
    exercise = find("relu")
    cases = [*draw_cases(exercise), *(exercise.sized(np.random.default_rng(n), n) for n in (6, 48))]
    known = {zlib.crc32(case.inputs["x"].tobytes()) for case in cases}
    known_case = f"zlib.crc32(x.tobytes()) in {sorted(known)}"
    return f"import zlib\n\n\ndef relu(x):\n    return {RIGHT} if {known_case} else x.copy()\n"


def counting(condition: str) -> str:
    """A relu that is right or not by how often it was called."""
    return f"calls = []\n\n\ndef relu(x):\n    calls.append(1)\n    return {RIGHT} if {condition} else x\n"


CORPUS = {
    **{f"returns {result}": returning(result) for result in re.split(r"\s\s+", RESULTS.strip())},
    "returns another order of bytes": returning(f"({RIGHT}).astype(x.dtype.newbyteorder())"),
    "returns a matrix": returning("np.matrix(x.reshape(1, -1))"),
    "returns its input changed": answer("def relu(x):\n    x[x < 0] = 0\n    return x", LOST),
    "returns a generator": answer(f"def relu(x):\n    yield {RIGHT}", LOST),
    "returns a coroutine": answer(f"async def relu(x):\n    return {RIGHT}", LOST),
    "returns an asynchronous generator": answer(f"async def relu(x):\n    yield {RIGHT}", LOST),
    "returns nothing": answer("def relu(x):\n    np.maximum(x, 0)", LOST),
    "returns itself": returning("relu"),
    # answers of another form
    "is a lambda": answer(f"relu = lambda x: {RIGHT}"),
    "is a partial": answer("import functools\nrelu = functools.partial(np.maximum, 0)"),
    "is numpy's own": answer("relu = np.positive", LOST),
    "is an object": answer(f"class Relu:\n    def __call__(self, x):\n        return {RIGHT}\n\n\nrelu = Relu()"),
    "is a class": answer(f"class relu:\n    def __new__(cls, x):\n        return {RIGHT}\n"),
    "is a class whose objects are no arrays": answer(
        f"class relu:\n    def __init__(self, x):\n        self.y = {RIGHT}", LOST
    ),
    "is a static method": answer(f"@staticmethod\ndef relu(x):\n    return {RIGHT}"),
    "is a property": answer(f"@property\ndef relu(x):\n    return {RIGHT}", LOST),
    "is kept by a cache": answer(f"import functools\n@functools.cache\ndef relu(x):\n    return {RIGHT}", LOST),
    "is made by exec": answer(f"exec('def relu(x): return {RIGHT}')", LOST),
    "is made by a walrus": answer(f"(relu := lambda x: {RIGHT})", LOST),
    "is made by globals": answer(f"globals()['relu'] = lambda x: {RIGHT}", LOST),
    "is imported": answer("from numpy import positive as relu", LOST),
    "is a number": answer("relu = 1.0", LOST),
    "is deleted again": answer(relu("pass") + "\ndel relu"),
    "is defined under a condition": answer(f"if True:\n    def relu(x):\n        return {RIGHT}"),
    "is defined in a try": answer(
        f"try:\n    import torch\nexcept ImportError:\n    def relu(x):\n        return {RIGHT}"
    ),
    "is a chain of names": answer(f"relu = right = lambda x: {RIGHT}"),
    "wants more": answer(f"def relu(x, *, more):\n    return {RIGHT}", LOST),
    "wants anything": answer(f"def relu(*given, **options):\n    x, = given\n    return {RIGHT}"),
    "is written in wide letters": answer(f"def ｒｅｌｕ(x):\n    return {RIGHT}"),
    "is annotated with a bomb": answer(
        f"from __future__ import annotations\ndef relu(x: __import__('os')._exit(0)):\n    return {RIGHT}"
    ),
    # cells that are not quite Python
    "has magics": answer(f"%%time\n%matplotlib inline\n!rm -rf ~\n{relu('pass')}\nrelu?\n%run evil.py"),
    "is a cell of the shell": answer(f"%%bash\nrm -rf ~\n{relu('pass')}", LOST),
    "runs the shell when called": answer(relu("pass") + "\nget_ipython().system('rm -rf ~')"),
    "has a null byte": answer(relu("pass").replace("pass", "pa\0ss")),
    "has a form feed": answer("\f" + relu("pass")),
    "has a coding of its own": answer("# -*- coding: utf-7 -*-\n" + relu("pass")),
    "has half a character": answer(relu("'\ud800'")),
    "has mixed tabs": answer(f"def relu(x):\n\ty = 0\n        return {RIGHT}", LOST),
    "has two futures": answer("from __future__ import braces\n" + relu("pass")),
    "has a syntax error": answer("def relu(x:\n    return x", LOST),
    "has an error that only the compiler finds": answer("def relu(x):\n    nonlocal y\n    return x", LOST),
    "has a bidirectional trick": answer(f"def relu(x):\n    # \u202e return 0\n    return {RIGHT}"),
    "returns outside": answer(relu("pass") + "\nreturn 3"),
    # answers that look at the case
    "knows the visible cases by heart": answer(by_heart(), LOST),
    "is right the first sixteen times": answer(counting("len(calls) <= 16"), LOST),
    "is right every second time": answer(counting("len(calls) % 2"), LOST),
    "is right on small arrays": answer(f"def relu(x):\n    return {RIGHT} if x.size < 16 else x", LOST),
    "is right on ordinary arrays": answer(f"def relu(x):\n    return {RIGHT} if x.size > 3 else 1 + x", halves("relu")),
    "is right when nobody traces": answer(relu("if sys.gettrace(): time.sleep(600)"), halves("relu")),
}
