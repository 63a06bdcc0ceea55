"""Files that people upload in place of a list, told by their first bytes."""

from __future__ import annotations

from bot.bulk.refusals import Reason

# https://en.wikipedia.org/wiki/List_of_file_signatures
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", Reason.IMAGE),
    (b"\xff\xd8\xff", Reason.IMAGE),
    (b"GIF8", Reason.IMAGE),
    (b"II*\0", Reason.IMAGE),
    (b"MM\0*", Reason.IMAGE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.WORKBOOK),  # .xls; old Word and PowerPoint files begin so too
    (b"\x1f\x8b", Reason.ARCHIVE),
    (b"BZh", Reason.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Reason.ARCHIVE),
    (b"Rar!\x1a\x07", Reason.ARCHIVE),
    (b"\xfd7zXZ\0", Reason.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Reason.ARCHIVE),
    (b"%PDF-", Reason.DOCUMENT),
    (b"{\\rtf", Reason.DOCUMENT),
)
_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<svg")
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
# Names near the beginning of the archive. All of Office has [Content_Types].xml; Numbers for Mac keeps its Index/.
_TEXTS = (b"word/", b"ppt/", b"opendocument.text")
_WORKBOOKS = (b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet", b"Index/")


def other_kind(head: bytes) -> Reason | None:
    """Return what the file is instead of a list; None where its first bytes may be text."""
    for start, reason in _STARTS:
        if head.startswith(start):
            return reason
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        if any(name in head for name in _TEXTS):
            return Reason.DOCUMENT
        return Reason.WORKBOOK if any(name in head for name in _WORKBOOKS) else Reason.ARCHIVE
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Reason.IMAGE
    if head[4:8] == b"ftyp":  # HEIC, AVIF, MP4
        return Reason.IMAGE
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower().startswith(_PAGES):
        return Reason.DOCUMENT
    return None
