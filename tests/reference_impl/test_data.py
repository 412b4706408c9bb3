"""Data by name; and what a student reads when it cannot be had."""

import gzip
import hashlib
import os
import re
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from reference_impl import data
from reference_impl.data import registry
from reference_impl.data.fetch import fetch_file
from reference_impl.data.mnist import read_idx
from reference_impl.data.registry import DataFile

CONTENT = b"forty-two bytes that stand for a data set."


class FakeHost(BaseHTTPRequestHandler):
    """Serves the content, the wrong content, half of it, or nothing, by path; counts what it is asked."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/gone":
            self.send_error(404)
            return
        body = {"/wrong": b"another file", "/half": CONTENT[:20]}.get(self.path, CONTENT)
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT) if self.path == "/half" else len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeHost)
    FakeHost.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDMADE_DATA", str(tmp_path / "kept"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return tmp_path / "kept"


def wanted(url: str) -> DataFile:
    return DataFile("toy/words.txt", hashlib.sha256(CONTENT).hexdigest(), url)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_fetched_once(host: str, folder: Path) -> None:
    for _ in range(2):
        path = fetch_file(wanted(f"{host}/good"), progress=False)
        assert path == folder / "toy" / "words.txt"
        assert path.read_bytes() == CONTENT
    assert FakeHost.asked == ["/good"]
    assert files_in(folder) == [path]


def test_a_damaged_file_is_fetched_again(host: str, folder: Path) -> None:
    path = folder / "toy" / "words.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT[:7])
    fetch_file(wanted(f"{host}/good"), progress=False)
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize("failure", ["wrong", "half", "gone", "nobody there"])
def test_a_failed_download_says_what_where_and_what_to_do(failure: str, host: str, folder: Path) -> None:
    url = "http://127.0.0.1:9/words.txt" if failure == "nobody there" else f"{host}/{failure}"
    with pytest.raises(data.DataError) as refused:
        fetch_file(wanted(url), progress=False)
    for part in ["words.txt", url, str(folder / "toy" / "words.txt"), "try again"]:
        assert part in str(refused.value)
    assert "damaged" not in str(refused.value)
    assert files_in(folder) == []


def test_a_damaged_file_without_a_network_is_called_damaged(folder: Path) -> None:
    path = folder / "toy" / "words.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"half")
    with pytest.raises(data.DataError, match="damaged"):
        fetch_file(wanted("http://127.0.0.1:9/words.txt"), progress=False)


def test_a_folder_that_cannot_be_made_is_a_data_error(folder: Path, host: str) -> None:
    folder.write_bytes(b"a file where the folder should be")
    with pytest.raises(data.DataError, match=r"words\.txt"):
        fetch_file(wanted(f"{host}/good"), progress=False)


def test_the_registry_has_a_card_a_licence_and_a_loader_for_every_set() -> None:
    assert set(data.names()) >= {"digits", "two_moons", "mnist"}
    assert set(data.names()) == set(data.LOADERS)
    for name in data.names():
        entry = data.describe(name)
        assert entry.card.startswith(f"# {name}\n")
        assert entry.licence in entry.card
        assert entry.kind in {"ships", "generated", "fetched"}
        assert bool(entry.files) == (entry.kind == "fetched")
        for file in entry.files:
            assert file.url.startswith(("https://", "http://"))  # where it is http, the checksum makes it safe
        for file in entry.files + entry.stand_in:
            assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)


def test_cards_are_found_inside_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cards").mkdir()
    monkeypatch.setattr(registry, "__file__", str(tmp_path / "registry.py"))
    assert registry.cards() == tmp_path / "cards"


def test_an_unknown_name_is_corrected() -> None:
    with pytest.raises(data.DataError, match="'mnits'; did you mean 'mnist'"):
        data.load("mnits")
    with pytest.raises(data.DataError, match="two_moons"):
        data.describe("zzz")


def test_digits_are_divided_the_same_way_each_time() -> None:
    split, again = data.load("digits"), data.digits()
    assert split.x_train.shape == (1438, 64)
    assert split.x_test.shape == (359, 64)
    assert split.x_train.dtype == np.float32
    assert split.y_train.dtype == np.int64
    assert split.x_train.min() == 0
    assert split.x_train.max() == 1
    for ours, theirs in zip(split, again, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert (data.digits(rng=np.random.default_rng(1)).y_test != split.y_test).any()
    pictures = data.digits(test_fraction=0.5, flat=False)
    assert pictures.x_train.shape == (899, 1, 8, 8)
    assert np.bincount(np.concatenate([split.y_train, split.y_test])).tolist() == [
        178, 182, 177, 183, 181, 182, 181, 179, 174, 180,
    ]  # fmt: skip


def test_two_moons_lie_on_their_half_circles() -> None:
    points, classes = data.two_moons(101, 0.0, np.random.default_rng(2), dtype=np.float64)
    assert points.shape == (101, 2)
    assert np.bincount(classes).tolist() == [51, 50]
    centres = np.array([[0, 0], [1, 0.5]])
    np.testing.assert_allclose(np.linalg.norm(points - centres[classes], axis=1), 1)
    assert (points[classes == 0, 1] >= 0).all()
    assert (points[classes == 1, 1] <= 0.5).all()


def test_the_noise_of_two_moons_has_the_size_asked_for() -> None:
    still, _ = data.two_moons(4000, 0.0, np.random.default_rng(3), dtype=np.float64)
    moved, _ = data.load("two_moons", n=4000, noise=0.2, rng=np.random.default_rng(3))
    assert moved.dtype == np.float32
    assert (moved - still).std() == pytest.approx(0.2, rel=0.05)


def idx(array: np.ndarray, kind: int = 0x08) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, kind, array.ndim, *array.shape) + array.tobytes()


def test_an_idx_file_is_read_back(tmp_path: Path) -> None:
    array = np.random.default_rng(4).integers(256, size=(3, 2, 5), dtype=np.uint8)
    path = tmp_path / "toy.gz"
    path.write_bytes(gzip.compress(idx(array)))
    np.testing.assert_array_equal(read_idx(path), array)


@pytest.mark.parametrize(
    "content",
    [
        b"not gzip",
        gzip.compress(b"\0"),
        gzip.compress(idx(np.zeros((2, 3), np.uint8)))[:-9],
        gzip.compress(idx(np.zeros((2, 3), np.uint8))[:-1]),
        gzip.compress(idx(np.zeros((2, 3), np.uint8), kind=0x0D)),
    ],
    ids=["no gzip", "no header", "cut gzip", "a number short", "floats"],
)
def test_a_file_that_is_no_idx_file_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "toy.gz"
    path.write_bytes(content)
    with pytest.raises(data.DataError, match=r"toy\.gz"):
        read_idx(path)


@pytest.mark.skipif(
    not (Path(os.environ.get("HANDMADE_DATA") or "absent") / "mnist").is_dir(),
    reason="MNIST is not here: HANDMADE_DATA names no folder that has mnist/ in it",
)
def test_mnist_is_the_official_one() -> None:
    split = data.load("mnist", flat=False)
    assert data.is_here("mnist")
    assert split.x_train.shape == (60_000, 1, 28, 28)
    assert split.x_test.shape == (10_000, 1, 28, 28)
    assert split.x_train.dtype == np.float32
    assert split.x_train.mean(dtype=np.float64) == pytest.approx(0.1307, abs=1e-4)
    assert split.x_train.std(dtype=np.float64) == pytest.approx(0.3081, abs=1e-4)
    assert split.y_train[:5].tolist() == [5, 0, 4, 1, 9]
    assert np.bincount(split.y_test).min() == 892
