"""Where requests are looked up: lists, one request and its past, what was found, Home; once for each way they can look."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bot.connections.overview import Fresh
from bot.homes.facts import CommentsToLookAfter, Part, ToSign
from bot.permissions.reading.finding import Found, FoundCreator
from bot.permissions.reading.lists import Page
from bot.permissions.reading.past import PAST_SHOWN, PastPage
from bot.permissions.record import LETTERS_BEGIN, MOVED
from bot.permissions.status import OPEN, State
from handlers.find.card import draw_found as draw_finding
from handlers.home.card import draw_home
from handlers.manage.instructions import draw_instructions
from handlers.manage.listing import ListMemory, draw_list
from handlers.manage.modal import DetailMemory, Filter, draw_detail
from handlers.manage.moving import draw_move
from handlers.manage.past import TELLING_BY_THEMSELVES, WISHES, draw_past
from handlers.request.history import draw_history
from handlers.status.card import draw_status
from storage.ids import CampaignId, ProfileId, RequestId
from storage.letters import LetterState
from storage.tables import Campaign, Health
from storage.wanted import Mark
from tests.handlers.builders import ANA, NOON, history, home, letter, profile
from tests.words.given import HERE, LINKS, NUMBER, REASON, Drawing, some_facts


def list_windows() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    yield from _lists()
    yield from _moves()
    yield from _finds()
    yield from _homes()


def _lists() -> Iterator[Drawing]:
    crowd = [
        some_facts(request_id=RequestId(f"r{number}"), state=state, is_ending=True, profile_health=Health.LOGIN_DEAD)
        for number, state in enumerate([*State, *State, *State, *State, *State, *State])
    ]
    places: Mapping[str, ListMemory] = {
        "creator": ListMemory(creator="maya.makes"),
        "channel": ListMemory(channel_id=HERE),
        "everywhere": ListMemory(),
        "campaign": ListMemory(campaign_id=CampaignId("c1"), campaign=NUMBER),
        "profile": ListMemory(profile_id=ProfileId("p1"), profile="@northlight.skin"),
        "asker": ListMemory(asked_by=ANA),
        "search": ListMemory(text=NUMBER),
    }
    mark = Mark(changed_at=NOON, request_id=RequestId("r1"))
    pages = [Page(rows=rows, before=mark, after=mark) for rows in ([], crowd[:2], crowd[:20])]
    for chosen, memory, page in itertools.product(Filter, places.values(), pages):
        narrowed = memory.model_copy(update={"chosen": chosen})
        yield "manage/listing:draw_list", partial(draw_list, page, memory=narrowed)
    for each in crowd[: len(State)]:
        yield from _pasts(each)
        yield "manage/modal:draw_detail", partial(draw_detail, each, as_of=NOON, note="18")
        homeless = replace(each, campaign_id=None, campaign_name=None)
        yield "manage/modal:draw_detail", partial(draw_detail, homeless, as_of=NOON)
    for page in pages:
        drawn = partial(draw_status, page, head="19", hint="20", links=LINKS, memory=ListMemory(), as_of=NOON)
        yield "status/card:draw_status", drawn


def _pasts(shown: Any) -> Iterator[Drawing]:
    """The history of a request, with each kind of entry, and the instructions to copy."""
    tags = [*WISHES, *TELLING_BY_THEMSELVES, "person:request:signed", "person:request:undone", None]
    entries = [history(shown.state, tag=tag, actor="U0ANA", why=REASON) for tag in tags]
    for tag, standing in itertools.product(("greenlight:message:sent", *sorted(LETTERS_BEGIN)), LetterState):
        about = letter(state=standing, words=REASON, text=NUMBER, purpose="nudge-1", by=ANA)
        entries.append(history(State.WAITING, tag=tag, actor="U0BEN", letter=about))
    entries.append(replace(history(shown.state, why=REASON), is_the_same=True))
    for skipped in (0, PAST_SHOWN):
        page = PastPage(request=shown, entries=entries, skipped=skipped, is_more=True)
        yield "manage/past:draw_past", partial(draw_past, page)
    for state, text in itertools.product(LetterState, (NUMBER, "")):
        lettered = replace(shown, letter=letter(state=state))
        yield "manage/instructions:draw_instructions", partial(draw_instructions, lettered, text=text)


def _moves() -> Iterator[Drawing]:
    for creator in ("maya.makes", "17 17"):
        memory = DetailMemory(request_id=RequestId("r1"))
        yield "manage/moving:draw_move", partial(draw_move, creator, memory=memory)
    for state in State:
        yield "request/history:draw_history", partial(draw_history, history(state, tag=MOVED, actor="U0ANA"))


def _finds() -> Iterator[Drawing]:
    requests = [some_facts(request_id=RequestId(f"r{number}")) for number in range(9)]
    creators = [
        FoundCreator(username="maya.makes", former=former, requests=requests[:count])
        for former in (None, "old.maya")
        for count in (1, 4, 9)
    ]
    campaigns = [
        Campaign(name=NUMBER, channel_id=HERE, closed_at=None),
        Campaign(name=NUMBER, channel_id=HERE, closed_at=NOON),
    ]
    for found in (
        Found(creators=(), campaigns=(), has_more=False),
        Found(creators=creators, campaigns=campaigns, has_more=True),
    ):
        yield "find/card:draw_found", partial(draw_finding, found, typed=NUMBER, as_of=NOON)


def _homes() -> Iterator[Drawing]:
    many = [some_facts(request_id=RequestId(f"r{number}")) for number in range(40)]
    sick = [profile(health=Health.LOGIN_DEAD, unreadable_since=NOON)] * 3
    fresh = [Fresh(name="northlight.skin", adopted=dict.fromkeys(map(str, State), 2))]
    for waiting, failed, profiles in itertools.product(([], many), ([], many), ([], sick)):
        shown = home(open_=waiting, failed=failed, sick=profiles, fresh=fresh)
        yield "home/card:draw_home", partial(draw_home, shown)
    yield "home/card:draw_home", partial(draw_home, home(has_profiles=False))
    comments = [
        CommentsToLookAfter(campaign_id=CampaignId("c1"), campaign_name=NUMBER, is_mine=is_mine, count=count)
        for is_mine, count in itertools.product((True, False), (1, 7))
    ]
    yield "home/card:draw_home", partial(draw_home, home(comments=comments))
    signing = [
        ToSign(request=each, asked_by=ANA, campaign_name=NUMBER, channel_id=HERE, expires_at=NOON)
        for each in (None, many[0])
    ]
    ending = [some_facts(state=State.APPROVED, until=NOON.date())]
    yield "home/card:draw_home", partial(draw_home, home(to_sign=signing, ending=ending))
    yield (
        "home/card:draw_home",
        partial(draw_home, home(parts=[Part(states=OPEN, rows=many[:1], total=9, is_more=True)])),
    )
    unsure = Part(states=frozenset({State.UNSURE}), rows=many[:1], total=1)
    yield "home/card:draw_home", partial(draw_home, home(parts=[unsure]))
