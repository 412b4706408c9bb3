"""The faces of a verdict: HTML that survives JupyterLab's cleaning, plain text, and JSON."""

import base64
import io
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from autograder.checks import Verdict, judge
from autograder.checks.heatmap import RIGHT, heat_map
from autograder.exercises import find

SOFTMAX = find("softmax")
VOID = {"img", "br", "hr"}


def wrong_axis(x: np.ndarray, axis: int = -1) -> np.ndarray:
    return np.exp(x) / np.exp(x).sum(axis=0, keepdims=True) + 0.125


VERDICTS = [
    judge(SOFTMAX, SOFTMAX.reference()),
    judge(SOFTMAX, wrong_axis),
    *(judge(SOFTMAX, mistake.implementation) for mistake in SOFTMAX.mistakes),
]


class Balanced(HTMLParser):
    """Collects tags, and whether every one that opens also closes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.images: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "img":
            self.images.append(dict(attributes))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.mistake or str(verdict.rung))
def test_the_card_is_balanced_and_needs_no_style_sheet_or_script(verdict: Verdict) -> None:
    card = Balanced(verdict._repr_html_())
    assert card.open == []
    assert not card.tags & {"style", "script", "svg", "link", "iframe"}
    assert all(image["alt"] for image in card.images)


@pytest.mark.parametrize("verdict", VERDICTS[1:], ids=lambda verdict: verdict.mistake or str(verdict.rung))
def test_text_and_card_say_the_same(verdict: Verdict) -> None:
    for face in (str(verdict), re.sub("<[^>]+>", "", verdict._repr_html_())):
        assert verdict.exercise in face
        assert str(verdict.rung) in face
        assert f"{verdict.points:g} of {verdict.max_points:g} points" in face
        if verdict.mistake:
            assert verdict.mistake.lower() in face.lower()


def test_what_a_student_writes_cannot_become_html() -> None:
    evil = "<img src=x onerror=alert(1)>"

    def prints_html(x: np.ndarray, axis: int = -1) -> np.ndarray:
        print(evil)
        raise RuntimeError(evil)

    html = judge(SOFTMAX, prints_html)._repr_html_()
    assert evil not in html and "&lt;img src=x" in html


def test_json_holds_plain_values_only() -> None:
    for verdict in VERDICTS:
        assert json.loads(json.dumps(verdict.to_json())) == verdict.to_json()


def test_a_heat_map_is_grey_where_right_and_coloured_where_wrong() -> None:
    errors = np.array([[0.0, 0.0, 3.0], [0.0, 1.0, np.inf]])
    data = heat_map(errors, np.full(errors.shape, 0.5)).removeprefix("data:image/png;base64,")
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))
    rows, columns = errors.shape
    side = pixels.shape[0] // rows
    squares = pixels[side // 2 :: side, side // 2 :: side][:rows, :columns]
    right = (squares == np.array(RIGHT)).all(axis=-1)
    assert (right == (errors <= 0.5)).all()
    assert heat_map(np.array(3.0), np.array(1.0)) == ""
