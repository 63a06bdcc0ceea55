"""What is wider than what a creator agreed to: whatever the sieve lets through beyond it is named, and nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.comments.sieve import Post, Sieve, Verdict
from bot.influencers.agreed import Wider, wider
from bot.influencers.wishes import Rules

TEXTS = st.sampled_from(["", "spring", "Spring Sale", "autumn"])
BRANDS = {"p1": "17841", "p2": "17842"}
RULES = st.builds(
    Rules,
    hears_ads=st.booleans(),
    hears_organic=st.booleans(),
    profile_ids=st.lists(st.sampled_from(sorted(BRANDS)), unique=True).map(tuple),
    domains=st.lists(
        st.sampled_from(["northlight.example", "shop.northlight.example", "other.example"]), unique=True
    ).map(tuple),
    link_contains=TEXTS,
    caption_contains=TEXTS,
)
POSTS = st.builds(
    Post,
    is_ad=st.booleans(),
    is_on_facebook=st.booleans(),
    brand_ig_id=st.sampled_from([*BRANDS.values(), "17843"]),
    links=st.sampled_from(
        [(), ("https://shop.northlight.example/spring%20sale",), ("https://northlight.example/autumn",)]
    ),
    caption=st.sampled_from(["", "Our spring sale", "autumn", "something else"]),
)


def lets_through(rules: Rules, post: Post) -> bool:
    """Tell whether the team may read comments on a post."""
    sieve = Sieve(
        hears_ads=rules.hears_ads,
        hears_organic=rules.hears_organic,
        brand_ig_ids=[BRANDS[each] for each in rules.profile_ids],
        domains=rules.domains,
        link_contains=rules.link_contains,
        caption_contains=rules.caption_contains,
    )
    return sieve.look_at(post).verdict is Verdict.LET


@given(agreed=RULES, now=RULES, post=POSTS)
def test_whatever_is_let_through_beyond_the_agreed_is_said_to_be_wider(agreed: Rules, now: Rules, post: Post) -> None:
    if lets_through(now, post) and not lets_through(agreed, post):
        assert wider(agreed, now=now)


@given(RULES)
def test_the_same_and_nothing_are_never_wider(rules: Rules) -> None:
    assert wider(rules, now=rules) == ()
    assert wider(rules, now=Rules()) == ()


@given(agreed=RULES)
def test_everything_is_wider_by_each_rule_that_narrowed(agreed: Rules) -> None:
    found = set(wider(agreed, now=Rules(hears_ads=True, hears_organic=True)))
    assert (Wider.ADS in found, Wider.ORGANIC in found) == (not agreed.hears_ads, not agreed.hears_organic)
    assert (Wider.BRANDS in found) is bool(agreed.profile_ids)
    assert (Wider.DOMAINS in found) is bool(agreed.domains)
    assert (Wider.LINKS in found) is bool(agreed.link_contains)
    assert (Wider.CAPTIONS in found) is bool(agreed.caption_contains)


def test_a_part_of_a_website_and_a_longer_text_are_narrower() -> None:
    agreed = Rules(hears_ads=True, domains=("northlight.example",), link_contains="spring", caption_contains="Spring")
    narrower = Rules(
        hears_ads=True,
        domains=("shop.northlight.example",),
        link_contains="spring-sale",
        caption_contains="our spring sale",
    )
    assert wider(agreed, now=narrower) == ()
    assert wider(narrower, now=agreed) == (Wider.DOMAINS, Wider.LINKS, Wider.CAPTIONS)
