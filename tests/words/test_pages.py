"""The web pages in another language: nothing drawn has English left in it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.codes.own import OwnPost, OwnPosts
from bot.connections.accounts import Account, Offer
from bot.connections.lacks import Kind as Lacking
from bot.connections.lacks import Lack
from bot.connections.picking import Choices, Picked
from bot.connections.refused import LinkFault, LinkRefused, NotConfigured, NotSignedIn, SignInOver
from bot.connections.scopes import EXPECTED, Scope
from bot.connections.signing_in import Invitation
from bot.influencers.agreed import Wider
from bot.influencers.refused import ConnectionOver, InviteOver
from bot.influencers.status import AssetState, InviteState
from bot.permissions.status import State
from bot.posts.facts import CodeFacts
from bot.web.pages.choose import draw_choices
from bot.web.pages.done import draw_done
from bot.web.pages.frame import Place
from bot.web.pages.invite import draw_joined, draw_used
from bot.web.pages.own_posts import draw_own_posts
from bot.web.pages.start import draw_start
from bot.web.pages.trouble import draw_trouble
from bot.words import speaking
from storage.codes import CodeOrigin, CodeStage, CodeVerdict
from storage.ids import ProfileId
from storage.tables import Kind, Profile
from tests.handlers.builders import NOON
from tests.stories.visitor import read_page
from tests.words.creator_views import ALL, NOTHING, an_asset
from tests.words.languages import accented
from tests.words.test_translated import english_in

PLACE = Place(base="", form_key="1")
NAMES = {"Greenlight", *(part for scope in Scope for part in scope.split("_"))}
"""What is called the same everywhere; the names of permissions may break behind their parts."""


def pages() -> Iterator[Callable[[], str]]:
    """Give every page, once for each way it can look."""
    for profile in (None, "1"):
        invitation = Invitation(workspace_name="2", person_name="3", profile_name=profile)
        yield partial(draw_start, invitation, address="/", place=PLACE)
    for shown, declined, wanted in itertools.product((_offers(), []), ([], EXPECTED), (None, "page:9")):
        for is_none_picked in (False, True):
            choices = Choices(sign_in_id="1", name="4", offers=shown, declined=declined, wanted=wanted, wanted_name="5")
            yield partial(draw_choices, choices, place=PLACE, is_none_picked=is_none_picked)
    profiles = [_profile(kind, number) for number, kind in enumerate((*Kind, Kind.INSTAGRAM, Kind.INSTAGRAM))]
    read = {profiles[0].id: dict.fromkeys(map(str, State), 1), profiles[2].id: {}}
    yield lambda: draw_done(Picked(profiles=profiles, adopted=read), sign_in_id="1", place=PLACE)
    yield from (
        lambda fault=fault: draw_trouble(LinkRefused(fault), place=PLACE, look_again="/") for fault in LinkFault
    )
    yield lambda: draw_trouble(SignInOver(), place=PLACE)
    yield lambda: draw_trouble(ConnectionOver(), place=PLACE)
    yield lambda: draw_used(InviteOver(InviteState.USED, can_return=True), address="/", place=PLACE)
    yield lambda: draw_joined(
        replace(an_asset(AssetState.MONITORING), widened=list(Wider)), sign_in_id="1", place=PLACE
    )
    for done in (None, *(_code(stage, words) for stage, words in itertools.product(CodeStage, (None, "11")))):
        own = OwnPosts(
            username="12",
            posts=_posts(),
            is_more=True,
            first=30,
            monitored=ALL,
            ends_at=NOON,
            widened=list(Wider),
            done=done,
        )
        yield partial(draw_own_posts, own, sign_in_id="1", place=PLACE)
    yield lambda: draw_own_posts(
        OwnPosts(username="12", posts=[], is_more=True, first=480, monitored=NOTHING, ends_at=NOON),
        sign_in_id="1",
        place=PLACE,
    )
    yield lambda: draw_trouble(NotConfigured(["7"]), place=PLACE)
    yield lambda: draw_trouble(NotSignedIn("1", "8", why="9", todo="10"), place=PLACE, sign_in_id="1")


def _code(stage: CodeStage, words: str | None = None) -> CodeFacts:
    return CodeFacts(
        id="1",
        stage=stage,
        origin=CodeOrigin.MADE,
        verdict=CodeVerdict.OPENS,
        masked="",
        words=words,
        got_by="creator",
        got_at=NOON,
        checked_at=None,
    )


def _posts() -> list[OwnPost]:
    kinds: list[tuple[CodeFacts | None, SecretStr | None]] = [(_code(stage), None) for stage in CodeStage]
    kinds += [(None, None), (_code(CodeStage.LIVE), SecretStr("13"))]
    dates = itertools.cycle([(None, None, ""), (NOON.date(), "https://www.instagram.com/p/1/", "14")])
    return [
        OwnPost(media_id="1", permalink=permalink, caption=caption, posted_on=day, code=code, secret=secret)
        for (code, secret), (day, permalink, caption) in zip(kinds, dates, strict=False)
    ]


def _offers() -> list[Offer]:
    def offered(number: int, *lacks: Lack, kind: Kind = Kind.INSTAGRAM) -> Offer:
        account = Account(kind=kind, id=str(number), name=str(number), page_name="6", ids=("1",))
        return Offer(account=account, lacks=lacks, is_connected=number == 1)

    lacking = [offered(10 + at, Lack(kind=kind, scopes=("1",))) for at, kind in enumerate(Lacking)]
    return [offered(1), offered(2, kind=Kind.PAGE), *lacking]


def _profile(kind: Kind, number: int) -> Profile:
    return Profile(id=ProfileId(str(number)), kind=kind, username=str(number), created_at=NOON - timedelta(days=number))


@pytest.mark.parametrize("draw", list(pages()))
def test_no_english_is_left_on_a_page_in_another_language(tmp_path: Path, draw: Callable[[], str]) -> None:
    with speaking(accented(tmp_path)):
        page = read_page(httpx.Response(200, text=draw(), request=httpx.Request("GET", "http://127.0.0.1")))

    assert set(english_in(page.words)) - NAMES == set()


def test_a_page_is_written_in_the_language_it_says(tmp_path: Path) -> None:
    invitation = Invitation(workspace_name="2", person_name="3", profile_name=None)
    with speaking(accented(tmp_path)):
        assert 'lang="eo"' in draw_start(invitation, address="/", place=PLACE)
    assert 'lang="en"' in draw_start(invitation, address="/", place=PLACE)


def test_after_nothing_was_ticked_nothing_is_ticked_by_itself() -> None:
    choices = Choices(sign_in_id="1", name="4", offers=_offers(), declined=[], wanted=None, wanted_name=None)

    assert "checked" not in draw_choices(choices, place=PLACE, is_none_picked=True)


def test_what_meta_says_no_role_for_is_left_to_the_person_to_tick() -> None:
    def offered(number: int, tasks: tuple[str, ...] | None) -> Offer:
        account = Account(kind=Kind.INSTAGRAM, id=str(number), name=str(number), ids=("1",), tasks=tasks)
        return Offer(account=account, lacks=(), is_connected=True)

    choices = Choices(
        sign_in_id="1",
        name="4",
        offers=[offered(1, ("ADVERTISE",)), offered(2, None)],
        declined=[],
        wanted=None,
        wanted_name=None,
    )
    drawn = draw_choices(choices, place=PLACE)
    assert drawn.count(" checked") == 1
    assert 'value="instagram:1" checked' in drawn


def test_what_cannot_be_connected_yet_says_which_page_it_belongs_to() -> None:
    pebble = Account(kind=Kind.INSTAGRAM, id="1", name="private.pebble", page_name="Founder", ids=("1",))
    absent = Account(kind=Kind.INSTAGRAM, id="of-2", name="Northlight Press", ids=("2",), is_there=False)
    lacks = {pebble: Lacking.PROFESSIONAL, absent: Lacking.LINK}
    offers = [Offer(account=each, lacks=(Lack(kind=kind),), is_connected=False) for each, kind in lacks.items()]
    choices = Choices(sign_in_id="1", name="4", offers=offers, declined=[], wanted=None, wanted_name=None)

    drawn = draw_choices(choices, place=PLACE)
    assert "Linked to the Page Founder" in drawn
    assert "Instagram account of the Page Northlight Press" in drawn


def test_names_that_come_from_elsewhere_are_shown_and_never_read_as_markup() -> None:
    evil = '"><script>alert(1)</script><b x="'
    invitation = Invitation(workspace_name=evil, person_name=evil, profile_name=evil)
    offers = [Offer(account=Account(kind=Kind.PAGE, id=evil, name=evil, ids=("1",)), lacks=(), is_connected=False)]
    choices = Choices(sign_in_id="1", name=evil, offers=offers, declined=[], wanted=evil, wanted_name=evil)
    trouble = NotSignedIn("1", evil, why=evil, todo=evil)
    for drawn in (
        draw_start(invitation, address="/", place=PLACE),
        draw_choices(choices, place=PLACE),
        draw_trouble(trouble, place=PLACE, sign_in_id=evil),
    ):
        assert "<script" not in drawn
        assert "<b " not in drawn
