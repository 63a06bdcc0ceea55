"""The list of profiles, and one profile with what can be done about it; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from bot.connections.facts import LoginFacts, ProfileFacts
from bot.connections.leaving import Left, Stake
from bot.words import say
from handlers import blocks
from handlers.invite.ids import Action as InviteAction
from handlers.phrases import escaped, moment
from handlers.profiles.health import (
    ends_of,
    line_of,
    login_of,
    name_of,
    plain_name_of,
    read_of,
    standing_of,
    troubles_of,
)
from handlers.profiles.ids import Action, View
from storage.ids import ProfileId
from storage.tables import Health, Kind

SHOWN = 30
ADD = 'printf %s "$TOKEN" | greenlight profiles add --ig-id … --username … --token-stdin'


class ListMemory(BaseModel):
    """What the list was narrowed to."""

    text: str = ""


class DetailMemory(BaseModel):
    """Which profile is shown."""

    profile_id: ProfileId


class Way(BaseModel):
    """How the reader can connect a profile: by a link of their own, or what keeps them from it."""

    link: str | None = None
    missing: tuple[str, ...] = ()
    """Settings that whoever runs Greenlight has not set."""
    refusal: str | None = None
    """Why they may neither connect nor disconnect one, and who may."""


def draw_list(
    found: Sequence[ProfileFacts], *, way: Way, memory: ListMemory, as_of: datetime, note: str | None = None
) -> blocks.Block:
    """Draw every profile, those that need somebody first."""
    drawn = [blocks.section(note)] if note else []
    drawn += way_blocks(way, about=say("profiles.how_to_connect"), label=say("profiles.connect"))
    drawn.append(blocks.section(_head(found, memory), block_id="head"))
    drawn += [_row(each, now=as_of) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        drawn.append(blocks.context(say("profiles.more", count=len(found) - SHOWN)))
    if way.refusal is None:
        drawn.append(
            blocks.section(
                say("influencers.apart"),
                block_id="influencers",
                accessory=blocks.button(say("influencers.open"), action_id=InviteAction.SHOW_ASSETS),
            )
        )
    drawn.append(blocks.context(say("profiles.as_of", moment=moment(as_of)), block_id="as-of"))
    return blocks.modal(say("profiles.title"), drawn, callback_id=View.LIST, memory=memory.model_dump_json())


def draw_detail(
    facts: ProfileFacts, *, way: Way, stake: Stake, as_of: datetime, note: str | None = None
) -> blocks.Block:
    """Draw one profile: how its login stands, what is missing, and its buttons."""
    drawn = [blocks.section(note)] if note else []
    drawn.append(blocks.section(standing_of(facts, now=as_of)))
    drawn += [blocks.section(f":warning: {trouble}") for trouble in troubles_of(facts, now=as_of)]
    if facts.login is not None:
        drawn.append(_login(facts, facts.login))
    drawn.append(blocks.section(say("profiles.stake", count=stake.open, approved=stake.approved)))
    drawn.append(blocks.actions(_buttons(facts, way=way, stake=stake), block_id="profile"))
    if way.link is not None:
        drawn.append(blocks.context(say("profiles.link_lasts")))
    if way.refusal is not None:
        drawn.append(_refused(way.refusal))
    if way.missing:
        drawn.append(blocks.context(_not_set_up(way)))
    drawn.append(blocks.context(say("profiles.as_of", moment=moment(as_of))))
    memory = DetailMemory(profile_id=facts.id).model_dump_json()
    return blocks.modal(say("profiles.detail_title"), drawn, callback_id=View.DETAIL, memory=memory)


def left_words(facts: ProfileFacts, left: Left) -> str:
    """Say that a profile was disconnected, and what becomes of its login."""
    said = f":electric_plug: {say('profiles.disconnected', profile=name_of(facts))}"
    if left.is_told:
        return f"{said} {say('profiles.left_told')}"
    return f"{said} {say('profiles.left_kept')}" if left.is_kept else said


def way_blocks(
    way: Way,
    *,
    about: str,
    label: str,
    connect: str = Action.CONNECT,
    fresh: str = Action.FRESH,
    value: str = "-",
) -> list[blocks.Block]:
    """Draw how the reader can connect a profile: `about` what, by a button with that label; or what keeps them from it."""
    if way.refusal is not None:
        return [_refused(way.refusal)]
    if way.link is None:
        return [
            blocks.section(f":information_source: {_not_set_up(way)}"),
            blocks.section(say("profiles.how_to_add", command=ADD)),
        ]
    button = blocks.button(label, action_id=connect, style="primary", url=way.link, value=value)
    return [
        blocks.section(about),
        blocks.actions([button, _fresh(fresh, value=value)], block_id="connect"),
        blocks.context(say("profiles.link_lasts")),
    ]


def _refused(refusal: str) -> blocks.Block:
    return blocks.section(f":information_source: {refusal}")


def _not_set_up(way: Way) -> str:
    return say("profiles.not_set_up", settings=", ".join(f"`{name}`" for name in way.missing))


def _head(found: Sequence[ProfileFacts], memory: ListMemory) -> str:
    connected = [each for each in found if each.health is not Health.DISCONNECTED]
    if memory.text:
        return say("profiles.found", count=len(found), text=escaped(memory.text, most=80))
    return f"*{say('profiles.connected', count=len(connected))}*" if found else say("profiles.none")


def _row(facts: ProfileFacts, *, now: datetime) -> blocks.Block:
    return blocks.section(
        line_of(facts, now=now),
        block_id=f"profile:{facts.id}",
        accessory=blocks.button(
            say("profiles.open"),
            action_id=Action.INSPECT,
            value=facts.id,
            label=say("profiles.open_label", profile=plain_name_of(facts)),
        ),
    )


def _login(facts: ProfileFacts, login: LoginFacts) -> blocks.Block:
    is_checked = login.checked_at is not None
    pairs = [
        (say("profiles.field.login"), login_of(login)),
        *([(say("profiles.field.read"), read_of(facts))] if facts.kind is Kind.INSTAGRAM else []),
        (say("profiles.field.token"), ends_of(login.clocks.token_ends_at, is_checked=is_checked)),
        (say("profiles.field.data"), ends_of(login.clocks.data_ends_at, is_checked=is_checked)),
    ]
    if login.others:
        pairs.append((say("profiles.field.others"), say("profiles.others", count=login.others)))
    return blocks.fields(pairs)


def _buttons(facts: ProfileFacts, *, way: Way, stake: Stake) -> list[blocks.Block]:
    name = plain_name_of(facts)
    pressable = []
    if facts.kind is Kind.INSTAGRAM:
        label = say("profiles.requests_label", profile=name)
        pressable.append(
            blocks.button(say("profiles.requests"), action_id=Action.REQUESTS, value=facts.id, label=label)
        )
    if way.link is not None:
        label = say("profiles.reconnect_label", profile=name)
        pressable.append(blocks.button(say("profiles.reconnect"), action_id=Action.CONNECT, url=way.link, label=label))
        pressable.append(_fresh())
    if facts.health is not Health.DISCONNECTED and way.refusal is None and facts.kind is Kind.INSTAGRAM:
        label = say("influencers.move_label", profile=name)
        pressable.append(
            blocks.button(say("influencers.move"), action_id=InviteAction.MOVE, value=facts.id, label=label)
        )
    if facts.health is not Health.DISCONNECTED and way.refusal is None:
        pressable.append(
            blocks.button(
                say("profiles.disconnect"),
                action_id=Action.DISCONNECT,
                value=facts.id,
                style="danger",
                label=say("profiles.disconnect_label", profile=name),
                confirm=blocks.confirmation(
                    say("profiles.disconnect_title"),
                    text=_stops(name, stake),
                    confirm=say("profiles.disconnect"),
                    deny=say("profiles.keep"),
                    is_danger=True,
                ),
            )
        )
    return pressable


def _fresh(action_id: str = Action.FRESH, *, value: str = "-") -> blocks.Block:
    return blocks.button(say("profiles.fresh"), action_id=action_id, value=value)


def _stops(name: str, stake: Stake) -> str:
    """Name what stops."""
    if stake.open or stake.approved:
        return say("profiles.stops", profile=name, count=stake.open, approved=stake.approved)
    return say("profiles.stops_nothing", profile=name)
