"""In which encoding a file is, and what is no list at all."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bulk.encoding import LARGEST, Encoding, encoding_of
from bot.bulk.refusals import Reason, Unreadable

NAMES = "handle;message\r\n@maya.makes;Grüße, Zoë – żółć\r\n"
WESTERN = "handle;message\r\n@maya.makes;Grüße, Zoë – “ja”\r\n"


def refused(content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        encoding_of(io.BytesIO(content))
    return caught.value


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (NAMES.encode("utf-8"), Encoding.UTF_8),
        (NAMES.encode("utf-8-sig"), Encoding.UTF_8),
        (b"\xff\xfe" + NAMES.encode("utf-16-le"), Encoding.UTF_16_LE),
        (b"\xfe\xff" + NAMES.encode("utf-16-be"), Encoding.UTF_16_BE),
        (NAMES.encode("utf-16-le"), Encoding.UTF_16_LE),
        (NAMES.encode("utf-16-be"), Encoding.UTF_16_BE),
        (WESTERN.encode("cp1252"), Encoding.WINDOWS_1252),
        (b"@maya.makes", Encoding.UTF_8),
    ],
)
def test_each_encoding_that_spreadsheets_write_is_known(content: bytes, encoding: Encoding) -> None:
    assert encoding_of(io.BytesIO(content)) is encoding


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).filter(lambda text: text.strip("\ufeff ")))
def test_whatever_is_utf_8_is_never_taken_for_something_else(text: str) -> None:
    assert encoding_of(io.BytesIO(f"@maya.makes,{text}".encode())) is Encoding.UTF_8


@pytest.mark.parametrize("before", [0, 65_530, 65_536, 200_000])
def test_a_character_cut_in_two_anywhere_is_damage_and_its_byte_is_named(before: int) -> None:
    whole = b"@bo,Zo\xc3\xab\n" + b"a" * before
    damaged = refused(whole + b"\xc3\n" + "Zoë".encode() * 2)
    assert damaged.reason is Reason.DAMAGED_TEXT
    assert damaged.byte == len(whole)


def test_half_a_character_of_utf_16_is_damage() -> None:
    damaged = refused(b"\xff\xfe" + "@maya".encode("utf-16-le") + b"\0")
    assert (damaged.reason, damaged.byte) == (Reason.DAMAGED_TEXT, 12)
    lone = refused(b"\xff\xfe" + "@m".encode("utf-16-le") + b"\x00\xd8" + "a".encode("utf-16-le"))
    assert (lone.reason, lone.byte) == (Reason.DAMAGED_TEXT, 6)


def test_a_byte_that_windows_1252_does_not_have_is_no_text() -> None:
    odd = refused(b"@maya,Gr\xfc\xdfe\n@bo,\x81\n")
    assert (odd.reason, odd.byte) == (Reason.NOT_TEXT, 16)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_control_character_is_no_text_and_its_byte_is_named(encoding: str) -> None:
    odd = refused("@maya,ü\n@b\x07o\n".encode(encoding))
    assert odd.reason is Reason.NOT_TEXT
    assert odd.byte == len("@maya,ü\n@b".encode(encoding))


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (png(), Reason.IMAGE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Reason.IMAGE),
        (b"GIF89a\x01\x00", Reason.IMAGE),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", Reason.IMAGE),
        (b"\x00\x00\x00\x18ftypheic", Reason.IMAGE),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), Reason.WORKBOOK),
        (zipped("Index/Document.iwa"), Reason.WORKBOOK),
        (zipped("[Content_Types].xml", "word/document.xml"), Reason.DOCUMENT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), Reason.WORKBOOK),
        (zipped("list.csv"), Reason.ARCHIVE),
        (zipped(), Reason.ARCHIVE),
        (gzip.compress(b"@maya", mtime=0), Reason.ARCHIVE),
        (b"%PDF-1.7\n", Reason.DOCUMENT),
        (b"\n <!DOCTYPE html><table>", Reason.DOCUMENT),
        (b"<?xml version='1.0'?>", Reason.DOCUMENT),
        (b"{\\rtf1\\ansi", Reason.DOCUMENT),
        (bytes(range(256)) * 4, Reason.NOT_TEXT),
        (b"", Reason.EMPTY),
        (b"\xef\xbb\xbf", Reason.EMPTY),
        (b"\xff\xfe", Reason.EMPTY),
        (b" \r\n\t\r\n", Reason.EMPTY),
    ],
)
def test_what_people_upload_in_place_of_a_list_is_called_what_it_is(content: bytes, reason: Reason) -> None:
    assert refused(content).reason is reason


def test_a_file_of_fifty_megabytes_is_refused_without_being_read_to_its_end() -> None:
    file = io.BytesIO(b"@maya.makes\n" * (50 * 1024 * 1024 // 12))
    with pytest.raises(Unreadable) as caught:
        encoding_of(file)
    assert (caught.value.reason, caught.value.byte) == (Reason.TOO_LARGE, LARGEST)
    assert file.tell() <= LARGEST + 64 * 1024


def test_a_file_of_exactly_the_largest_size_is_read() -> None:
    assert encoding_of(io.BytesIO(b"a" * LARGEST)) is Encoding.UTF_8
    assert refused(b"a" * (LARGEST + 1)).reason is Reason.TOO_LARGE


@given(st.binary(max_size=300))
def test_any_bytes_are_known_or_refused_with_a_place_inside_of_the_file(content: bytes) -> None:
    file = io.BytesIO(content)
    found = encoding_or_refusal(file)
    if isinstance(found, Unreadable):
        assert found.byte is None or 0 <= found.byte <= len(content)
    else:
        assert file.tell() == 0
        content.decode(found)


def encoding_or_refusal(file: io.BytesIO) -> Encoding | Unreadable:
    try:
        return encoding_of(file)
    except Unreadable as refusal:
        return refusal


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_no_list(seed: int) -> None:
    assert refused(b"\x00" + os.urandom(1_000 + seed)).reason in (Reason.NOT_TEXT, Reason.DAMAGED_TEXT, Reason.IMAGE)
