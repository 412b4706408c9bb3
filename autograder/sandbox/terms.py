"""On what terms a submission is run: what it may use, and how strong the walls around it are."""

from dataclasses import dataclass, field

from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.probe import probe
from autograder.sandbox.isolation.tier import Tier


@dataclass(frozen=True)
class Terms:
    """Plain values, so that they travel to workers and no worker has to find out again.

    Args:
        limits: what a submission may use.
        tier: the walls around it; they stand, or nothing is run.
    """

    limits: Limits = field(default_factory=Limits)
    tier: Tier = field(default_factory=lambda: probe().tier)
