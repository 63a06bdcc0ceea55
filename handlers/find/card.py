"""What was found; pure."""

from __future__ import annotations

from datetime import datetime

from bot.permissions.facts import RequestFacts
from bot.permissions.reading.finding import Found, FoundCreator
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.manage.listing import ListMemory, list_button
from handlers.phrases import STATES, escaped, linked, moment, named, since
from storage.tables import Campaign

REQUESTS_SHOWN = 2
"""Requests of one creator; the others are in the window behind its button."""


def draw_found(found: Found, *, typed: str, as_of: datetime) -> Words:
    """Draw the creators with their newest requests, then the campaigns."""
    text = escaped(typed, most=200)
    if not found.creators and not found.campaigns:
        head = say("find.none", text=text)
        return Words(text=head, blocks=[blocks.section(f":mag: {head}"), blocks.context(say("find.none_todo"))])
    head = say("find.head", text=text)
    drawn = [blocks.section(f":mag: {head}"), *[_creator(each) for each in found.creators]]
    if found.campaigns:
        lines = [_campaign(each) for each in found.campaigns]
        drawn += [blocks.section(say("find.campaigns")), *blocks.paragraphs(lines)]
    small = [say("status.as_of", moment=moment(as_of))]
    if found.has_more:
        small.append(say("find.more"))
    return Words(text=head, blocks=[*drawn, blocks.context(*small)])


def _creator(creator: FoundCreator) -> blocks.Block:
    head = f":bust_in_silhouette: *{linked(creator.username)}*"
    if creator.former is not None:
        head = f"{head} · {say('find.was', former=creator.former)}"
    lines = [head, *[_request(each) for each in creator.requests[:REQUESTS_SHOWN]]]
    if len(creator.requests) > REQUESTS_SHOWN:
        lines.append(say("find.more_requests", count=len(creator.requests) - REQUESTS_SHOWN))
    button = list_button(say("manage.open"), memory=ListMemory(creator=creator.username))
    label = say("find.open_label", creator=named(creator.username))
    return blocks.section("\n".join(lines), accessory={**button, "accessibility_label": label[: blocks.BUTTON]})


def _request(facts: RequestFacts) -> str:
    state = STATES[facts.state]
    parts = [f"{state.icon} *{state.word}*", linked(facts.profile_username)]
    if facts.campaign_name:
        parts.append(escaped(facts.campaign_name, most=60))
    return " · ".join([*parts, since(facts)])


def _campaign(campaign: Campaign) -> str:
    parts = [f":label: *{escaped(campaign.name, most=60)}*", f"<#{campaign.channel_id}>"]
    if campaign.closed_at is not None:
        parts.append(say("find.closed"))
    return " · ".join(parts)
