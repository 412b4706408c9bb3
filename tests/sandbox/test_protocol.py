"""The wire: what goes in comes out, and what is no message is refused before it costs anything."""

import io
import json
from typing import Any

import hypothesis.extra.numpy as arrays
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from autograder.inside import protocol
from autograder.inside.protocol import Foreign, ProtocolError, receive, send

numbers = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())
tables = arrays.arrays(st.sampled_from(sorted(protocol.DTYPES)), arrays.array_shapes(min_dims=0, min_side=0))
values = st.recursive(
    numbers | tables,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.lists(inner).map(tuple),
    max_leaves=8,
)


def there_and_back(value: Any) -> Any:
    stream = io.BytesIO()
    send(stream, value)
    stream.seek(0)
    return receive(stream)


def assert_same(one: Any, other: Any) -> None:
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    elif isinstance(one, (list, tuple)):
        assert len(one) == len(other)
        for item, twin in zip(one, other, strict=True):
            assert_same(item, twin)
    elif isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            assert_same(one[key], other[key])
    else:
        assert one == other or (one != one and other != other)


@given(values)
def test_values_arrive_as_they_were_sent(value: Any) -> None:
    assert_same(there_and_back(value), value)


@pytest.mark.parametrize(
    "value", [object(), np.array(["text"]), np.array([object()]), np.ma.masked_array([1.0]), lambda: 0, {1: 2}]
)
def test_anything_else_arrives_as_the_name_of_its_type(value: Any) -> None:
    assert isinstance(there_and_back(value), Foreign)


def test_a_numpy_scalar_stays_one() -> None:
    assert there_and_back(np.float32(0.5)).dtype == np.float32


def message(header: Any, buffers: bytes = b"") -> io.BytesIO:
    data = header if isinstance(header, bytes) else json.dumps(header).encode()
    return io.BytesIO(len(data).to_bytes(4, "big") + data + buffers)


ARRAY = {"array": 0, "dtype": "float64", "shape": [2]}


@pytest.mark.parametrize(
    ("header", "buffers"),
    [
        (b"no json", b""),
        (b"\xff\xfe", b""),
        ([], b""),
        ({"body": 1}, b""),
        ({"body": 1, "sizes": [-1]}, b""),
        ({"body": 1, "sizes": [2**40]}, b""),
        ({"body": {"python": "object"}, "sizes": []}, b""),
        ({"body": {}, "sizes": []}, b""),
        ({"body": 1.5, "sizes": []}, b""),
        ({"body": ARRAY, "sizes": []}, b""),
        ({"body": ARRAY, "sizes": [8]}, bytes(8)),
        ({"body": {**ARRAY, "dtype": "object"}, "sizes": [16]}, bytes(16)),
        ({"body": {**ARRAY, "shape": [-1, -2]}, "sizes": [16]}, bytes(16)),
        ({"body": {**ARRAY, "shape": [2.0]}, "sizes": [16]}, bytes(16)),
        ({"body": {**ARRAY, "shape": [1] * 40}, "sizes": [8]}, bytes(8)),
        ({"body": {"float": "a lot"}, "sizes": []}, b""),
        ({"body": {"list": 3}, "sizes": []}, b""),
        ({"body": json.loads('{"list":[' * 60 + "1" + "]}" * 60), "sizes": []}, b""),
    ],
)
def test_nonsense_is_refused(header: Any, buffers: bytes) -> None:
    with pytest.raises(ProtocolError):
        receive(message(header, buffers))


def test_a_header_is_not_read_before_its_size_is_known_to_be_fair() -> None:
    with pytest.raises(ProtocolError, match="bytes"):
        receive(io.BytesIO(b"\xff\xff\xff\xff"))


def test_half_a_message_is_an_end() -> None:
    with pytest.raises(EOFError):
        receive(io.BytesIO(b"\x00\x00\x00\x09{"))


def test_half_a_character_becomes_a_question_mark() -> None:
    assert receive(io.BytesIO(protocol.encoded({"a\ud800": ["\udfff", "é"]}))) == {"a?": ["?", "é"]}
