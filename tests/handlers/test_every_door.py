"""Every door of the app, tried by those who may not go through it: whatever Slack delivers, nothing changes and nobody is left without a word.

The doors are those that the app registers: a new one is tried by itself.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.homes.wanting import HOME
from handlers.campaign.ids import Action as CampaignAction
from handlers.campaign.ids import View as CampaignView
from handlers.comments.ids import Action as CommentAction
from handlers.comments.ids import View as CommentView
from handlers.home.ids import Action as HomeAction
from handlers.invite.ids import Action as InviteAction
from handlers.letters.ids import Action as LetterAction
from handlers.posts.ids import Action as PostAction
from handlers.profiles.ids import Action as ProfileAction
from handlers.report.ids import View as ReportView
from handlers.request.ids import Action, Shortcut
from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId, new_id
from tests.databases import ready_sqlite
from tests.handlers.builders import NOON
from tests.handlers.payloads import MARKS, STATES, Payload, every_payload
from tests.handlers.walk import HIDDEN, Ids, Walk, furnished, read, walking
from tests.handlers.whispers import (
    ANA,
    ELSEWHERE,
    GROUP,
    GUEST,
    HERE,
    OLGA,
    OTHER,
    OUTSIDE,
    PRIVATE,
    PUBLIC,
    VIEWER,
    whispering,
)
from tests.storage.builders import a_request

STEP_EVENT, NOTHING = "function_executed", "nothing there is"
NOWHERE: Ids = dict.fromkeys(("a1", "c1", "p1", "b1", "s1", "l1", "waiting"), "0" * 32) | {"CAMPAIGN": "No such thing"}
ALLOWED_TO_VIEWERS = frozenset({Action.CHECK_NOW})
"""What reads Meta's list anew, and changes nothing else."""
POSTS = frozenset(
    {
        "posts",
        HomeAction.POSTS,
        CampaignAction.READINESS,
        PostAction.LIST,
        PostAction.CAMPAIGN,
        PostAction.PROFILE,
        PostAction.OPEN,
    }
)
"""What shows a profile's posts to members, as Meta lists them now."""
LINKS = frozenset({PostAction.SEE, CommentAction.SEE})
"""Buttons that lead to Instagram: Slack opens the page, and we only say that we heard."""
OPEN_WHEN_CLOSED = frozenset(
    {
        CampaignAction.REOPEN,
        CampaignView.FORM,
        LetterAction.MARK_SENT,
        LetterAction.MARK_ALL_SENT,
        LetterAction.MARK_BOUNCED,
        ProfileAction.DISCONNECT,
        Action.UNDO,
        CommentAction.HIDE,
        CommentAction.SHOW,
        CommentAction.FINISH,
        CommentView.REPLY,
        CommentView.ASSIGN,
        InviteAction.ASSET_STOP,
    }
)
"""What a manager may do about a campaign that is closed: open it, make another, say what became of
letters, stop what has not left, look after the comments that still come, and end what they come by."""
Change = Callable[[Payload], Payload]
READING = frozenset({ReportView.FORM})
"""Forms by which anybody has something made of what they may see."""
FOR_ASKERS = frozenset({ProfileAction.DISCONNECT, PostAction.ASK, CampaignView.FORM, *Shortcut, "request"})
"""What is about no campaign that there is, so that Otto may do it: he may ask."""


def named(payload: Payload, name: str, ids: Ids, *, who: str, url: str) -> Payload:
    """Put real ids in place of the marks, and a person in place of nobody."""
    ids = ids | {
        "r1": ids.get(STATES.get(Action(name), "waiting") if name in set(Action) else "waiting", ids["waiting"])
    }
    text = (
        json.dumps(payload).replace('"WHO"', f'"{who}"').replace("URL/", f"{url}/").replace("CAMPAIGN", ids["CAMPAIGN"])
    )
    found: Payload = json.loads(MARKS.sub(lambda mark: ids[mark["mark"]], text))
    return found


def as_it_is(payload: Payload) -> Payload:
    """Leave it as Slack sends it."""
    return payload


def broken(payload: Payload, *, junk: str) -> Payload:
    """Put junk where the app keeps what it wants to be told again."""
    changed: Payload = json.loads(json.dumps(payload))
    if view := changed.get("view"):
        view["private_metadata"] = junk
    for action in changed.get("actions", []):
        for key in ("value", "selected_user"):
            if key in action:
                action[key] = junk
        if isinstance(action.get("selected_option"), dict):
            action["selected_option"]["value"] = junk
    if "text" in changed:
        changed["text"] = f"{changed['text']} {junk}"
    return changed


def elsewhere(payload: Payload) -> Payload:
    """Have it come from the other workspace, as from an app that is installed for an organisation."""
    text = json.dumps(payload).replace(f'"{HERE}"', f'"{OTHER}"')
    found: Payload = json.loads(text)
    return found


async def wrong_with(walk: Walk, payload: Payload, *, kind: str, about: str, is_reader: bool = False) -> list[str]:
    """Deliver it, and return what is not as it has to be.

    Nothing changes, Meta is not asked (or only read, by who may read), nobody else is written to, and whoever did it reads a
    sentence.
    """
    before, jobs = await walk.rows(), len(walk.engine.jobs)
    told = await walk.send(payload)
    after = await walk.rows()
    faults: list[object] = [f"{table} changed" for table in before if before[table] != after[table]]
    faults += [
        *(job for job in walk.engine.jobs[jobs:] if job.workflow != HOME),
        *(call for call in walk.meta if not (is_reader and call.startswith("GET "))),
        *walk.whispers.written,
        *walk.whispers.unknown,
    ]
    faults += [f"{each} is told in {told[:500]}" for each in (*HIDDEN, "Traceback", "Error(") if each in told]
    if kind not in ("options", "event") and " " not in told.strip():
        faults.append("silence")
    walk.meta.clear()
    walk.whispers.written.clear()
    return [f"{about}: {each} of {read(payload)}" for each in faults]


@pytest.fixture
def database_of_walk(tmp_path: Path) -> str:
    return ready_sqlite(tmp_path)


def fresh(folder: Path) -> str:
    """Make a database in a folder of its own."""
    folder.mkdir()
    return ready_sqlite(folder)


def doors(*, without: Collection[str] = ()) -> Iterator[tuple[str, str, Payload]]:
    """Yield every door but some, and without what Slack alone tells."""
    for kind, name, payload in every_payload():
        if name not in {*without, *LINKS} and kind != "event":
            yield kind, name, payload


async def faults_of(
    who: str, places: Sequence[str], database_url: str, *, without: Collection[str], change: Change
) -> str:
    """Walk by all doors as one person, with the ids of each place; return what is not as it has to be."""
    faults = []
    with whispering() as whispers:
        async with walking(database_url, whispers) as walk:
            await furnished(walk)
            for place in places:
                for kind, name, payload in doors(without=without):
                    real = named(payload, name, walk.ids.get(place, NOWHERE), who=who, url=whispers.url)
                    is_reader = who in (VIEWER, OUTSIDE) and name in POSTS
                    about = f"{who} by {name}, {place}"
                    faults += await wrong_with(walk, change(real), kind=kind, about=about, is_reader=is_reader)
    return "\n".join(faults)


async def beside(*walks: Coroutine[Any, Any, str]) -> str:
    """Walk on several ways at once, each on a thread of its own: most of the time is spent in waiting."""
    found = await asyncio.gather(*(asyncio.to_thread(asyncio.run, walk) for walk in walks))
    return "\n".join(each for each in found if each)


def unexpected(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the log tells of errors that nobody thought of."""
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]


async def test_who_may_not_act_changes_nothing_by_any_door_and_reads_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    faults = await beside(
        faults_of(VIEWER, [PUBLIC], fresh(tmp_path / "viewer"), without=READING | ALLOWED_TO_VIEWERS, change=as_it_is),
        faults_of(GUEST, [PUBLIC], fresh(tmp_path / "guest"), without=READING, change=as_it_is),
        faults_of(OLGA, [PUBLIC], fresh(tmp_path / "foreign"), without=READING, change=as_it_is),
        faults_of(OLGA, [PUBLIC], fresh(tmp_path / "from elsewhere"), without=(), change=elsewhere),
    )
    assert not faults, faults
    assert not unexpected(caplog)


async def test_ids_of_a_private_campaign_of_another_workspace_and_of_nothing_open_no_door(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    faults = await beside(
        faults_of(OUTSIDE, [PRIVATE], fresh(tmp_path / "outside"), without=FOR_ASKERS, change=as_it_is),
        faults_of(OUTSIDE, [ELSEWHERE, NOTHING], fresh(tmp_path / "member"), without=FOR_ASKERS, change=as_it_is),
        faults_of(VIEWER, [PRIVATE], fresh(tmp_path / "viewer"), without=(), change=as_it_is),
        faults_of(GUEST, [PRIVATE], fresh(tmp_path / "guest"), without=(), change=as_it_is),
        faults_of(OLGA, [PRIVATE, ELSEWHERE], fresh(tmp_path / "foreign"), without=(), change=as_it_is),
    )
    assert not faults, faults
    assert not unexpected(caplog)


async def test_what_is_no_id_and_no_memory_of_ours_opens_no_door_and_is_met_with_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Such a window can be real: it was opened before an upgrade."""
    faults = await beside(
        *(
            faults_of(
                VIEWER,
                [PUBLIC],
                fresh(tmp_path / str(number)),
                without=READING | ALLOWED_TO_VIEWERS,
                change=partial(broken, junk=junk),
            )
            for number, junk in enumerate(("no JSON {", "a\x00b" + "x" * 20_000, ""))
        )
    )
    assert not faults, faults
    assert not unexpected(caplog)


async def test_in_a_campaign_that_closed_meanwhile_its_manager_asks_and_changes_nothing_by_any_door_and_reads_why(
    database_of_walk: str,
) -> None:
    """Every window and every button may have been there before the campaign closed."""
    faults: list[str] = []
    with whispering() as whispers:
        async with walking(database_of_walk, whispers) as walk:
            await furnished(walk)
            async with walk.storage.write(WorkspaceId(HERE)) as uow:
                campaign = await uow.campaigns.get(CampaignId(walk.ids[PUBLIC]["c1"]), lock=True)
                assert campaign is not None
                campaign.closed_at, campaign.closed_by = NOON, PersonId(ANA)
            for kind, name, payload in doors(without=OPEN_WHEN_CLOSED | READING):
                before, jobs = await walk.rows(), len(walk.engine.jobs)
                told = await walk.send(named(payload, name, walk.ids[PUBLIC], who=ANA, url=whispers.url))
                after = await walk.rows()
                found: list[object] = [table for table in before if before[table] != after[table]]
                found += [job for job in walk.engine.jobs[jobs:] if job.workflow != HOME]
                found += [call for call in walk.meta if not call.startswith("GET ")]
                found += ["silence"] if kind != "options" and " " not in told.strip() else []
                faults += [f"{name}: {each}" for each in found]
                walk.meta.clear()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("who", [VIEWER, GUEST, OLGA])
async def test_what_slack_tells_of_another_workspace_changes_nothing_here(who: str, database_of_walk: str) -> None:
    with whispering() as whispers:
        async with walking(database_of_walk, whispers) as walk:
            await furnished(walk)
            faults = []
            for kind, name, payload in every_payload():
                if kind == "event" and name != STEP_EVENT:
                    real = elsewhere(named(payload, name, walk.ids[PUBLIC], who=who, url=whispers.url))
                    faults += await wrong_with(walk, real, kind=kind, about=name)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("who", [VIEWER, GUEST, OLGA, OUTSIDE])
@pytest.mark.parametrize("channel", [PUBLIC, PRIVATE, ELSEWHERE])
async def test_a_workflow_asks_nobody_for_those_who_may_not_and_ends_with_a_sentence(
    who: str, channel: str, database_of_walk: str
) -> None:
    if (who, channel) == (OUTSIDE, PUBLIC):
        pytest.skip("he may")
    with whispering() as whispers:
        async with walking(database_of_walk, whispers) as walk:
            await furnished(walk)
            (payload,) = (each for _kind, name, each in every_payload() if name == STEP_EVENT)
            before = await walk.rows()
            await walk.send(named(payload, STEP_EVENT, walk.ids[channel], who=who, url=whispers.url))
            for job in walk.engine.jobs:  # what is done brings along what tells the workflow
                await walk.engine.do(job)
            after = await walk.rows()
    assert {table for table in before if before[table] != after[table]} == {"steps"}
    (ended,) = whispers.told
    assert len(ended.split(". ")) > 1, ended
    assert not [each for each in HIDDEN if each in ended.replace(walk.ids[channel]["CAMPAIGN"], "")]
    assert not walk.meta


async def adopted(walk: Walk, *, state: str) -> str:
    """Have a request that was found at Meta, and is in no campaign."""
    async with walk.storage.write(WorkspaceId(HERE)) as uow:
        profile = await uow.profiles.get(ProfileId(walk.ids[PUBLIC]["p1"]))
        assert profile is not None
        request = a_request(profile, state=state, creator_username="found.there", creator_ig_id="77")
        uow.requests.add(request)
        return request.id


def press(name: str, request_id: str, *, who: str, url: str) -> Payload:
    """Press a button of a card about a request."""
    (payload,) = (each for _kind, each_name, each in every_payload() if each_name == name)
    return named(
        payload, name, dict.fromkeys(NOWHERE, request_id) | {STATES[Action(name)]: request_id}, who=who, url=url
    )


async def test_a_role_by_a_user_group_counts_for_a_request_without_a_campaign(database_of_walk: str) -> None:
    with whispering() as whispers:
        async with walking(database_of_walk, whispers) as walk:
            await furnished(walk)
            pressed = press(Action.REVOKE, await adopted(walk, state="approved"), who=VIEWER, url=whispers.url)
            assert "Your role here is viewer" in await walk.send(pressed)
            assert not walk.engine.jobs
            async with walk.storage.write(WorkspaceId(HERE)) as uow:
                given = {VIEWER: "viewer", GROUP: "requester"}
                await uow.roles.give(given, campaign_id=None, by=PersonId(ANA), at=NOON, new_id=new_id)
            await walk.send(pressed)
            assert "withdraw" in {job.workflow for job in walk.engine.jobs}


async def test_undoing_what_is_in_no_campaign_is_refused_with_words(database_of_walk: str) -> None:
    with whispering() as whispers:
        async with walking(database_of_walk, whispers) as walk:
            await furnished(walk)
            pressed = press(Action.UNDO, await adopted(walk, state="approved"), who=OUTSIDE, url=whispers.url)
            assert "cannot be undone" in await walk.send(pressed)
