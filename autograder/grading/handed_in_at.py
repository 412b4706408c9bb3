"""When a submission was handed in."""

from pathlib import Path


def handed_in_at(notebook: Path) -> str | None:
    """What the `timestamp.txt` beside a submitted notebook says; None where that says nothing."""
    from nbgrader.utils import parse_utc

    try:
        text = notebook.with_name("timestamp.txt").read_text(encoding="utf-8").strip()
        parse_utc(text)
    except (OSError, ValueError):
        return None
    return text or None
