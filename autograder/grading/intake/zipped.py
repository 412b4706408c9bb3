"""The files in a zip, and in the zips in it."""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from autograder.grading.intake.entry import MEGABYTE, Entry, Limits, Unreadable, is_zip, refusal, too_large


def opened(
    shown: str,
    parts: tuple[str, ...],
    time: datetime,
    source: Callable[[], Path | bytes],
    limits: Limits,
    depth: int,
) -> Iterator[Entry]:
    """The files in a zip; if it cannot be opened, one entry that says so."""
    if depth == 0:
        yield refusal(shown, parts, time, "it is a zip within too many others")
        return
    try:
        found = source()
        archive = zipfile.ZipFile(io.BytesIO(found) if isinstance(found, bytes) else found)
        infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, Unreadable) as error:
        yield refusal(shown, parts, time, f"it cannot be opened as a zip ({error})")
        return
    if len(infos) > limits.entries:
        yield refusal(shown, parts, time, f"it has more than {limits.entries:,} entries")
        return
    for info in infos:
        if not info.is_dir():
            yield from member_entries(shown, parts, time, archive, info, limits, depth)


def member_entries(
    shown: str,
    parts: tuple[str, ...],
    time: datetime,
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    limits: Limits,
    depth: int,
) -> Iterator[Entry]:
    """A file in a zip, or the files in it if it is a zip itself."""
    name = name_of(info)
    own = PurePosixPath(name.replace("\\", "/")).parts
    place, inner, when = f"{shown}/{name}", (*parts, *own), time_of(info, time)
    nested = is_zip(name)
    why = why_not(info, own, limits.archive if nested else limits.file, limits.ratio)
    if why:
        yield refusal(place, inner, when, why)
    elif nested:
        yield from opened(place, inner, when, lambda: member_bytes(archive, info), limits, depth - 1)
    else:
        yield Entry(place, inner, when, lambda: member_bytes(archive, info))


def why_not(info: zipfile.ZipInfo, parts: tuple[str, ...], largest: int, ratio: int) -> str:
    """Why a file in a zip is not looked at; "" if it is."""
    if not parts or ".." in parts or parts[0].startswith("/") or ":" in parts[0][:2]:
        return "its path leads out of the archive"
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return "it is no ordinary file but a link or a device"
    if info.flag_bits & 0x1:
        return "it is encrypted"
    if info.file_size > largest:
        return too_large(largest)
    if info.file_size > MEGABYTE and info.file_size > ratio * max(info.compress_size, 1):
        return f"it unpacks to more than {ratio} times its size, as only zip bombs do"
    return ""


def member_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a file in a zip; zipfile reads no more than the size that was checked.

    Raises:
        Unreadable: the archive is damaged there, or packed in a way that Python does not know.
    """
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unreadable(f"the archive is damaged there ({error})") from None


def name_of(info: zipfile.ZipInfo) -> str:
    """The name of an entry; many programs write UTF-8 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def time_of(info: zipfile.ZipInfo, otherwise: datetime) -> datetime:
    """When an entry was changed: exact where the archive has it in UTC, else on this computer's clock."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == 0x5455 and size >= 5 and extra[4] & 1:
            return datetime.fromtimestamp(int.from_bytes(extra[5:9], "little"), UTC)
        extra = extra[4 + size :]
    if info.date_time <= (1980, 1, 1, 23, 59, 59):
        return otherwise
    try:
        return datetime(*info.date_time).astimezone(UTC)
    except ValueError:
        return otherwise
