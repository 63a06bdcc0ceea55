"""The list of comments in its window: opened, narrowed down, and acted in, with forms over it that lead back to it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers.comments.ids import Action, View
from storage.ids import ChannelId, WorkspaceId
from tests.databases import ready_sqlite
from tests.handlers.payloads import Payload, every_payload
from tests.handlers.test_every_door import named
from tests.handlers.walk import Walk, furnished, walking
from tests.handlers.whispers import HERE, OUTSIDE, PUBLIC, whispering

SAYS = "open.creator.commenter says so"


@pytest.fixture
async def walk(tmp_path: Path) -> AsyncIterator[Walk]:
    """The app, with a comment in each campaign; Otto may ask, and so he may act on comments."""
    with whispering() as whispers:
        async with walking(ready_sqlite(tmp_path), whispers) as walk:
            await furnished(walk)
            yield walk


def _payload(walk: Walk, name: str) -> Payload:
    (payload,) = (each for kind, each_name, each in every_payload() if each_name == name and kind != "options")
    return named(payload, name, walk.ids[PUBLIC], who=OUTSIDE, url=walk.whispers.url)


def _in_list(walk: Walk, pressed: Action, **about: Any) -> Payload:
    """Press something in a fresh list of the public campaign."""
    payload = _payload(walk, Action.MINE)
    payload["view"]["private_metadata"] = json.dumps({"campaign_id": walk.ids[PUBLIC]["c1"]})
    payload["actions"] = [
        payload["actions"][0] | {"action_id": pressed, "value": f"{walk.ids[PUBLIC]['a1']}:1"} | about
    ]
    return payload


def _handed_in(walk: Walk, form: View, **about: Any) -> Payload:
    """Hand in a form that lies over the list."""
    payload = _payload(walk, form)
    below = {"campaign_id": walk.ids[PUBLIC]["c1"]}
    payload["view"]["private_metadata"] = json.dumps({"which": [walk.ids[PUBLIC]["a1"], "1"], "below": below})
    payload["view"]["previous_view_id"] = "V0LIST"
    for block in payload["view"]["state"]["values"].values():
        for state in block.values():
            state.update(about)
    return payload


async def test_the_command_lists_the_channels_comments_and_a_message_leads_to_those_of_its_creator(walk: Walk) -> None:
    told = await walk.send(_payload(walk, "comments"))
    assert SAYS in told
    assert "creator.commenter says so" in told.replace("hidden.", "")
    pressed = _payload(walk, Action.LIST)
    pressed["actions"][0]["value"] = json.dumps({"campaign_id": walk.ids[PUBLIC]["c1"], "ig_id": "none of theirs"})
    assert "No comments like that" in await walk.send(pressed)


async def test_what_is_done_in_the_list_shows_there_and_undoing_a_reply_opens_it_again(walk: Walk) -> None:
    async with walk.storage.write(WorkspaceId(HERE)) as uow:
        for campaign in await uow.campaigns.of_channel(ChannelId(PUBLIC)):
            campaign.undo_seconds = 60
    told = await walk.send(_in_list(walk, Action.HIDE))
    assert ("will be hidden at" in told, Action.UNDO in told) == (True, True)
    told = await walk.send(_in_list(walk, Action.UNDO))
    assert ("will be hidden at" in told, Action.HIDE in told) == (False, True)

    assert SAYS in await walk.send(_in_list(walk, Action.ANSWER))
    told = await walk.send(_handed_in(walk, View.REPLY, value="From Olso."))
    assert f"a reply by <@{OUTSIDE}> will be written at" in told
    told = await walk.send(_in_list(walk, Action.UNDO))
    assert "From Olso." in told.split("initial_value")[1]
    assert len({job.id for job in walk.engine.jobs if job.workflow == "comment-deed"}) == 2


async def test_a_comment_is_assigned_over_the_list_found_among_mine_and_finished(walk: Walk) -> None:
    assert "Who looks after it" in await walk.send(_in_list(walk, Action.ASSIGN))
    told = await walk.send(_handed_in(walk, View.ASSIGN, selected_user="U0GIL"))
    assert "may not act on the comments" in told
    assert '"response_action": "errors"' in told
    told = await walk.send(_handed_in(walk, View.ASSIGN, selected_user=OUTSIDE))
    assert f"for <@{OUTSIDE}>" in told
    assert SAYS in await walk.send(_in_list(walk, Action.MINE))
    told = await walk.send(_in_list(walk, Action.FINISH))
    assert (f"finished, by <@{OUTSIDE}>" in told, Action.FINISH in told) == (True, False)
    assert "No comments like that" in await walk.send(_in_list(walk, Action.MINE))


async def test_the_list_is_narrowed_down_to_what_is_hidden_and_the_rules_lie_over_it(walk: Walk) -> None:
    hidden = {"selected_option": {"text": {"type": "plain_text", "text": "Hidden"}, "value": "hidden"}}
    assert "No comments like that" in await walk.send(_in_list(walk, Action.STANDING, **hidden))
    told = await walk.send(_in_list(walk, Action.RULES, value=walk.ids[PUBLIC]["c1"]))
    assert "Comments to look at" in told
