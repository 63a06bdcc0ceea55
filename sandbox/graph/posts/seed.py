"""The posts a fresh Graph sandbox starts from, one of each kind, as old as its world makes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sandbox.graph.assets import Page
from sandbox.graph.model import Creator, Profile
from sandbox.graph.posts.model import Bond, Kind, Media, PagePost

_DAY = 86_400.0
_SKIN, _HOME = "17841405309211845", "17841409876543213"
_SKIN_PAGE = "104233445566701"
_FLAW = "Reels containing tappable elements can't be used for ads. Choose a different post to create an ad."


def media(accounts: Iterable[Creator | Profile], *, now: float) -> list[Media]:
    """Make the Instagram posts, newest first; `now` in seconds since the epoch."""
    of: Mapping[str, Creator | Profile] = {account.username: account for account in accounts}
    maya, juno, finch, potter = of["maya.makes"], of["juno.skates"], of["fickle.finch"], of["thequietpotter"]
    carousel = Media(
        id="17895695668004561",
        kind=Kind.CAROUSEL,
        caption="Three ways to wrap a present #ad",
        at=now - 4 * _DAY,
        partners={_SKIN: Bond.COLLAB},
        likes=640,
        owner=maya,
    )
    carousel.children = [
        Media(f"1789569566800456{last}", Kind.IMAGE, "", carousel.at, owner=maya, parent=carousel) for last in "357"
    ]
    return [
        Media("17895695668004551", Kind.STORY, "Today only", now - 0.2 * _DAY, {_SKIN: Bond.MENTION}, owner=maya),
        Media("17895695668004553", Kind.REEL, "Morning light, paper cranes", now - _DAY, {_SKIN: Bond.MENTION}, 1_210,
              owner=maya),
        carousel,
        Media("17895695668004571", Kind.IMAGE, "A jar worth keeping. Paid partnership with @northlight.skin",
              now - 9 * _DAY, {_SKIN: Bond.LABEL, _HOME: Bond.PRODUCT}, 2_044, owner=maya),
        Media("17895695668004573", Kind.IMAGE, "No brand in sight", now - 30 * _DAY, likes=511, owner=maya),
        Media("17895695668004575", Kind.REEL, "Kickflip in the rain", now - 5 * _DAY, {_SKIN: Bond.LABEL}, 9_870,
              country="NO", owner=juno),
        Media("17895695668004577", Kind.REEL, "Tap to vote", now - 6 * _DAY, {_SKIN: Bond.LABEL}, 88, "NO", flaw=_FLAW,
              owner=juno),
        Media("17895695668004579", Kind.IMAGE, "Bowls for the new shelf", now - 12 * _DAY, {_HOME: Bond.LABEL}, 4_310,
              "DK", owner=potter),
        Media("17895695668004581", Kind.VIDEO, "How it fell apart", now - 90 * _DAY, {_SKIN: Bond.TAG}, 77, "FI",
              owner=finch),
        Media("17895695668004583", Kind.IMAGE, "The new bottle", now - 2 * _DAY, likes=402, owner=of["northlight.skin"]),
    ]  # fmt: skip


def page_posts(pages: Iterable[Page], *, now: float) -> list[PagePost]:
    """Make the Facebook posts, newest first; `now` in seconds since the epoch."""
    of = {page.name: page for page in pages}
    maya, finch = of["Maya Makes"], of["Fickle Finch"]
    return [
        PagePost(f"{maya.id}_304455667788991", Kind.IMAGE, "A jar worth keeping, on Facebook too", now - 8 * _DAY,
                 {_SKIN_PAGE: Bond.LABEL}, 310, owner=maya),
        PagePost(f"{maya.id}_304455667788993", Kind.LINK, "Where I buy my paper", now - 20 * _DAY, likes=64, owner=maya),
        PagePost(f"{finch.id}_304455667788995", Kind.VIDEO, "How it fell apart, uncut", now - 90 * _DAY,
                 {_SKIN_PAGE: Bond.TAG}, 12, "FI", owner=finch),
    ]  # fmt: skip
