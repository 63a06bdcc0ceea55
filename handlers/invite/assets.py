"""Influencer assets: which creators' accounts are connected, how each stands, and the form that moves one here; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from bot.influencers.facts import AssetFacts, MonitoredFacts
from bot.influencers.status import AssetState
from bot.words import say
from handlers import blocks
from handlers.comments.unread import reader_button, unread_lines
from handlers.invite.ids import Action, Block, View
from handlers.offers import search_select
from handlers.phrases import Shown, escaped, linked, moment, named, told
from handlers.request.memory import Choice
from storage.ids import ProfileId
from storage.influencers import Ending

SHOWN = 30
ASSETS = {
    AssetState.MONITORING: Shown(icon=":white_check_mark:", key="influencers.state.monitoring"),
    AssetState.NOT_MONITORING: Shown(icon=":warning:", key="influencers.state.not_monitoring"),
    AssetState.EXPIRED: Shown(icon=":alarm_clock:", key="influencers.state.expired"),
}


class MoveMemory(BaseModel):
    """Which profile is to be moved."""

    profile_id: ProfileId
    name: str


def draw_assets(found: Sequence[AssetFacts], *, as_of: datetime, note: str | None = None) -> blocks.Block:
    """Draw them: those that stand first."""
    drawn = [blocks.section(note)] if note else []
    drawn.append(blocks.section(say("influencers.about")))
    drawn.append(blocks.actions([blocks.button(say("invite.new"), action_id=Action.FORM)], block_id="asset_doors"))
    if not found:
        drawn.append(blocks.section(say("influencers.none")))
    for each in found[:SHOWN]:
        drawn.append(blocks.section(_line(each), block_id=f"asset:{each.id}"))
        if each.state is not AssetState.EXPIRED:
            drawn.append(blocks.actions(_buttons(each), block_id=f"asset-do:{each.id}"))
        elif each.ending is not Ending.MOVED:
            drawn.append(blocks.actions([_again(each)], block_id=f"asset-do:{each.id}"))
    if len(found) > SHOWN:
        drawn.append(blocks.context(say("influencers.more", count=len(found) - SHOWN)))
    drawn.append(blocks.context(say("profiles.as_of", moment=moment(as_of))))
    return blocks.modal(say("influencers.title"), drawn, callback_id=View.ASSETS)


def draw_move(memory: MoveMemory, *, campaign: Choice | None = None) -> blocks.Block:
    """Draw the form that makes one of the team's own accounts a creator's, of `campaign` unless another one is chosen."""
    element = search_select(Action.CAMPAIGN, campaign, placeholder=say("invite.search_campaigns"))
    return blocks.modal(
        say("influencers.move_title"),
        [
            blocks.section(say("influencers.move_about", profile=escaped(named(memory.name), most=200))),
            blocks.entry(say("invite.campaign"), element, block_id=Block.CAMPAIGN, hint=say("influencers.move_hint")),
        ],
        callback_id=View.MOVE,
        submit=say("move.submit"),
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )


def monitored_words(facts: MonitoredFacts) -> str:
    """Say in a line what is monitored, and what narrows it down."""
    what = [say("invite.hears_ads")] if facts.hears_ads else []
    what += [say("invite.hears_organic")] if facts.hears_organic else []
    if not what:
        return say("influencers.hears_nothing")
    if facts.profiles:
        what.append(say("influencers.of_brands", brands=", ".join(linked(each) for each in facts.profiles)))
    what += [
        f"`{escaped(each, most=100)}`" for each in (*facts.domains, facts.link_contains, facts.caption_contains) if each
    ]
    return " · ".join(what)


def _line(facts: AssetFacts) -> str:
    name, campaign = escaped(facts.name, most=200), escaped(facts.campaign, most=200)
    lines = [f"*{linked(facts.username)}* · {name} · {campaign}", _standing(facts)]
    if facts.state is not AssetState.EXPIRED:
        lines.append(monitored_words(facts.monitored))
    if facts.state is AssetState.MONITORING:
        lines += _arriving(facts)
        if facts.waiting or facts.lacks_reader:
            lines += unread_lines(facts.username, waiting=facts.waiting, is_lacking=facts.lacks_reader)
    if facts.words:
        lines.append(told(facts.words, most=500))
    return "\n".join(lines)


def _arriving(facts: AssetFacts) -> list[str]:
    """Say whether Meta tells of comments by itself; what keeps it from that, and what happens meanwhile."""
    if facts.is_heard_at_once:
        return [say("influencers.heard_at_once")]
    if facts.lack is None:
        return []
    why = say(f"influencers.lack.{facts.lack}", creator=named(facts.username))
    meanwhile = say("influencers.meanwhile_ads" if facts.monitored.hears_ads else "influencers.meanwhile")
    return [f":warning: {why} {meanwhile}"]


def _standing(facts: AssetFacts) -> str:
    state = str(ASSETS[facts.state])
    if facts.ended_at is not None and facts.ending is not None:
        return f"{state} · {say(f'influencers.ended.{facts.ending}', moment=moment(facts.ended_at))}"
    return f"{state} · {say('influencers.until', moment=moment(facts.ends_at))}"


def _again(facts: AssetFacts) -> blocks.Block:
    label = say("influencers.again_label", creator=named(facts.username))
    return blocks.button(say("influencers.again"), action_id=Action.ASSET_AGAIN, value=facts.id, label=label)


def _buttons(facts: AssetFacts) -> list[blocks.Block]:
    name = named(facts.username)
    drawn = [
        blocks.button(
            say("influencers.extend"),
            action_id=Action.ASSET_EXTEND,
            value=facts.id,
            label=say("influencers.extend_label", creator=name),
        )
    ]
    rules = blocks.button(
        say("influencers.rules"),
        action_id=Action.ASSET_RULES,
        value=facts.id,
        label=say("influencers.rules_label", creator=name),
    )
    drawn.insert(0, rules)
    if facts.is_login_dead:
        drawn.insert(0, _again(facts))
    if facts.state is AssetState.MONITORING and (facts.waiting or facts.lacks_reader):
        drawn.insert(0, reader_button(facts.id, creator=name))
    if facts.profile_id is not None:
        label = say("influencers.back_label", creator=name)
        drawn.append(blocks.button(say("influencers.back"), action_id=Action.ASSET_BACK, value=facts.id, label=label))
    drawn.append(
        blocks.button(
            say("influencers.stop"),
            action_id=Action.ASSET_STOP,
            value=facts.id,
            style="danger",
            label=say("influencers.stop_label", creator=name),
            confirm=blocks.confirmation(
                say("influencers.stop_title"),
                text=say("influencers.stop_text", creator=name),
                confirm=say("influencers.stop"),
                deny=say("invite.keep"),
                is_danger=True,
            ),
        )
    )
    return drawn
