"""The form of an invite, and what follows it: the link, to be copied; pure."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from bot.influencers.inviting import MadeInvite
from bot.influencers.wishes import DAYS, LONGEST_NAME, USUAL_DAYS, Rules, Wishes, read_wishes
from bot.words import say
from handlers import blocks
from handlers.invite.fields import fields_of, line, read_fields
from handlers.invite.ids import Action, Block, View
from handlers.phrases import escaped, moment
from handlers.request.memory import Choice
from handlers.views import Element


class FormMemory(BaseModel):
    """What the form began with."""

    campaign: Choice | None = None
    handle: str = ""
    """The creator whom it is for, where that is known."""


def draw_form(memory: FormMemory) -> blocks.Block:
    """Draw the form."""
    drawn = [blocks.section(say("invite.about"))]
    if memory.campaign is not None:
        show = blocks.button(say("invite.all"), action_id=Action.SHOW, value=memory.campaign.id)
        drawn.append(blocks.actions([show], block_id="invite_doors"))
    drawn += [
        _campaign(memory),
        line(
            say("invite.name"),
            Action.NAME,
            block_id=Block.NAME,
            most=LONGEST_NAME,
            hint=say("invite.name_hint"),
            typed=memory.handle,
        ),
        line(
            say("invite.handle"),
            Action.HANDLE,
            block_id=Block.HANDLE,
            hint=say("invite.handle_hint"),
            optional=True,
            typed=memory.handle,
        ),
        _days(),
        *fields_of(Rules(hears_ads=True)),
    ]
    return blocks.modal(
        say("invite.title"),
        drawn,
        callback_id=View.FORM,
        submit=say("invite.submit"),
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )


def read_form(filled: Mapping[str, Element]) -> Wishes:
    """Return what was filled in. Raises WrongInput."""
    days = filled[Action.DAYS].selected_option
    return read_wishes(
        name=filled[Action.NAME].value or "",
        handle=filled[Action.HANDLE].value or "",
        days=int(days.value) if days is not None else USUAL_DAYS,
        rules=read_fields(filled),
    )


def draw_made(made: MadeInvite) -> blocks.Block:
    """Show the link, which is shown this once."""
    show = blocks.button(say("invite.all"), action_id=Action.SHOW, value=made.facts.campaign_id)
    return blocks.modal(
        say("invite.made_title"),
        [*link_blocks(made), blocks.actions([show], block_id="invite_made")],
        callback_id=View.MADE,
    )


def link_blocks(made: MadeInvite) -> list[blocks.Block]:
    """Draw the link to be copied, and how to send it."""
    name = escaped(made.facts.name, most=200)
    return [
        blocks.section(f":white_check_mark: {say('invite.made', name=name)}"),
        blocks.quoted(made.link),
        blocks.section(say("invite.made_how", moment=moment(made.facts.link_ends_at))),
        blocks.context(f":lock: {say('invite.made_once')}"),
    ]


def _campaign(memory: FormMemory) -> blocks.Block:
    element: blocks.Block = {
        "type": "external_select",
        "action_id": Action.CAMPAIGN,
        "min_query_length": 0,
        "placeholder": blocks.plain(say("invite.search_campaigns"), 150),
    }
    if memory.campaign is not None:
        element["initial_option"] = blocks.option(memory.campaign.text, value=memory.campaign.id)
    return blocks.entry(say("invite.campaign"), element, block_id=Block.CAMPAIGN, hint=say("invite.campaign_hint"))


def _days() -> blocks.Block:
    options = {days: blocks.option(say("invite.days_of", count=days), value=str(days)) for days in DAYS}
    element = {
        "type": "static_select",
        "action_id": Action.DAYS,
        "options": list(options.values()),
        "initial_option": options[USUAL_DAYS],
    }
    return blocks.entry(say("invite.days"), element, block_id=Block.DAYS, hint=say("invite.days_hint"))
