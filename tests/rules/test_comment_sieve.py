"""What the creator agreed to is read, what is not known is not taken for granted, and floods are told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.comments.sieve import Finding, Ground, Post, Sieve, Verdict
from bot.comments.volume import Volume

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = st.sampled_from(["", "spring", "SALE"])
SIEVES = st.builds(
    Sieve,
    hears_ads=st.booleans(),
    hears_organic=st.booleans(),
    brand_ig_ids=st.sampled_from([[], ["17841"]]),
    domains=st.sampled_from([[], ["northlight.example"]]),
    link_contains=WORDS,
    caption_contains=WORDS,
)
POSTS = st.builds(
    Post,
    is_ad=st.sampled_from([None, True, False]),
    is_on_facebook=st.booleans(),
    brand_ig_id=st.sampled_from([None, "17841", "other"]),
    links=st.sampled_from([None, (), ("https://northlight.example/spring-sale",), ("https://other.example/",)]),
    caption=st.sampled_from([None, "", "Our Spring Sale", "something else"]),
)


@given(sieve=SIEVES, post=POSTS)
def test_a_verdict_always_says_what_it_stands_on_unless_it_lets_through(sieve: Sieve, post: Post) -> None:
    found = sieve.look_at(post)
    assert (found.ground is None) == (found.verdict is Verdict.LET)


@given(
    post=POSTS,
    sieve=SIEVES,
    brand=st.sampled_from(["17841", "other"]),
    caption=st.text(),
    link=st.text(),
    is_ad=st.booleans(),
)
def test_what_is_learned_of_a_post_never_changes_a_verdict_that_was_sure(
    post: Post, sieve: Sieve, brand: str, caption: str, link: str, *, is_ad: bool
) -> None:
    before = sieve.look_at(post)
    known = Post(
        is_ad=is_ad if post.is_ad is None else post.is_ad,
        is_on_facebook=post.is_on_facebook,
        brand_ig_id=post.brand_ig_id or brand,
        links=(link,) if post.links is None else post.links,
        caption=caption if post.caption is None else post.caption,
    )
    after = sieve.look_at(known)
    assert after.verdict is not Verdict.OPEN
    if before.verdict is not Verdict.OPEN:
        assert after.verdict is before.verdict


def test_surfaces_are_told_apart() -> None:
    ads_only, organic_only = (
        Sieve(hears_ads=True, hears_organic=False),
        Sieve(hears_ads=False, hears_organic=True),
    )
    assert ads_only.look_at(Post(is_ad=True)) == organic_only.look_at(Post(is_ad=False)) == Finding(verdict=Verdict.LET)
    assert ads_only.look_at(Post(is_ad=False)).ground is Ground.ORGANIC
    assert organic_only.look_at(Post(is_ad=True)).ground is Ground.ADS


def test_where_nobody_says_whether_a_post_is_an_ad_only_what_is_so_either_way_is_sure() -> None:
    post = Post(is_ad=None, is_on_facebook=True)
    assert Sieve(hears_ads=True, hears_organic=True).look_at(post) == Finding(verdict=Verdict.LET)
    assert Sieve(hears_ads=False, hears_organic=False).look_at(post).verdict is Verdict.OUT
    for hears_ads in (True, False):
        sieve = Sieve(hears_ads=hears_ads, hears_organic=not hears_ads)
        assert sieve.look_at(post) == Finding(verdict=Verdict.OPEN, ground=Ground.SURFACE)
    domains = Sieve(hears_ads=True, hears_organic=True, domains=["northlight.example"])
    assert domains.look_at(post).verdict is Verdict.OPEN


def test_brands_are_about_ads_on_instagram_and_domains_about_those_on_facebook() -> None:
    sieve = Sieve(hears_ads=True, hears_organic=True, brand_ig_ids=["1"], domains=["northlight.example"])
    assert sieve.look_at(Post(is_ad=True, brand_ig_id="2")).ground is Ground.BRAND
    assert sieve.look_at(Post(is_ad=True)) == Finding(verdict=Verdict.OPEN, ground=Ground.BRAND)
    assert sieve.look_at(Post(is_ad=True, brand_ig_id="1")).verdict is Verdict.LET
    assert sieve.look_at(Post(is_ad=True, is_on_facebook=True, links=("https://x.example",))).ground is Ground.DOMAIN
    assert sieve.look_at(Post(is_ad=False)).verdict is Verdict.LET


@pytest.mark.parametrize(
    ("link", "is_home"),
    [
        ("https://northlight.example/a", True),
        ("https://www.northlight.example", True),
        ("HTTPS://SHOP.NorthLight.Example:8443/?a=b", True),
        ("northlight.example/a", True),
        ("https://northlight.example.evil.example/", False),
        ("https://evilnorthlight.example/", False),
        ("https://evil.example/northlight.example", False),
        ("https://northlight.example@evil.example/", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_a_link_leads_to_a_domain_or_below_it(link: str, *, is_home: bool) -> None:
    sieve = Sieve(hears_ads=True, hears_organic=False, domains=["northlight.example"])
    found = sieve.look_at(Post(is_ad=True, is_on_facebook=True, links=(link,)))
    assert (found.verdict is Verdict.LET) == is_home


def test_a_domain_is_the_same_in_letters_and_as_the_network_writes_it() -> None:
    sieve = Sieve(hears_ads=True, hears_organic=False, domains=["müller.example"])
    post = Post(is_ad=True, is_on_facebook=True, links=("https://www.xn--mller-kva.example/",))
    assert sieve.look_at(post).verdict is Verdict.LET


def test_links_and_captions_are_read_without_regard_to_case_accents_and_escapes() -> None:
    sieve = Sieve(hears_ads=True, hears_organic=True, link_contains="été", caption_contains="Café")
    post = Post(is_ad=True, links=("https://a.example/%C3%A9t%C3%A9-2026",), caption="notre CAFE")
    assert sieve.look_at(post).verdict is Verdict.LET
    assert sieve.look_at(Post(is_ad=True, links=(), caption="notre CAFE")).ground is Ground.LINK
    assert sieve.look_at(Post(is_ad=False, caption="thé")).ground is Ground.CAPTION


MOMENTS = st.lists(st.integers(0, 600).map(lambda seconds: NOON + timedelta(seconds=seconds)), max_size=60)
VOLUMES = st.builds(Volume, count=st.integers(1, 12), within=st.integers(1, 300).map(lambda n: timedelta(seconds=n)))


@given(volume=VOLUMES, moments=MOMENTS)
def test_a_flood_is_told_when_so_many_came_and_only_then(volume: Volume, moments: list[datetime]) -> None:
    told = list(volume.reached_at(moments))
    counts = [sum(each - volume.within < other <= each for other in moments) for each in moments]
    assert bool(told) == any(count >= volume.count for count in counts)
    for each in told:
        assert sum(each - volume.within < other <= each for other in moments) >= volume.count


@given(volume=VOLUMES, moments=MOMENTS, data=st.data())
def test_the_order_in_which_comments_are_heard_changes_no_alert(
    volume: Volume, moments: list[datetime], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(moments))
    assert list(volume.reached_at(shuffled)) == list(volume.reached_at(moments))


def test_a_steady_flood_is_told_once_and_the_next_one_again() -> None:
    volume = Volume(count=5, within=timedelta(seconds=50))
    steady = [NOON + timedelta(seconds=10 * each) for each in range(100)]
    later = [NOON + timedelta(hours=2, seconds=each) for each in range(5)]
    assert list(volume.reached_at([*steady, *later])) == [steady[4], later[4]]


@pytest.mark.parametrize(("count", "seconds"), [(0, 60), (-1, 60), (1, 0)])
def test_a_measure_that_every_moment_meets_is_refused(count: int, seconds: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Volume(count=count, within=timedelta(seconds=seconds))
