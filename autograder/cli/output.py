"""What commands print: JSON for programs, tables for people, steps on stderr."""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


def print_json(value: Any) -> None:
    """Print a value as JSON, and nothing else, on stdout."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


def console() -> "Console":
    """The terminal, for results."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def steps() -> "Console":
    """The terminal, for what goes on; on stderr, so that results can be piped."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)
