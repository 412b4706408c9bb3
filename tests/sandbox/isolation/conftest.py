"""A warm sandbox of each tier that works here, and a way to run source in a new child of it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.probe import try_tier
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.isolation.zygote import Zygote

INSIDE = {"inside": Path(__file__).with_name("inside.py")}
LIMITS = Limits(cpu_seconds=2)
Run = Callable[..., Any]


@pytest.fixture(scope="session", params=[Tier.A, Tier.B], ids="tier_{}".format)
def tier(request: pytest.FixtureRequest) -> Tier:
    try:
        try_tier(request.param)
    except IsolationError as error:
        pytest.skip(f"no tier {request.param} here: {error}")
    return request.param


@pytest.fixture(scope="session")
def zygote(tier: Tier) -> Iterator[Zygote]:
    with Zygote.start("inside:run", tier, modules=INSIDE, limits=LIMITS) as started:
        yield started


@pytest.fixture(scope="session")
def run(zygote: Zygote) -> Run:
    """Run source in a child of its own; its answer, or the exit code of a child that gave none."""

    def run_in_a_child(source: str) -> Any:
        with zygote.fork() as child:
            child.to_child.write(json.dumps(source).encode() + b"\n")
            child.to_child.flush()
            line = child.from_child.readline(2**20)
            return json.loads(line) if line.endswith(b"\n") else child.wait(20)

    return run_in_a_child
