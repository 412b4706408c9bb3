"""What is imported before the walls go up: afterwards no page may become executable, so that no C
extension can be loaded.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

MODULES = """
    _strptime abc array base64 bisect calendar cmath collections contextlib copy csv dataclasses datetime
    decimal enum fractions functools hashlib heapq inspect io itertools json linecache logging math mmap
    numbers operator pickle pprint queue random re secrets statistics string struct tempfile textwrap
    threading time timeit traceback types typing unicodedata uuid warnings weakref zlib
    numpy numpy.fft numpy.lib.stride_tricks numpy.linalg numpy.polynomial numpy.random scipy.special
""".split()
OTHER_PACKAGES = ("site-packages", "dist-packages")  # in the stdlib's folder, and none of an answer's business


def preload() -> None:
    """Import what answers commonly use."""
    for name in MODULES:
        importlib.import_module(name)


def describe(settings: dict[str, Any]) -> None:
    """Print, as JSON, what this interpreter reads: its search path, and the files mapped into it after preloading."""
    preload()
    lines = Path("/proc/self/maps").read_text().splitlines()
    mapped = {line.split(maxsplit=5)[5] for line in lines if line.count("/")}
    search = [place for place in sys.path if Path(place).exists()]
    print(json.dumps({"search": search, "mapped": sorted(place for place in mapped if place.startswith("/"))}))
