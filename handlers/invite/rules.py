"""What is monitored of a connected account: the form, and what follows where it asks for more than the creator was; pure."""

from __future__ import annotations

from pydantic import BaseModel

from bot.influencers.refused import MoreNeeded
from bot.influencers.ruling import RuledFacts
from bot.influencers.trying import MOST_TRIED, TriedFacts
from bot.influencers.wishes import Rules
from bot.words import say
from handlers import blocks
from handlers.comments.card import comment_blocks
from handlers.invite.fields import fields_of
from handlers.invite.ids import Action, Block, View
from handlers.phrases import linked, told


class RulesMemory(BaseModel):
    """Whose rules they are; `rules` are those that were wanted, where a new link has to ask for them."""

    asset_id: str
    rules: Rules = Rules()


def draw_asset_rules(facts: RuledFacts) -> blocks.Block:
    """Draw the form, filled in with what holds, or with what was tried and what it would have let through."""
    about = say("influencers.rules_about", creator=linked(facts.username))
    drawn = [blocks.section(about), *fields_of(facts.rules, profiles=facts.profiles)]
    drawn.append(blocks.actions([blocks.button(say("comments.try"), action_id=Action.ASSET_TRY)], block_id=Block.TRY))
    if facts.tried is not None:
        drawn += _tried(facts.tried)
    if facts.is_agreed:
        drawn.append(blocks.context(f":information_source: {say('influencers.rules_told')}"))
    return blocks.modal(
        say("influencers.rules_title"),
        drawn,
        callback_id=View.RULES,
        submit=say("influencers.rules_save"),
        close=say("window.cancel"),
        memory=RulesMemory(asset_id=facts.asset_id).model_dump_json(),
    )


def _tried(facts: TriedFacts) -> list[blocks.Block]:
    if not facts.looked_at:
        found = say("comments.tried_on_none")
    else:
        found = say("influencers.tried", count=facts.looked_at, let=facts.let, out=facts.out)
    if facts.open:
        found = f"{found} {say('influencers.tried_open', count=facts.open)}"
    drawn = [blocks.section(f"{found}\n{say('comments.tried_only')}")]
    if facts.looked_at >= MOST_TRIED:
        drawn.append(blocks.context(say("comments.tried_newest", count=MOST_TRIED)))
    for head, shown in (
        (say("influencers.tried_let"), facts.shown_let),
        (say("influencers.tried_out"), facts.shown_out),
    ):
        if shown:
            drawn.append(blocks.section(f"*{head}*"))
        for each in shown:
            drawn += comment_blocks(each)
    return [*drawn, blocks.context(f":information_source: {say('comments.tried_kept')}")]


def draw_more_needed(error: MoreNeeded, *, memory: RulesMemory) -> blocks.Block:
    """Say that the sign-in does not allow it, with the way out: a link that asks the creator for it."""
    button = blocks.button(say("influencers.new_link"), action_id=Action.ASSET_WIDEN, style="primary")
    return blocks.modal(
        say("influencers.rules_title"),
        [
            blocks.section(f":warning: {told(error.sentence, most=900)}"),
            blocks.actions([button], block_id="more_needed"),
        ],
        callback_id=View.MORE_NEEDED,
        memory=memory.model_dump_json(),
    )
