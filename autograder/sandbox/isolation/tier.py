"""How strong the walls are."""

import enum


class Tier(enum.StrEnum):
    """A sandbox's kind, recorded with every grade."""

    A = "A"
    """bubblewrap's namespaces, and all of B inside."""
    B = "B"
    """Landlock, seccomp, resource limits, and an own user where the grader is root."""
    C = "C"
    """None: nothing untrusted is run."""
