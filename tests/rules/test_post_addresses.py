"""Addresses of posts, as people paste them: what is one is read whatever stands around it, what is none says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posts.address import Address, NotAPost, key_of, read_address

CODES = st.from_regex(r"[A-Za-z0-9_-]{5,20}", fullmatch=True)
KINDS = st.sampled_from(["p", "reel", "reels", "tv", "P", "Reel"])
HANDLES = st.from_regex(r"[a-z][a-z0-9_]{2,20}", fullmatch=True).filter(
    lambda name: name not in {"p", "reel", "reels", "tv", "stories", "explore", "accounts", "share"}
)
HOSTS = st.sampled_from(["instagram.com", "www.instagram.com", "m.instagram.com", "WWW.Instagram.com"])
TAILS = st.sampled_from(
    [
        "",
        "/",
        "/?img_index=2&igsh=Mzc%3D",
        "/c/17900000000000000/",
        "/?igsh=MzRlODBiNWFlZA==",
        "?img_index=2",
        "/?utm_source=x#comments",
        "/embed/",
    ]
)


@given(st.sampled_from(["https://", "http://", ""]), HOSTS, st.none() | HANDLES, KINDS, CODES, TAILS)
def test_a_post_is_read_whatever_stands_around_its_name(
    scheme: str, host: str, handle: str | None, kind: str, code: str, tail: str
) -> None:
    typed = f"{scheme}{host}/{handle + '/' if handle else ''}{kind}/{code}{tail}"

    for written in (typed, f"  {typed}\n", f"<{typed}>", f"<{typed}|instagram.com>"):
        assert read_address(written) == Address(shortcode=code, username=handle)


@given(CODES)
def test_all_forms_of_one_address_are_the_same_post(code: str) -> None:
    address = Address(shortcode=code)

    assert {key_of(media_id="1", permalink=form) for form in address.forms} == {code}


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_and_what_is_read_can_be_asked_for(text: str) -> None:
    found = read_address(text)

    if isinstance(found, Address):
        assert all(form.startswith("https://www.instagram.com/") and form.isascii() for form in found.forms)
    else:
        assert found.why


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", NotAPost.EMPTY),
        ("a post of mine", NotAPost.UNREADABLE),
        ("javascript:alert(1)", NotAPost.FOREIGN),
        ("https://[::1", NotAPost.UNREADABLE),
        ("https://tiktok.com/@maya/video/1", NotAPost.FOREIGN),
        ("https://instagram.com.evil.example/p/Cw7zyQ5BdEE/", NotAPost.FOREIGN),
        ("https://evil.example/?u=instagram.com/p/Cw7zyQ5BdEE/", NotAPost.FOREIGN),
        ("https://www.instagram.com/stories/maya.makes/3123456789/", NotAPost.STORY),
        ("https://www.instagram.com/stories/highlights/17895695668004555/", NotAPost.STORY),
        ("https://www.instagram.com/stories/maya.makes/3123456789/?igsh=MzRlODBiNWFlZA==", NotAPost.STORY),
        ("https://www.instagram.com/s/aGlnaGxpZ2h0OjE3?story_media_id=3123", NotAPost.STORY),
        ("https://www.instagram.com/share/p/BAJx0YzAbc/", NotAPost.SHARED),
        ("https://www.instagram.com/share/reel/BAJx0YzAbc/?igsh=abc", NotAPost.SHARED),
        ("https://www.instagram.com/share/BAJx0YzAbc", NotAPost.SHARED),
        ("https://www.instagram.com/reels/audio/1234567890/", NotAPost.OTHER),
        ("17895695668004563", NotAPost.NUMBER),
        ("17895695668004563_17841412345678901", NotAPost.NUMBER),
        ("https://www.instagram.com/maya.makes/", NotAPost.PROFILE),
        ("https://www.instagram.com/explore/tags/ad/", NotAPost.OTHER),
        ("https://www.instagram.com/", NotAPost.OTHER),
        ("https://www.instagram.com/p/", NotAPost.NO_CODE),
        ("https://www.instagram.com/reel/Cw7/", NotAPost.NO_CODE),
        ("https://www.instagram.com/p/" + "x" * 600, NotAPost.UNREADABLE),
    ],
)
def test_what_is_no_post_says_why(typed: str, why: NotAPost) -> None:
    assert read_address(typed) is why


def test_a_post_without_an_address_of_its_own_is_known_by_its_id() -> None:
    assert key_of(media_id="178", permalink="https://www.instagram.com/stories/maya.makes/178") == "178"
    assert key_of(media_id="178", permalink=None) == "178"
