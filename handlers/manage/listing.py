"""The list of requests to choose from: narrowed down, searched, and turned page by page; pure."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from bot.permissions.facts import RequestFacts
from bot.permissions.reading.lists import Narrowing, Page
from bot.words import say
from handlers import blocks
from handlers.manage.ids import Action, View
from handlers.manage.modal import FILTERS, Filter
from handlers.phrases import STATES, escaped, linked, named, since
from handlers.request.pending import pending_words
from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, RequestId
from storage.wanted import Mark

SHOWN = 20
"""Requests on a page: each is a block, and a page is to be looked over."""
LONGEST_SEARCH = 60


class Place(BaseModel):
    """Where a page begins; `storage.wanted.Mark` as it travels through Slack."""

    changed_at: datetime
    request_id: RequestId
    is_backward: bool = False

    @classmethod
    def of(cls, mark: Mark) -> Place:
        """Write a mark down."""
        return cls(changed_at=mark.changed_at, request_id=mark.request_id, is_backward=mark.is_backward)

    @property
    def mark(self) -> Mark:
        """The mark again."""
        return Mark(changed_at=self.changed_at, request_id=self.request_id, is_backward=self.is_backward)


class ListMemory(BaseModel):
    """What the list was made for, and what it was narrowed down to since."""

    channel_id: ChannelId | None = None
    creator: str | None = None
    profile_id: ProfileId | None = None
    profile: str = ""
    """The profile's name."""
    campaign_id: CampaignId | None = None
    campaign: str = ""
    """The campaign's name."""
    asked_by: PersonId | None = None
    text: str = ""
    chosen: Filter = Filter.ALL
    place: Place | None = None
    round: int = 0
    """Slack keeps what was chosen under the same name: selects that are emptied get another."""

    @property
    def narrowing(self) -> Narrowing:
        """What is asked for."""
        return Narrowing(
            states=FILTERS[self.chosen],
            channel_id=self.channel_id,
            campaign_id=self.campaign_id,
            profile_id=self.profile_id,
            asked_by=self.asked_by,
            creator=self.creator,
            text=self.text,
        )

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return self.narrowing != Narrowing()


def draw_list(page: Page, *, memory: ListMemory) -> blocks.Block:
    """Draw the requests to choose from."""
    options = {each: blocks.option(say(f"manage.filter.{each}"), value=each) for each in Filter}
    select: blocks.Block = {
        "type": "static_select",
        "action_id": Action.FILTER,
        "options": list(options.values()),
        "initial_option": options[memory.chosen],
    }
    drawn = [blocks.section(_head(memory), block_id=f"filter-{memory.round}", accessory=select)]
    drawn += [_selects(memory), _search(memory)]
    if not page.rows:
        drawn.append(blocks.section(_none(memory)))
    drawn += [_row(each) for each in page.rows]
    drawn += _ways_on(page)
    return blocks.modal(
        say("manage.title"),
        drawn,
        callback_id=View.LIST,
        submit=say("manage.search_now"),
        memory=memory.model_dump_json(),
    )


def _head(memory: ListMemory) -> str:
    """Say what the list is about."""
    if memory.creator is not None:
        return say("manage.list_of_creator", creator=memory.creator)
    if memory.text:
        return say("manage.list_of_text", text=escaped(memory.text, most=200))
    if memory.campaign_id is not None:
        return say("manage.list_of_campaign", campaign=escaped(memory.campaign, most=200))
    if memory.profile_id is not None:
        return say("manage.list_of_profile", profile=escaped(memory.profile, most=200))
    if memory.channel_id is not None:
        return say("manage.list_of_channel", channel=f"<#{memory.channel_id}>")
    return say("manage.list_of_all")


def _none(memory: ListMemory) -> str:
    if not memory.is_narrow:
        return say("manage.none")
    return say("manage.none_of_profile" if memory.profile_id is not None else "manage.none_so_narrow")


def _selects(memory: ListMemory) -> blocks.Block:
    campaign: blocks.Block = {
        "type": "external_select",
        "action_id": Action.CAMPAIGN,
        "placeholder": blocks.plain(say("manage.any_campaign"), 150),
        "min_query_length": 0,
    }
    if memory.campaign_id is not None:
        campaign["initial_option"] = blocks.option(memory.campaign, value=memory.campaign_id)
    profile: blocks.Block = {
        "type": "external_select",
        "action_id": Action.PROFILE,
        "placeholder": blocks.plain(say("manage.any_profile"), 150),
        "min_query_length": 0,
    }
    if memory.profile_id is not None:
        profile["initial_option"] = blocks.option(memory.profile, value=memory.profile_id)
    asker: blocks.Block = {
        "type": "users_select",
        "action_id": Action.ASKER,
        "placeholder": blocks.plain(say("manage.anybody"), 150),
    }
    if memory.asked_by is not None:
        asker["initial_user"] = memory.asked_by
    pressable = [campaign, profile, asker, blocks.button(say("manage.mine"), action_id=Action.MINE)]
    if memory.is_narrow:
        pressable.append(blocks.button(say("manage.show_all"), action_id=Action.SHOW_ALL))
    return blocks.actions(pressable, block_id=f"narrow-{memory.round}")


def _search(memory: ListMemory) -> blocks.Block:
    field: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.SEARCH,
        "max_length": LONGEST_SEARCH,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    if memory.text:
        field["initial_value"] = memory.text
    return blocks.entry(
        say("manage.search"),
        field,
        block_id=f"search-{memory.round}",
        hint=say("manage.search_hint"),
        optional=True,
        dispatch_action=True,
    )


def _row(facts: RequestFacts) -> blocks.Block:
    state = STATES[facts.state]
    campaign = f" · {escaped(facts.campaign_name)}" if facts.campaign_name else ""
    return blocks.section(
        f"{state.icon} *{state.word}* · {linked(facts.creator_username)}\n"
        f"{linked(facts.profile_username)}{campaign} · {since(facts)}{_pending(facts)}",
        block_id=f"row:{facts.request_id}",
        accessory=open_button(facts),
    )


def _pending(facts: RequestFacts) -> str:
    """Say what is under way that the state alone does not tell."""
    words = pending_words(facts)
    return f" · {words}" if words else ""


def open_button(facts: RequestFacts) -> blocks.Block:
    """Return the button that opens one request of a list."""
    return blocks.button(
        say("manage.open"),
        action_id=Action.INSPECT,
        value=facts.request_id,
        label=say("manage.open_label", creator=named(facts.creator_username)),
    )


def list_button(text: str, *, memory: ListMemory) -> blocks.Block:
    """Return the button that opens the list, narrowed down as `memory` says."""
    return blocks.button(text, action_id=Action.LIST, value=memory.model_dump_json(exclude_defaults=True))


def _ways_on(page: Page) -> list[blocks.Block]:
    """Draw the buttons to the pages before and after, where there are any; each carries where its page begins."""
    ways = [(Action.BEFORE, say("pages.before"), page.before), (Action.AFTER, say("pages.after"), page.after)]
    pressable = [
        blocks.button(text, action_id=action, value=Place.of(mark).model_dump_json())
        for action, text, mark in ways
        if mark is not None
    ]
    return [blocks.actions(pressable, block_id="pages")] if pressable else []
