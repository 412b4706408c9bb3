"""What the tests run inside: executes one line of Python source and says how it ended."""

import json
import os
import threading
from typing import IO

import numpy as np
from scipy import special


def run(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer ``{"result": ...}`` with what the source calls ``result``, or ``{"raised": ...}``."""
    for line in requests:
        names = {"np": np, "special": special, "os": os, "threading": threading, "replies": replies}
        try:
            exec(json.loads(line), names)
            answer = {"result": names.get("result")}
        except BaseException as error:
            answer = {"raised": type(error).__name__}
        replies.write(json.dumps(answer, default=repr).encode() + b"\n")
        replies.flush()
