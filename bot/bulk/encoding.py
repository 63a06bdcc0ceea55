"""In which encoding a file is written: UTF-8, UTF-16, and Windows-1252 as the last resort.

The whole file is looked through, in pieces, before anything of it is believed: a name that reads wrong would be asked, or
written to, under that name.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from bot.bulk.kinds import other_kind
from bot.bulk.refusals import Reason, Unreadable

LARGEST = 10 * 1024 * 1024
"""Bytes of a file: 5,000 rows with a message of a thousand characters each are about half of it."""

_PIECE = 64 * 1024
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_BROKEN = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ZEROS_OF_UTF16 = 0.1
"""Share of zero bytes in one half of all bytes that ASCII characters, blanks and separators among them, leave."""


class Encoding(StrEnum):
    """The encodings that lists come in, by Python's names."""

    UTF_8 = "utf-8"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    WINDOWS_1252 = "cp1252"
    """Only ever a guess: every other one-byte encoding would pass for it. Whoever confirms the list should look at the
    accents."""


@dataclass(kw_only=True)
class _Seen:
    """What was seen of a file that may be UTF-8."""

    whole: int = 0
    """Characters beyond ASCII that were well-formed."""
    broken: int = 0
    """Bytes that were not."""
    first_broken: int | None = None


def encoding_of(file: BinaryIO) -> Encoding:
    """Look a seekable file through and return its encoding; it is left at its beginning.

    Raises Unreadable where it is something else than text, empty, too large, or damaged.
    """
    file.seek(0)
    head = file.read(_PIECE)
    if (reason := other_kind(head)) is not None:
        raise Unreadable(reason)
    named = _by_mark(head) or _by_zeros(head)
    seen = _look_through(file, encoding=named or Encoding.UTF_8)
    if named and not seen.broken:
        return named
    if not seen.broken:
        return Encoding.UTF_8
    if named or seen.whole >= seen.broken:
        raise Unreadable(Reason.DAMAGED_TEXT, byte=seen.first_broken)
    _look_through(file, encoding=Encoding.WINDOWS_1252)
    return Encoding.WINDOWS_1252


def _by_mark(head: bytes) -> Encoding | None:
    return next((Encoding(name) for mark, name in _MARKS if head.startswith(mark)), None)


def _by_zeros(head: bytes) -> Encoding | None:
    """Tell UTF-16 that has no mark: every second byte of its ASCII characters is zero, always on the same side."""
    half = len(head) // 2
    first, second = head[0::2].count(0), head[1::2].count(0)
    if second > half * _ZEROS_OF_UTF16 and not first:
        return Encoding.UTF_16_LE
    if first > half * _ZEROS_OF_UTF16 and not second:
        return Encoding.UTF_16_BE
    return None


def _look_through(file: BinaryIO, *, encoding: Encoding) -> _Seen:
    seen = _Seen()
    is_blank = True
    for at, text in _pieces(file, encoding=encoding):
        if (control := _CONTROL.search(text)) is not None:
            raise Unreadable(Reason.NOT_TEXT, byte=at + _size(text[: control.start()], encoding))
        is_blank = is_blank and not text.strip("\ufeff \t\r\n\x0b\x0c")
        if text.isascii():
            continue
        broken = [found.start() for found in _BROKEN.finditer(text)]
        if broken and seen.first_broken is None:
            seen.first_broken = at + _size(text[: broken[0]], encoding)
        seen.broken += len(broken)
        seen.whole += len(_BEYOND_ASCII.findall(text)) - len(broken)
    file.seek(0)
    if is_blank:
        raise Unreadable(Reason.EMPTY)
    return seen


def _pieces(file: BinaryIO, *, encoding: Encoding) -> Iterator[tuple[int, str]]:
    """Yield the text piece by piece, each with the place in the file where it begins."""
    # Only UTF-8 is looked at beyond its first fault: it may be Windows-1252 as a whole.
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape" if encoding is Encoding.UTF_8 else "strict")
    file.seek(0)
    fed = 0
    while True:
        piece = file.read(_PIECE)
        at = fed - len(decoder.getstate()[0])
        fed += len(piece)
        if fed > LARGEST:
            raise Unreadable(Reason.TOO_LARGE, byte=LARGEST)
        try:
            text = decoder.decode(piece, not piece)
        except UnicodeDecodeError as fault:
            reason = Reason.NOT_TEXT if encoding is Encoding.WINDOWS_1252 else Reason.DAMAGED_TEXT
            raise Unreadable(reason, byte=at + fault.start) from None
        yield at, text
        if not piece:
            return


def _size(text: str, encoding: Encoding) -> int:
    return len(text.encode(encoding, "surrogateescape"))
