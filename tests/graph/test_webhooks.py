"""What Meta sends by itself: believed only when signed, and read in every shape it is known to have."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph.webhooks.delivery import read_delivery
from bot.graph.webhooks.news import GrantChange, InstagramComment, News, PageComment, Unread
from bot.graph.webhooks.trust import (
    SignedRequest,
    answer_handshake,
    deletion_answer,
    is_signed,
    read_signed_request,
)
from tests.graph.desk import APP_SECRET, BRAND

SECRET, NOBODYS = SecretStr(APP_SECRET), SecretStr("")
TOKEN = SecretStr("verify-me-é")
SENT = 1772323200
SENT_AT = datetime(2026, 3, 1, tzinfo=UTC)

REFERENCE_COMMENT = {
    "from": {"id": "6548921340018870", "username": "Fan.Of.Paper"},
    "id": "17870913679156914",
    "text": "Love this!\nWhere from?",
    "parent_id": "17870913679156900",
    "media": {
        "id": "17895695668004551",
        "media_product_type": "AD",
        "ad_id": "23850000000000001",
        "ad_title": "Spring",
        "original_media_id": "17895695668004550",
    },
}
GUIDE_COMMENT = {
    "from": {"id": BRAND, "username": "northlight", "self_ig_scoped_id": "6548921340018999"},
    "comment_id": 17870913679156914,
    "text": "Thanks",
    "media": {"id": "17895695668004550", "media_product_type": "FEED"},
}
FEED_COMMENT = {
    "item": "comment",
    "verb": "add",
    "comment_id": "104233445566771_55",
    "post_id": "104233445566771_44",
    "parent_id": "104233445566771_44",
    "from": {"id": "10223344556677881", "name": "Ana Brandt"},
    "created_time": SENT,
    "message": "Nice",
}


def delivery(topic: str, *entries: dict[str, Any]) -> bytes:
    return json.dumps({"object": topic, "entry": entries}).encode()


def change(field: str, value: object, *, entry_id: str = BRAND) -> dict[str, Any]:
    return {"id": entry_id, "time": SENT, "changes": [{"field": field, "value": value}]}


def sign(body: bytes, *, secret: str = APP_SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


# The handshake


def test_the_challenge_is_given_back_to_whoever_knows_the_token() -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "verify-me-é"}
    assert answer_handshake(query, verify_token=TOKEN) == "1158201444"


@pytest.mark.parametrize(
    "change",
    [
        {"hub.verify_token": "another"},
        {"hub.verify_token": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.challenge": ""},
    ],
)
def test_nobody_else_gets_an_answer(change: dict[str, str]) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "verify-me-é"}
    assert answer_handshake(query | change, verify_token=TOKEN) is None
    assert answer_handshake({}, verify_token=TOKEN) is None


def test_without_a_token_of_ours_nobody_is_verified() -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": ""}
    assert answer_handshake(query, verify_token=NOBODYS) is None


# The signature


@given(st.binary(max_size=200))
def test_a_body_fits_its_own_signature_and_no_other_bytes_do(body: bytes) -> None:
    assert is_signed(body, signature=sign(body), app_secret=SECRET)
    assert not is_signed(body + b" ", signature=sign(body), app_secret=SECRET)
    assert not is_signed(body, signature=sign(body, secret="another"), app_secret=SECRET)


def test_the_bytes_count_as_they_came_and_not_as_json_would_write_them_again() -> None:
    body = b'{"text":"caf\\u00e9 \\/ bar"}'
    assert is_signed(body, signature=sign(body), app_secret=SECRET)
    assert not is_signed(json.dumps(json.loads(body)).encode(), signature=sign(body), app_secret=SECRET)


@pytest.mark.parametrize("signature", [None, "", "sha256=", "sha1=abc", "abc", "sha256=é", "sha256=" + "0" * 64])
def test_a_signature_of_another_form_fits_nothing(signature: str | None) -> None:
    assert not is_signed(b"{}", signature=signature, app_secret=SECRET)


def test_without_an_app_secret_nothing_is_signed() -> None:
    assert not is_signed(b"{}", signature=sign(b"{}", secret=""), app_secret=NOBODYS)


# signed_request


def signed_request(claims: object, *, secret: str = APP_SECRET) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    made = hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest()
    return f"{base64.urlsafe_b64encode(made).decode().rstrip('=')}.{payload}"


CLAIMS = {"user_id": "10223344556677881", "algorithm": "HMAC-SHA256", "issued_at": SENT}


def test_a_signed_request_says_who_and_when() -> None:
    found = read_signed_request(signed_request(CLAIMS), app_secret=SECRET)
    assert found == SignedRequest(user_id="10223344556677881", issued_at=SENT_AT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "a.b",
        "é.é",
        signed_request(CLAIMS, secret="another"),
        signed_request(CLAIMS) + "x",
        signed_request(CLAIMS).replace(".", ""),
        "." + signed_request(CLAIMS).split(".")[1],
        signed_request(CLAIMS | {"algorithm": "none"}),
        signed_request({"algorithm": "HMAC-SHA256"}),
        signed_request(CLAIMS | {"user_id": None}),
        signed_request([]),
        signed_request("x"),
    ],
)
def test_any_other_request_is_nobodys(text: str) -> None:
    assert read_signed_request(text, app_secret=SECRET) is None


def test_without_an_app_secret_no_request_is_believed() -> None:
    assert read_signed_request(signed_request(CLAIMS, secret=""), app_secret=NOBODYS) is None


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert read_signed_request(text, app_secret=SECRET) is None


def test_a_deletion_is_answered_in_metas_words() -> None:
    assert deletion_answer(status_url="https://x.test/d/1", confirmation_code="1") == {
        "url": "https://x.test/d/1",
        "confirmation_code": "1",
    }


# News


def test_a_comment_on_an_ad_tells_the_ad_and_the_post_it_was_made_of() -> None:
    (news,) = read_delivery(delivery("instagram", change("comments", REFERENCE_COMMENT)))
    assert news == InstagramComment(
        ig_id=BRAND,
        comment_id="17870913679156914",
        text="Love this!\nWhere from?",
        from_id="6548921340018870",
        from_username="fan.of.paper",
        is_by_the_account=False,
        parent_id="17870913679156900",
        media_id="17895695668004551",
        media_kind="AD",
        sent_at=SENT_AT,
        ad_id="23850000000000001",
        ad_title="Spring",
        original_media_id="17895695668004550",
    )
    assert news.is_on_ad


def test_the_guides_spelling_of_the_id_is_read_and_an_own_comment_is_known() -> None:
    (news,) = read_delivery(delivery("instagram", change("comments", GUIDE_COMMENT)))
    assert isinstance(news, InstagramComment)
    assert (news.comment_id, news.is_by_the_account, news.is_on_ad) == ("17870913679156914", True, False)


def test_the_form_without_changes_is_read_too() -> None:
    entry = {"id": BRAND, "time": SENT, "field": "live_comments", "value": REFERENCE_COMMENT}
    (news,) = read_delivery(delivery("instagram", entry))
    assert isinstance(news, InstagramComment)
    assert news.is_live


@pytest.mark.parametrize("verb", ["add", "edited", "remove", "hide", "unhide", "something_new"])
def test_a_comment_at_a_page_tells_what_became_of_it(verb: str) -> None:
    (news,) = read_delivery(delivery("page", change("feed", FEED_COMMENT | {"verb": verb}, entry_id="104")))
    assert news == PageComment(
        page_id="104",
        comment_id="104233445566771_55",
        verb=verb,
        post_id="104233445566771_44",
        parent_id=None,
        text="Nice",
        from_id="10223344556677881",
        from_name="Ana Brandt",
        created_at=SENT_AT,
        sent_at=SENT_AT,
    )


def test_an_answer_at_a_page_has_its_parent_and_older_news_its_sender() -> None:
    older = FEED_COMMENT | {"parent_id": "104233445566771_50", "sender_id": 1022, "sender_name": "Ana"}
    del older["from"]
    (news,) = read_delivery(delivery("page", change("feed", older)))
    assert isinstance(news, PageComment)
    assert (news.parent_id, news.from_id, news.from_name) == ("104233445566771_50", "1022", "Ana")


def test_a_permission_taken_back_names_the_person_and_the_accounts() -> None:
    entry = {"uid": "1022", **change("instagram_basic", {"verb": "revoked", "target_ids": ["1", 2]}, entry_id="0")}
    (news,) = read_delivery(delivery("permissions", entry))
    assert news == GrantChange(
        user_id="1022", field="instagram_basic", verb="revoked", targets=("1", "2"), sent_at=SENT_AT
    )


def test_the_old_form_that_names_fields_alone_is_read() -> None:
    entry = {"id": "1022", "time": SENT, "changed_fields": ["connected", "pages_show_list"]}
    first, second = read_delivery(delivery("permissions", entry))
    assert isinstance(first, GrantChange)
    assert isinstance(second, GrantChange)
    assert (first.field, first.verb, first.targets, second.field) == ("connected", "", None, "pages_show_list")


def test_a_batch_keeps_its_order_and_one_bad_piece_loses_no_other() -> None:
    body = delivery(
        "instagram",
        change("comments", REFERENCE_COMMENT),
        change("mentions", {"media_id": "1"}),
        change("comments", "not an object"),
        {"id": BRAND, "changes": [5, {"field": "comments", "value": GUIDE_COMMENT}]},
    )
    kinds = [type(news) for news in read_delivery(body)]
    assert kinds == [InstagramComment, Unread, Unread, Unread, InstagramComment]
    assert read_delivery(body)[1] == Unread(topic="instagram", field="mentions")


def test_a_thousand_pieces_are_a_thousand_pieces() -> None:
    entries = [change("comments", REFERENCE_COMMENT | {"id": str(number)}) for number in range(1000)]
    assert len(read_delivery(delivery("instagram", *entries))) == 1000


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"{}", b'{"entry":{}}', b"\xff", b"[" * 100_000])
def test_what_is_no_delivery_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="not a delivery"):
        read_delivery(body)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
changed_comments = st.dictionaries(st.sampled_from([*REFERENCE_COMMENT, *FEED_COMMENT, "comment_id"]), json_values)


@given(topic=st.sampled_from(["instagram", "page", "permissions", "user"]), change_=changed_comments, entry=json_values)
def test_any_news_is_read_or_passed_over(topic: str, change_: dict[str, Any], entry: object) -> None:
    field = {"instagram": "comments", "page": "feed"}.get(topic, "connected")
    whole = {**REFERENCE_COMMENT, **FEED_COMMENT, **change_}
    body = json.dumps({"object": topic, "entry": [change(field, whole), entry]}).encode()
    news: tuple[News, ...] = read_delivery(body)
    assert news
    for each in news:
        repr(each).encode("utf-8", "strict")
