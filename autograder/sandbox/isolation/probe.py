"""Which tier works on this machine, found by running a tiny program in a sandbox of each kind."""

import functools
import json
import platform
import sys
from dataclasses import dataclass

from autograder.sandbox.isolation.bubblewrap import find_bubblewrap
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.runtime import LOADER, PACKAGE
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.isolation.zygote import Zygote

ANSWER = 9.0


@dataclass(frozen=True)
class Probe:
    """What this machine offers.

    Args:
        tier: the strongest that works.
        reason: why no stronger one does, for the instructor; "" in tier A.
        nested: whether, in tier A, each submission has namespaces of its own.
    """

    tier: Tier
    reason: str = ""
    nested: bool = False


@functools.cache
def probe(only: Tier | None = None) -> Probe:
    """The strongest tier that works here, or whether a certain one does; found once in the life of the grader."""
    if sys.platform != "linux" or platform.machine() not in LOADER:
        return Probe(Tier.C, "Sandboxes need Linux on x86_64 or aarch64: use the container, or WSL 2 on Windows.")
    reasons: list[str] = []
    for tier in (Tier.A, Tier.B):
        if only not in (None, tier):
            continue
        try:
            return Probe(tier, " ".join(reasons), nested=try_tier(tier))
        except (IsolationError, OSError) as error:
            reasons.append(in_words(tier, str(error)))
    return Probe(Tier.C, " ".join(reasons))


def try_tier(tier: Tier) -> bool:
    """Run the self-test in a tier; whether its children's namespaces nest.

    Raises:
        IsolationError: the tier does not work, or does not hold.
    """
    if tier is Tier.A and find_bubblewrap() is None:
        raise IsolationError("bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap).")
    with Zygote.start(f"{PACKAGE}.selftest:run", tier) as zygote, zygote.fork() as child:
        try:
            said = json.loads(child.from_child.readline(4096))
        except ValueError:
            raise IsolationError(f"the self-test ended without a word (exit code {child.wait(1)}).") from None
        if said["open"]:
            raise IsolationError(f"the sandbox has holes: a program in it can {', '.join(said['open'])}.")
        if said["value"] != ANSWER:
            raise IsolationError(f"numpy does not work in it: {said['value']} instead of {ANSWER}.")
        return zygote.nested


def in_words(tier: Tier, problem: str) -> str:
    """Why a tier is not used, and what could be done about it."""
    if tier is Tier.A:
        denied = "namespace" in problem or "Operation not permitted" in problem or "Permission denied" in problem
        hint = " This system or container denies user namespaces; its administrator can allow them." if denied else ""
        return f"No namespaces (tier A): {problem}{hint}"
    return f"No Landlock and seccomp (tier B): {problem} Linux 5.13 or newer with Landlock switched on is needed."
