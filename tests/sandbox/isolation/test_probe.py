"""The probe finds what works by trying, and says in words what does not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.isolation import probe as probing
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.probe import in_words, probe, try_tier
from autograder.sandbox.isolation.tier import Tier

DENYING = """
import ctypes, os, sys
from autograder.sandbox.isolation import kernel
from autograder.sandbox.isolation.seccomp import *
from autograder.sandbox.isolation.probe import probe
denied = {{"x86_64": {{"clone": 56, "unshare": 272}}, "aarch64": {{"clone": 220, "unshare": 97}}}}[os.uname().machine]
program = instruction(LOAD_WORD, NUMBER)
for name in {names!r}:
    body = instruction(LOAD_WORD, ARGUMENTS) + instruction(AND, kernel.CLONE_NEWUSER)
    body += instruction(JUMP_EQUAL, 0, 1, 0) + answer(ERRNO | errno.EPERM) + answer(ALLOW)
    program += instruction(JUMP_EQUAL, denied[name], 0, len(body) // 8) + body
kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
restrict_calls(program + answer(ALLOW))
found = probe()
print(found.tier, found.nested, found.reason, sep="|")
"""


def probe_without(*names: str) -> list[str]:
    """What the probe finds in a process that may not make user namespaces by these calls."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])}
    command = [sys.executable, "-c", DENYING.format(names=names)]
    said = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    return said.stdout.strip().split("|")


def tier_works(tier: Tier) -> bool:
    try:
        try_tier(tier)
    except IsolationError:
        return False
    return True


def test_it_finds_the_strongest_tier_that_works() -> None:
    found = probe()
    assert found.tier is next((tier for tier in (Tier.A, Tier.B) if tier_works(tier)), Tier.C)
    assert (found.reason == "") == (found.tier is Tier.A)
    assert probe() is found


def test_where_namespaces_are_denied_it_says_so_and_falls_back() -> None:
    if not tier_works(Tier.B):
        pytest.skip("no tier B here")
    tier, nested, reason = probe_without("clone", "unshare")
    assert (tier, nested) == ("B", "False")
    assert "tier A" in reason and "administrator" in reason


def test_where_they_do_not_nest_the_children_share_the_sandbox() -> None:
    if not tier_works(Tier.A):
        pytest.skip("no tier A here")
    assert probe_without("unshare") == ["A", "False", ""]


def test_a_missing_bubblewrap_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "find_bubblewrap", lambda: None)
    with pytest.raises(IsolationError, match="apt install bubblewrap"):
        try_tier(Tier.A)


def test_other_systems_are_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    found = probing.probe.__wrapped__()
    assert found.tier is Tier.C
    assert "WSL 2" in found.reason


def test_words_are_for_an_instructor() -> None:
    assert "administrator" in in_words(Tier.A, "bwrap: No permissions to create new namespace")
    assert "Linux 5.13" in in_words(Tier.B, "system call 444: Function not implemented.")
