"""Messages between the grader and a process it does not trust: a JSON header, then raw buffers.

    4 bytes   length of the header, big-endian
    header    {"body": ..., "sizes": [bytes of each buffer]}
    buffers   the arrays' memory, one after another

Values are numbers, strings, None, lists, tuples, dicts and arrays of plain numbers; anything else travels as the name
of its type. Nothing is unpickled, and every size is checked before memory is taken for it.
"""

import json
import math
from dataclasses import dataclass
from typing import IO, Any, Protocol

import numpy as np

DTYPES = frozenset("float16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool".split())
NAMES = {np.dtype(name): name for name in DTYPES}  # `dtype.name` is slow, and does not tell the order of bytes
LARGEST_HEADER = 4 * 2**20
LARGEST_BUFFERS = 256 * 2**20
DEEPEST = 20


class Readable(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """This many bytes; fewer at the end."""
        ...


class ProtocolError(Exception):
    """The other side sent what is no message."""


@dataclass(frozen=True)
class Foreign:
    """A value that cannot travel; only the name of its type did."""

    type_name: str


def send(stream: IO[bytes], value: Any) -> None:
    """Write one message."""
    stream.write(encoded(value))
    stream.flush()


def encoded(value: Any) -> bytes:
    """One message."""
    buffers: list[np.ndarray] = []
    body = pack(value, buffers)
    header = json.dumps({"body": body, "sizes": [buffer.nbytes for buffer in buffers]}).encode()
    return b"".join([len(header).to_bytes(4, "big"), header, *(buffer.tobytes() for buffer in buffers)])


def receive(stream: Readable) -> Any:
    """Read one message.

    Raises:
        ProtocolError: what came is not one.
        EOFError: the other side is gone.
    """
    size = int.from_bytes(exactly(stream, 4), "big")
    if size > LARGEST_HEADER:
        raise ProtocolError(f"a header of {size} bytes")
    try:
        header = json.loads(exactly(stream, size))
        sizes = [int(number) for number in header["sizes"]]
        body = header["body"]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise ProtocolError(f"an unreadable header: {error}") from None
    if any(number < 0 for number in sizes) or sum(sizes) > LARGEST_BUFFERS:
        raise ProtocolError(f"{sum(sizes)} bytes of arrays")
    return unpack(body, [exactly(stream, number) for number in sizes])


def exactly(stream: Readable, size: int) -> bytes:
    """Read this many bytes."""
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("the other side closed the connection")
    return data


def pack(value: Any, buffers: list[np.ndarray], depth: int = 0) -> Any:
    """A value as JSON; its arrays go to the buffers."""
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float:
        return {"float": value.hex()}
    if type(value) is np.ndarray and value.dtype in NAMES:
        buffers.append(value)
        return {"array": len(buffers) - 1, "dtype": NAMES[value.dtype], "shape": list(value.shape)}
    if isinstance(value, np.generic) and value.dtype in NAMES:
        return {"scalar": pack(np.array(value), buffers)}
    if depth < DEEPEST and type(value) in (list, tuple):
        return {type(value).__name__: [pack(item, buffers, depth + 1) for item in value]}
    if depth < DEEPEST and type(value) is dict and all(type(key) is str for key in value):
        return {"dict": {key: pack(item, buffers, depth + 1) for key, item in value.items()}}
    kind = f"{value.dtype} array" if type(value) is np.ndarray else type(value).__name__
    return {"foreign": str(kind)[:80]}


def unpack(body: Any, buffers: list[bytes], depth: int = 0) -> Any:
    """The value of a JSON body."""
    if isinstance(body, str):
        return whole(body)
    if body is None or isinstance(body, (bool, int)):
        return body
    if not isinstance(body, dict) or not body or depth > 2 * DEEPEST:
        raise ProtocolError("a value of no known kind")
    kind, content = next(iter(body.items()))
    try:
        if kind == "float":
            return float.fromhex(content)
        if kind == "array":
            return to_array(buffers[content], body["dtype"], body["shape"])
        if kind == "scalar":
            return unpack(content, buffers, depth + 1)[()]
        if kind in ("list", "tuple"):
            items = [unpack(item, buffers, depth + 1) for item in content]
            return items if kind == "list" else tuple(items)
        if kind == "dict":
            return {whole(str(key)): unpack(item, buffers, depth + 1) for key, item in content.items()}
        if kind == "foreign":
            return Foreign(whole(str(content)))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise ProtocolError(f"a broken {kind}: {error}") from None
    raise ProtocolError(f"a value of kind {kind!r:.40}")


def whole(text: str) -> str:
    """A text without halves of characters, which JSON can carry and no file can."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def to_array(data: bytes, dtype: str, shape: list[int]) -> np.ndarray:
    """An array over received bytes, if dtype and shape are allowed and agree with their number."""
    if dtype not in DTYPES or len(shape) > 32 or any(type(size) is not int or size < 0 for size in shape):
        raise ProtocolError(f"an array of dtype {dtype!r:.40} and shape {shape!r:.80}")
    if math.prod(shape) * np.dtype(dtype).itemsize != len(data):
        raise ProtocolError(f"{len(data)} bytes for an array of shape {shape!r:.80}")
    return np.frombuffer(data, dtype).reshape(shape).copy()
