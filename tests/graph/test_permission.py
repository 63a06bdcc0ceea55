"""One row of Meta's list, in every spelling Meta has for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.graph import Permission
from bot.graph.permissions.answers import OneBrand

GUIDE = {
    "creator_username": "JaspersMarket",
    "creator_id": "123",
    "creator_fb_page": "456",
    "brand_ig_user": {"id": "1234"},
    "permission_status": "APPROVED",
    "id": "9",
}
REFERENCE = {
    "brand_ig_id": 1234,
    "brand_username": "brand",
    "creator_fb_page_id": "456",
    "creator_ig_id": 123,
    "creator_username": "jaspersmarket",
    "permission_status": "APPROVED",
    "id": 9,
}


def test_the_guide_and_the_reference_say_the_same() -> None:
    assert Permission.model_validate(GUIDE) == Permission.model_validate(REFERENCE)
    assert Permission.model_validate(GUIDE) == Permission(
        id="9",
        status="APPROVED",
        creator_ig_id="123",
        creator_username="jaspersmarket",
        creator_page_id="456",
        brand_ig_id="1234",
    )


def test_the_sdk_spelling_of_the_status_is_read() -> None:
    row = {"id": "9", "permission_type": "ACCOUNT", "status": "Pending Approval"}
    assert Permission.model_validate(row).status == "Pending Approval"


def test_a_null_in_one_spelling_does_not_hide_the_other() -> None:
    row = {"id": "9", "creator_ig_id": None, "creator_id": "123"}
    assert Permission.model_validate(row).creator_ig_id == "123"


@pytest.mark.parametrize(
    ("wrote", "kept"), [("REVOKED", "REVOKED"), (7, "7"), (None, ""), (1.5, "1.5"), (["a"], '["a"]'), (True, "true")]
)
def test_a_status_is_kept_as_meta_wrote_it(wrote: object, kept: str) -> None:
    assert Permission.model_validate({"id": "9", "permission_status": wrote}).status == kept


@pytest.mark.parametrize(
    ("wrote", "read"),
    [
        (1772323200, datetime(2026, 3, 1, tzinfo=UTC)),
        ("1772323200", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T02:00:00+0200", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T00:00:00", None),
        ("yesterday", None),
        (10**30, None),
        (-(10**15), None),
        (True, None),
        ({}, None),
    ],
)
def test_a_time_is_read_or_left_out(wrote: object, read: datetime | None) -> None:
    assert Permission.model_validate({"id": "9", "permission_created_time": wrote}).created_at == read


def test_a_link_of_another_scheme_is_left_out() -> None:
    assert Permission.model_validate({"id": "9", "permission_url": "javascript:alert(1)"}).url is None
    assert Permission.model_validate({"id": "9", "permission_url": "https://x.test/p"}).url == "https://x.test/p"


def test_what_postgresql_cannot_hold_is_dropped() -> None:
    row = {"id": "9", "creator_username": "ma\x00ya\ud800", "permission_status": "AP\x00"}
    permission = Permission.model_validate(row)
    assert (permission.creator_username, permission.status) == ("maya", "AP")


def test_an_id_that_lost_its_digits_is_no_id() -> None:
    assert Permission.model_validate({"id": "9", "creator_id": 1.7841405309211844e16}).creator_ig_id is None


@pytest.mark.parametrize("row", [{}, {"permission_status": "APPROVED"}, {"id": ""}, [], "row", None, 4])
def test_a_row_that_names_nobody_is_refused(row: object) -> None:
    with pytest.raises(ValidationError):
        Permission.model_validate(row)


@given(st.integers(min_value=2**53, max_value=10**40))
def test_ids_beyond_53_bits_keep_every_digit(number: int) -> None:
    permission = Permission.model_validate({"id": number, "creator_ig_id": number, "brand_ig_user": {"id": number}})
    assert (permission.id, permission.creator_ig_id, permission.brand_ig_id) == (str(number),) * 3


def test_a_list_of_another_brand_is_not_read() -> None:
    ours, theirs = {"brand_ig_user": {"id": "1234"}}, {"brand_ig_user": {"id": 5678}}
    assert OneBrand("1234").read(GUIDE | ours).id == "9"
    with pytest.raises(ValueError, match="another brand"):
        OneBrand("1234").read(GUIDE | theirs)


def test_a_list_that_names_its_brand_by_another_id_is_read_as_long_as_that_is_one() -> None:
    brand = OneBrand("1234")
    assert [brand.read(REFERENCE | {"brand_ig_id": 77}).brand_ig_id for _ in range(2)] == ["77", "77"]
    assert brand.read({"id": "10"}).brand_ig_id is None
    with pytest.raises(ValueError, match="several brands"):
        brand.read(REFERENCE | {"brand_ig_id": 78})
