"""The window of a campaign's rules about comments, with what they would have found; pure but for reading what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from bot.comments.ruling import MOST_COUNTED, MOST_TRIED, RulesFacts
from bot.comments.ruling import Rules as Read
from bot.words import say
from handlers import blocks
from handlers.comments.card import comment_blocks
from handlers.comments.ids import Action, Block, View
from handlers.phrases import escaped, linked, moment
from handlers.views import Element
from storage.ids import CampaignId

LONGEST = 3_000


class RulesMemory(BaseModel):
    """Whose rules they are."""

    campaign_id: CampaignId


def draw_rules(facts: RulesFacts, *, note: str | None = None) -> blocks.Block:
    """Draw the window; `note` is what has just been done."""
    drawn = [blocks.section(note)] if note else []
    drawn.append(blocks.section(say("comments.rules_of", campaign=escaped(facts.campaign, most=200))))
    keywords: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.KEYWORDS,
        "multiline": True,
        "max_length": LONGEST,
    }
    if facts.rules.keywords:
        keywords["initial_value"] = "\n".join(facts.rules.keywords)[:LONGEST]
    drawn += [
        blocks.entry(
            say("comments.keywords"),
            keywords,
            block_id=Block.KEYWORDS,
            hint=say("comments.keywords_hint"),
            optional=True,
        ),
        blocks.entry(
            say("comments.most"),
            _number(Action.MOST, facts.rules.most, most=10_000),
            block_id=Block.MOST,
            hint=say("comments.most_hint"),
            optional=True,
        ),
        blocks.entry(
            say("comments.minutes"),
            _number(Action.MINUTES, facts.rules.minutes, most=1_440),
            block_id=Block.MINUTES,
            optional=True,
        ),
        blocks.actions([blocks.button(say("comments.try"), action_id=Action.TRY)], block_id=Block.TRY),
        *_tried(facts),
    ]
    return blocks.modal(
        say("comments.rules_title"),
        drawn,
        callback_id=View.RULES,
        submit=say("comments.rules_save"),
        memory=RulesMemory(campaign_id=facts.campaign_id).model_dump_json(),
    )


def read_rules(filled: Mapping[str, Element]) -> Read:
    """Read the fields. Raises WrongInput."""
    return Read.read(
        keywords=filled[Action.KEYWORDS].value or "",
        most=_count(filled[Action.MOST].value),
        minutes=_count(filled[Action.MINUTES].value),
    )


def _number(action_id: Action, value: int | None, *, most: int) -> blocks.Block:
    element: dict[str, Any] = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(most),
    }
    return element if value is None else {**element, "initial_value": str(value)}


def _count(typed: str | None) -> int | None:
    """Read a number that Slack has let through; what is none counts as empty."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and int(typed) > 0 else None


def _tried(facts: RulesFacts) -> list[blocks.Block]:
    """Say what would have been found in the last week, and show some of it."""
    if not facts.looked_at:
        return [blocks.section(say("comments.tried_on_none"))]
    drawn = [blocks.section(say("comments.tried", caught=facts.caught, count=facts.looked_at))]
    if facts.looked_at >= MOST_TRIED:
        drawn.append(blocks.context(say("comments.tried_newest", count=MOST_TRIED)))
    for each in facts.shown:
        drawn += comment_blocks(each)
    if facts.rules.volume is not None:
        drawn.append(blocks.section(_floods(facts)))
        if facts.counted >= MOST_COUNTED:
            drawn.append(blocks.context(say("comments.tried_newest", count=MOST_COUNTED)))
    drawn.append(blocks.context(f":information_source: {say('comments.tried_kept')}"))
    return drawn


def _floods(facts: RulesFacts) -> str:
    if not facts.floods:
        return say("comments.tried_calm")
    lines = [say("comments.tried_floods", count=facts.floods)]
    lines += [f"• {linked(each.username)} · {moment(each.at)}" for each in facts.shown_floods]
    if (more := facts.floods - len(facts.shown_floods)) > 0:
        lines.append(f"• {say('comments.tried_floods_more', count=more)}")
    return "\n".join(lines)
