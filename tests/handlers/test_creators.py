"""Creators' accounts from Slack: what is monitored of one is changed, and who has connected none is invited from a post."""

from __future__ import annotations

import re
from pathlib import Path

from handlers.comments.ids import Action as CommentAction
from handlers.invite.ids import Action, View
from handlers.posts.ids import Action as PostAction
from tests.databases import ready_sqlite
from tests.handlers.payloads import Payload, every_payload
from tests.handlers.test_every_door import named
from tests.handlers.walk import Walk, furnished, walking
from tests.handlers.whispers import ANA, PRIVATE, PUBLIC, whispering


async def told(walk: Walk, name: str, *, hears: list[str] | None = None) -> str:
    """Have Ana press a button, or hand in a form with these kinds of comments ticked; return what she is told."""
    (payload,) = (each for _kind, known, each in every_payload() if known == name)
    real = named(payload, name, walk.ids[PUBLIC], who=ANA, url=walk.whispers.url)
    if hears is not None:
        _ticked(real)["selected_options"] = [
            {"text": {"type": "plain_text", "text": each}, "value": each} for each in hears
        ]
    return await walk.send(real)


def _ticked(payload: Payload) -> Payload:
    values = payload["view"]["state"]["values"]
    found: Payload = next(state[Action.HEARS] for state in values.values() if Action.HEARS in state)
    return found


async def test_the_form_holds_what_is_monitored_and_what_is_saved_shows_in_the_list(tmp_path: Path) -> None:
    with whispering() as whispers:
        async with walking(ready_sqlite(tmp_path), whispers) as walk:
            await furnished(walk)
            form = await told(walk, Action.ASSET_RULES)
            assert "Comments on other posts" in form
            assert form.count("initial_options") == 1

            saved = await told(walk, View.RULES, hears=[])
            assert "These rules hold from now on" in saved
            assert "No comments are monitored." in saved

            refused = await told(walk, View.RULES, hears=["ads"])  # its login has ended: nobody can be asked by it
            assert "cannot be monitored with this sign-in" in refused
            assert "Make a new link" in refused


async def test_rules_are_tried_as_they_are_typed_and_stay_typed(tmp_path: Path) -> None:
    with whispering() as whispers:
        async with walking(ready_sqlite(tmp_path), whispers) as walk:
            await furnished(walk)
            (payload,) = (each for _kind, known, each in every_payload() if known == Action.ASSET_TRY)
            real = named(payload, Action.ASSET_TRY, walk.ids[PUBLIC], who=ANA, url=whispers.url)
            ticked = {"text": {"type": "plain_text", "text": "ads"}, "value": "ads"}
            _ticked(real)["selected_options"] = [ticked]
            tried = await walk.send(real)
            assert "these rules would have" in tried
            assert "nothing is saved yet" in tried
            assert "left out *1*" in tried


async def test_what_is_no_domain_stands_beside_its_field_and_a_new_link_is_made(tmp_path: Path) -> None:
    with whispering() as whispers:
        async with walking(ready_sqlite(tmp_path), whispers) as walk:
            await furnished(walk)
            (payload,) = (each for _kind, known, each in every_payload() if known == View.RULES)
            real = named(payload, View.RULES, walk.ids[PUBLIC], who=ANA, url=whispers.url)
            for state in real["view"]["state"]["values"].values():
                if Action.DOMAINS in state:
                    state[Action.DOMAINS]["value"] = "northlight"
            wrong = await walk.send(real)
            assert '"errors"' in wrong
            assert "no domain" in wrong
            link = await told(walk, Action.ASSET_WIDEN)
            assert "https://greenlight.example/invite/" in link


async def test_whoever_has_connected_nothing_is_invited_from_the_post_with_handle_and_campaign(tmp_path: Path) -> None:
    with whispering() as whispers:
        async with walking(ready_sqlite(tmp_path), whispers) as walk:
            await furnished(walk)
            form = await told(walk, PostAction.INVITE)
            assert form.count("'initial_value': 'maya.makes'") == 2
            assert "Spring launch" in form


async def test_the_form_that_moves_an_own_account_begins_with_the_campaign_that_asks_with_it(tmp_path: Path) -> None:
    with whispering() as whispers:
        async with walking(ready_sqlite(tmp_path), whispers) as walk:
            await furnished(walk)
            for channel in (PUBLIC, PRIVATE):
                (payload,) = (each for _kind, known, each in every_payload() if known == Action.MOVE)
                form = await walk.send(named(payload, Action.MOVE, walk.ids[channel], who=ANA, url=whispers.url))
                assert "initial_option" in form
                assert walk.ids[channel]["c1"] in form


async def test_whoever_is_to_have_ads_read_gets_a_link_of_their_own_again_and_again(tmp_path: Path) -> None:
    with whispering() as whispers:
        async with walking(ready_sqlite(tmp_path), whispers) as walk:
            await furnished(walk)
            links = set()
            for action in (CommentAction.READER, CommentAction.READER_SIGN_IN, CommentAction.READER_FRESH):
                window = await told(walk, action)
                assert "Reading ads" in window
                assert "Connect with reading ads" in window
                assert ("a page has opened there" in window) is (action is CommentAction.READER_SIGN_IN)
                (link,) = re.findall(r"https://greenlight\.example/connect/start/[^'\"]+", window)
                links.add(link)
            assert len(links) == 3
