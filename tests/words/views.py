"""Everything that handlers draw, once for each way it can look, from facts that are no language's words."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.connections.clocks import Clocks
from bot.connections.facts import AdoptedFacts, ConnectedFacts, LeftFacts, LoginFacts, NoticeFacts, ReconnectFacts
from bot.connections.lacks import Kind as Lacking
from bot.connections.lacks import Lack
from bot.connections.leaving import Stake
from bot.connections.notices import Ending
from bot.errors import NotFound
from bot.permissions.status import State
from handlers.blocks import section
from handlers.errors import error_view
from handlers.find.modal import draw_form as draw_find_form
from handlers.help.card import draw_help
from handlers.help.card import draw_window as draw_help_window
from handlers.profiles.health import HEALTH
from handlers.profiles.modal import ListMemory as ProfilesMemory
from handlers.profiles.modal import Way as ConnectWay
from handlers.profiles.modal import draw_detail as draw_profile
from handlers.profiles.modal import draw_list as draw_profiles
from handlers.profiles.notice import draw_notice
from storage.ids import ProfileId
from storage.logins import Source
from storage.tables import Kind
from tests.handlers.builders import ANA, NOON, login, profile
from tests.words.bulk_views import bulk_windows
from tests.words.campaign_views import campaign_windows, role_windows
from tests.words.creator_views import creator_windows
from tests.words.given import NUMBER, Drawing, a_campaign
from tests.words.list_views import list_windows
from tests.words.post_views import code_windows, post_windows, tag_windows
from tests.words.report_views import report_windows
from tests.words.request_views import request_windows

HANDLERS = Path(__file__).parent.parent.parent / "handlers"


def everything() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    for family in (
        request_windows,
        bulk_windows,
        list_windows,
        _profiles,
        _notices,
        _others,
        report_windows,
        campaign_windows,
        role_windows,
        tag_windows,
        creator_windows,
        post_windows,
        code_windows,
    ):
        yield from family()


def drawings_in_the_code() -> set[str]:
    """Name every function of handlers that draws, by its file."""
    found = set()
    for file in HANDLERS.rglob("*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and (node.name.startswith("draw_") or node.name == "error_view"):
                found.add(f"{file.relative_to(HANDLERS).with_suffix('')}:{node.name}")
    return found


def _profiles() -> Iterator[Drawing]:
    ways = (ConnectWay(link="https://1"), ConnectWay(missing=("1",)), ConnectWay(refusal="1"))
    for way, text, count in itertools.product(ways, ("", "1"), (0, 1, 200)):
        shown = [profile(number) for number in range(count)]
        listed = partial(draw_profiles, shown, way=way, memory=ProfilesMemory(text=text), as_of=NOON)
        yield "profiles/modal:draw_list", listed
    for health, kind, used, way in itertools.product(HEALTH, Kind, _logins(), ways):
        name = NUMBER if kind is Kind.PAGE else "northlight.skin"
        one = profile(name=name, health=health, kind=kind, health_words="21", unreadable_since=NOON, login=used)
        for stake in (Stake(open=0, approved=0), Stake(open=3, approved=9)):
            yield "profiles/modal:draw_detail", partial(draw_profile, one, way=way, stake=stake, as_of=NOON)


def _logins() -> Iterator[LoginFacts | None]:
    yield None
    yield login(source=Source.PASTED, granted_by=None, clocks=Clocks(), checked_at=None)
    yield login(name="", clocks=Clocks(token_ends_at=NOON), lacks=[Lack(kind=each, scopes=("1",)) for each in Lacking])
    yield login(name=NUMBER, clocks=Clocks(data_ends_at=NOON + timedelta(days=3)), others=1)
    yield login(name=NUMBER, clocks=Clocks(data_ends_at=NOON + timedelta(days=3)))


def _notices() -> Iterator[Drawing]:
    found = [
        AdoptedFacts(name=NUMBER if kind is Kind.PAGE else "northlight.skin", kind=kind, adopted=adopted)
        for kind in Kind
        for adopted in (None, {}, dict.fromkeys(map(str, State), 1))
    ]
    told: list[NoticeFacts] = [ConnectedFacts(profiles=found)]
    for when, by, is_yours in itertools.product((14, 0, *Ending), (None, ANA), (True, False)):
        told.append(
            ReconnectFacts(
                profiles=["northlight.skin"],
                profile_id=ProfileId("p1"),
                name="",
                when=when,
                ends_at=NOON,
                words="21",
                granted_by=by,
                is_yours=is_yours,
            )
        )
    for given, shared in itertools.product((True, False), repeat=2):
        told.append(LeftFacts(profiles=["northlight.skin"], name="", is_given_back=given, is_shared=shared))
    for each in told:
        yield "profiles/notice:draw_notice", partial(draw_notice, each)


def _others() -> Iterator[Drawing]:
    for count, has_profiles in itertools.product((0, 1, 9), (False, True)):
        yield (
            "help/card:draw_help",
            partial(draw_help, [a_campaign()] * count, has_profiles=has_profiles),
        )
    yield "help/card:draw_window", draw_help_window
    for text, found in (("", ()), (NUMBER, [section("12")])):
        yield "find/modal:draw_form", partial(draw_find_form, text, found)
    yield "errors:error_view", partial(error_view, NotFound("22.", why="23.", todo="24."))
