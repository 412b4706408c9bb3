"""The docstrings of numpy: real English that every student of this course already has."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

MODULES = (
    "numpy numpy.char numpy.ctypeslib numpy.dtypes numpy.exceptions numpy.fft numpy.lib numpy.lib.format "
    "numpy.lib.mixins numpy.lib.scimath numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.ma.extras "
    "numpy.polynomial numpy.polynomial.chebyshev numpy.polynomial.hermite numpy.polynomial.hermite_e "
    "numpy.polynomial.laguerre numpy.polynomial.legendre numpy.polynomial.polynomial numpy.polynomial.polyutils "
    "numpy.random numpy.rec numpy.strings numpy.testing numpy.typing"
)
SKIPPED_SECTIONS = {"See Also", "References", "Attributes", "Methods"}
HEADING = re.compile(r"^(\S[^\n]*)\n[-=~]{3,}[ ]*$", re.MULTILINE)
SIGNATURE = re.compile(r"^\w[\w.]*\(.*\)( -> .*)?$")
ITEM = re.compile(r"^[\w*., {}'\"-]+ : .*$|^\s*(?:[*-]|\d+[.)]) ", re.MULTILINE)
NOISE = re.compile(r"\s*\[\d+\]_|\s*<https?:[^>]*>|`_*")  # references, addresses, quotes
ROLE = re.compile(r":\w+(:\w+)?:(?=`)")
SENTENCE_END = re.compile(r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bcf\.)(?<!\bvs\.)(?<=[.!?])\s+(?=[A-Z])")
PROSE = re.compile(r"[A-Z'\"(][A-Za-z0-9 ,.;:!?()'\"/=+*<>\[\]|%&_-]*")


def numpy_docs(repeats: bool = False) -> list[list[str]]:
    """Collect the docstrings of the installed numpy as clean sentences.

    Code, formulas, signatures, tables and lists of references are left out.

    Args:
        repeats: whether a sentence that several docstrings share is given each time, or only the first.

    Returns:
        Documents, each the list of its sentences; a document is the docstring of one object.

    Source: the NumPy developers; BSD-3-Clause.
    Pitfall: another version of numpy has other docstrings: counts differ a little from machine to machine.
    """
    seen: set[str] = set()
    documents = []
    for docstring in dict.fromkeys(docstrings()):
        document = [sentence for sentence in sentences(docstring) if repeats or sentence not in seen]
        seen.update(document)
        if document:
            documents.append(list(dict.fromkeys(document)))
    return documents


def docstrings() -> Iterator[str]:
    """Go through numpy's public objects by name: modules, functions, classes and their methods, each once."""
    seen: set[int] = set()
    for module in map(import_module, MODULES.split()):
        yield inspect.getdoc(module) or ""
        for thing in public(module, seen):
            yield inspect.getdoc(thing) or ""
            for member in public(thing, seen) if inspect.isclass(thing) else ():
                yield inspect.getdoc(member) or ""


def public(owner: ModuleType | type, seen: set[int]) -> Iterator[object]:
    """Give what an owner has under a public name and can be called or read, leaving out what was seen."""
    for name, thing in sorted(vars(owner).items()):
        documented = callable(thing) or inspect.isdatadescriptor(thing) or isinstance(thing, classmethod | staticmethod)
        if not name.startswith("_") and documented and id(thing) not in seen:
            seen.add(id(thing))
            yield thing


def sentences(docstring: str) -> list[str]:
    """Cut the prose out of one docstring, sentence by sentence."""
    found = []
    for paragraph in paragraphs(docstring):
        lines = [line.strip() for line in paragraph.splitlines() if not SIGNATURE.match(line.strip())]
        text = re.sub(r"\s+", " ", ROLE.sub("", " ".join(lines)))
        text = NOISE.sub("", text).replace("::", ":").strip()
        found += [sentence for sentence in SENTENCE_END.split(text) if is_prose(sentence)]
    return found


def paragraphs(docstring: str) -> Iterator[str]:
    """Give the paragraphs that hold prose: no code, no directive, no skipped section; an item of a list begins one."""
    heading, *rest = HEADING.split(docstring)
    parts = [("", heading), *zip(rest[::2], rest[1::2], strict=True)]
    for title, body in parts:
        if title.strip() not in SKIPPED_SECTIONS:
            for paragraph in re.split(r"\n\s*\n", body):
                if not re.match(r"\s*(\.\. |>>>)", paragraph) and ">>>" not in paragraph:
                    yield from ITEM.split(paragraph)


def is_prose(sentence: str) -> bool:
    """Say whether a sentence has words enough, and few signs that only code has."""
    if len(sentence.split()) < 3 or "://" in sentence or not PROSE.fullmatch(sentence):
        return False
    return sum(character.isalpha() or character == " " for character in sentence) > 0.8 * len(sentence)
