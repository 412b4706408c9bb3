"""The card: a verdict as HTML with inline styles only, everything escaped, readable on light and dark."""

from html import escape
from typing import TYPE_CHECKING, Any

from autograder.checks.text import points_text

if TYPE_CHECKING:
    from autograder.checks.verdict import Verdict

# Colours that carry on white and on near-black; the words beside them say the same.
PASSED, PARTLY, FAILED, IDLE = "#1a7f5a", "#b26b00", "#c2410c", "#6b7280"
MONOSPACE = "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12px;line-height:1.45"
TINT = "rgba(127,127,127,0.12)"


def html_card(verdict: "Verdict") -> str:
    """The whole verdict as one block of HTML."""
    colour, state = standing(verdict)
    parts = [heading(verdict, colour, state)]
    if verdict.started:
        parts.append(ladder(verdict.rungs, verdict.rung))
    if verdict.mistake:
        parts.append(paragraph(f"<b>{escape(verdict.mistake.capitalize())}.</b> {prose(verdict.advice)}", colour))
    if verdict.message and not verdict.passed:
        parts.append(paragraph(prose(verdict.message)))
    if verdict.counterexample:
        parts.append(example(verdict.counterexample))
    if verdict.printed:
        parts.append(block("your code printed", verdict.printed))
    parts += [paragraph(f"<small>{escape(note)}</small>") for note in verdict.notes]
    style = f"border:1px solid rgba(127,127,127,0.35);border-left:5px solid {colour};border-radius:6px;"
    return f'<div style="{style}padding:10px 14px;max-width:760px;margin:4px 0">{"".join(parts)}</div>'


def standing(verdict: "Verdict") -> tuple[str, str]:
    """The colour and the word for how far the answer got."""
    if verdict.passed:
        return PASSED, "passed"
    if not verdict.started:
        return IDLE, "not started"
    return (PARTLY, "nearly") if verdict.points else (FAILED, "not yet")


def heading(verdict: "Verdict", colour: str, state: str) -> str:
    """Name, state and points."""
    points = f"{points_text(verdict.points)} of {points_text(verdict.max_points)} points"
    badge = f"background:{colour};color:#ffffff;border-radius:4px;padding:1px 8px;font-size:12px;font-weight:600"
    name = f'<code style="font-size:14px;font-weight:600;background:none">{escape(verdict.exercise)}</code>'
    return f'<div>{name} &nbsp;<span style="{badge}">{state}</span> &nbsp;<span>{points}</span></div>'


def ladder(rungs: tuple[str, ...], rung: str | None) -> str:
    """The rungs in a row: those that hold with a tick, the broken one with a cross, the rest faint."""
    stop = len(rungs) if rung is None else rungs.index(rung)
    marks = [f"<span>&#10003;&nbsp;{escape(name)}</span>" for name in rungs[:stop]]
    if rung is not None:
        marks.append(f'<b style="border-bottom:2px solid {FAILED}">&#10007;&nbsp;{escape(rung)}</b>')
        marks += [f'<span style="opacity:0.65">&#183;&nbsp;{escape(name)}</span>' for name in rungs[stop + 1 :]]
    return f'<div style="font-size:12px;margin:6px 0;line-height:1.7">{" &nbsp; ".join(marks)}</div>'


def paragraph(html: str, colour: str = "") -> str:
    """A paragraph; with a colour, one that stands out."""
    accent = f"border-left:3px solid {colour};padding:4px 0 4px 10px;" if colour else ""
    return f'<div style="margin:6px 0;{accent}">{html}</div>'


def prose(text: str) -> str:
    """Escaped prose in which `code` between backticks is set as code."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if at % 2 else piece for at, piece in enumerate(pieces))


def block(title: str, text: str) -> str:
    """A titled block of preformatted text."""
    style = f"margin:2px 0 6px 0;padding:6px 8px;background:{TINT};border-radius:4px;white-space:pre-wrap;{MONOSPACE}"
    small = f'<div style="font-size:11px;opacity:0.75">{escape(title)}</div>'
    return f'<div style="flex:1;min-width:180px">{small}<pre style="{style}">{escape(text)}</pre></div>'


def example(shown: Any) -> str:
    """The counterexample: the call, the two values side by side, where they differ."""
    parts = [block(f"the smallest failing case: {shown.label}", shown.call)]
    if shown.expected:
        pair = block("expected", shown.expected) + block("yours", shown.got)
        parts.append(f'<div style="display:flex;flex-wrap:wrap;gap:10px">{pair}</div>')
    if shown.picture:
        alt = f"Heat map: grey where right, orange where wrong; {shown.worst}"
        parts.append(f'<img src="{shown.picture}" alt="{escape(alt)}" title="{escape(alt)}">')
    if shown.worst:
        parts.append(paragraph(f"<small>{escape(shown.worst)}; grey is right, orange is wrong.</small>"))
    return "".join(parts)
