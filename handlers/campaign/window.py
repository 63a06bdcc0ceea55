"""One campaign in a window: what it is, what can be done about it, and its creators; pure."""

from __future__ import annotations

from pydantic import BaseModel

from bot.campaigns.campaigns import CREATORS_SHOWN
from bot.campaigns.facts import CampaignFacts, Creators
from bot.permissions.signing.rules import Matter
from bot.permissions.status import LIVE, OPEN, State
from bot.policy import LEAST, Act, Role, mention
from bot.words import say
from handlers import blocks
from handlers.campaign.digest import digest_words
from handlers.campaign.ids import Action, View
from handlers.campaign.listing import counted_states
from handlers.campaign.paging import page_buttons
from handlers.campaign.rules import while_words
from handlers.manage.ids import Action as ManageAction
from handlers.manage.modal import Filter
from handlers.phrases import STATES, escaped, linked, moment, named, since
from storage.ids import CampaignId, ChannelId
from storage.tables import ChannelState

MOST_NAMED = 5


class WindowMemory(BaseModel):
    """Which campaign is shown, and which of its creators."""

    campaign_id: CampaignId
    chosen: Filter = Filter.ALL
    offset: int = 0
    channel_id: ChannelId | None = None
    """Where the window was opened."""


def draw_window(
    facts: CampaignFacts, creators: Creators, *, memory: WindowMemory, note: str | None = None
) -> blocks.Block:
    """Draw a campaign for somebody who may see it."""
    drawn = [blocks.section(note)] if note else []
    drawn.append(blocks.section(f"*{escaped(facts.name)}* · <#{facts.channel_id}>"))
    drawn += [blocks.section(words) for words in _standing(facts)]
    drawn.append(blocks.fields(_fields(facts)))
    drawn.append(blocks.actions(_buttons(facts), block_id="campaign"))
    drawn += _creators(facts, creators, memory=memory)
    return blocks.modal(say("campaign.window_title"), drawn, callback_id=View.WINDOW, memory=memory.model_dump_json())


def _standing(facts: CampaignFacts) -> list[str]:
    """Say what is out of the ordinary."""
    said = []
    if facts.closed_at is not None:
        by = f"<@{facts.closed_by}>" if facts.closed_by else say("errors.somebody")
        said.append(f":lock: {say('campaign.is_closed', person=by, moment=moment(facts.closed_at))}")
    channel = f"<#{facts.channel_id}>"
    if facts.channel_state is not ChannelState.OPEN:
        said.append(f":warning: {say(f'campaign.channel_is.{facts.channel_state}', channel=channel)}")
    if facts.is_shared:
        said.append(f":handshake: {say('campaign.is_shared', channel=channel)}")
    return said


def _fields(facts: CampaignFacts) -> list[tuple[str, str]]:
    everybody = facts.roles.everybody or facts.workspace.everybody or Role.VIEWER
    return [
        (say("campaign.field.profile"), linked(facts.profile) if facts.profile else say("campaign.no_profile")),
        (
            say("campaign.field.seen_by"),
            say("campaign.seen_by_members" if facts.is_private else "campaign.seen_by_all"),
        ),
        (say("campaign.field.managers"), _holders(facts, Role.MANAGER)),
        (say("campaign.field.everybody"), say(f"campaign.everybody_is.{everybody.word}")),
        (say("campaign.field.you"), say(f"policy.role.{facts.role.word}") if facts.role else say("campaign.no_role")),
        (say("campaign.field.told"), _told(facts)),
        (say("campaign.field.rules"), _rules(facts)),
    ]


def _holders(facts: CampaignFacts, role: Role) -> str:
    holders = [mention(holder) for holder, given in facts.roles.given.items() if given is role]
    if len(holders) > MOST_NAMED:
        return say("campaign.holders_and_more", people=", ".join(holders[:MOST_NAMED]), count=len(holders) - MOST_NAMED)
    return ", ".join(holders) or say("settings.nobody")


def _told(facts: CampaignFacts) -> str:
    told = [STATES[state].word for state in State if state in facts.told_states]
    said = [", ".join(told) or say("campaign.tells_nothing"), digest_words(facts.digest)]
    return "\n".join(filter(None, said))


def _rules(facts: CampaignFacts) -> str:
    """Say what stands between a wish and Meta, and how long a permission may be used."""
    signed = [say(f"campaign.signs.{matter}") for matter in Matter if matter in facts.signed_matters]
    said = [say("campaign.signed_are", matters=", ".join(signed)) if signed else say("campaign.signed_none")]
    if facts.undo_seconds:
        said.append(say("campaign.undo_is", span=while_words(facts.undo_seconds)))
    if facts.term_days is not None:
        said.append(say("campaign.term_is", count=facts.term_days))
    if facts.nudge_days:
        said.append(say("pace.nudged_on", days=", ".join(str(day) for day in facts.nudge_days)))
    return "\n".join(said)


def _buttons(facts: CampaignFacts) -> list[blocks.Block]:
    everything = blocks.button(say("campaign.all"), action_id=Action.ALL)
    ready = blocks.button(say("posts.readiness"), action_id=Action.READINESS, value=facts.id)
    if facts.role is None or facts.role < LEAST[Act.EDIT]:
        return [ready, everything]
    if facts.closed_at is not None:
        return [blocks.button(say("campaign.reopen"), action_id=Action.REOPEN, value=facts.id), ready, everything]
    open_creators = sum(facts.states.get(state, 0) for state in OPEN)
    approved = sum(facts.states.get(state, 0) for state in LIVE - OPEN)
    return [
        blocks.button(say("campaign.edit"), action_id=Action.SHOW_EDIT, value=facts.id),
        blocks.button(say("campaign.telling"), action_id=Action.SHOW_TELLING, value=facts.id),
        blocks.button(say("campaign.rules"), action_id=Action.SHOW_RULES, value=facts.id),
        blocks.button(say("campaign.roles"), action_id=Action.SHOW_ROLES, value=facts.id),
        blocks.button(
            say("campaign.close"),
            action_id=Action.CLOSE,
            value=facts.id,
            confirm=blocks.confirmation(
                say("campaign.close_confirm.title"),
                text=say("campaign.close_confirm.text", waiting=open_creators, approved=approved),
                confirm=say("campaign.close_confirm.yes"),
                deny=say("campaign.close_confirm.no"),
            ),
        ),
        ready,
        everything,
    ]


def _creators(facts: CampaignFacts, creators: Creators, *, memory: WindowMemory) -> list[blocks.Block]:
    options = {each: blocks.option(say(f"manage.filter.{each}"), value=each) for each in Filter}
    select: blocks.Block = {
        "type": "static_select",
        "action_id": Action.FILTER,
        "options": list(options.values()),
        "initial_option": options[memory.chosen],
    }
    head = say("campaign.creators", count=sum(facts.states.values()))
    counts = counted_states(facts.states)
    drawn = [blocks.section(f"{head}\n{counts}" if counts else head, block_id="creators", accessory=select)]
    if not creators.rows:
        drawn.append(blocks.section(say("campaign.nobody_asked" if not facts.states else "manage.none")))
        return drawn
    for each in creators.rows:
        state = STATES[each.state]
        text = f"{state.icon} *{state.word}* · {linked(each.creator_username)} · {since(each)}"
        button = blocks.button(
            say("manage.open"),
            action_id=ManageAction.INSPECT,
            value=each.request_id,
            label=say("manage.open_label", creator=named(each.creator_username)),
        )
        drawn.append(blocks.section(text, block_id=f"row:{each.request_id}", accessory=button))
    last = creators.offset + len(creators.rows)
    if creators.total > CREATORS_SHOWN:
        span = say("pages.span", first=creators.offset + 1, last=last, count=creators.total)
        drawn.append(blocks.context(span))
    return drawn + page_buttons(
        action_id=Action.PAGE, offset=creators.offset, size=CREATORS_SHOWN, has_more=last < creators.total
    )
