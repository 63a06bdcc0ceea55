"""The form of tag approval, and the window that shows a round; pure."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from bot.slack.calls import Words
from bot.tags.facts import RoundFacts
from bot.tags.rows import Outcome, Row
from bot.words import say
from handlers import blocks
from handlers.offers import search_select
from handlers.phrases import escaped, linked, named, told
from handlers.request.ids import Action as Request
from handlers.request.memory import Choice
from handlers.request.modal import LONGEST_TYPED
from handlers.tags.ids import Action, View
from storage.tags import TagStage, TagWish

NAMES_IN_A_LINE = 20
MOST_NAMED = 200
ICONS = {
    Outcome.APPROVED: ":white_check_mark:",
    Outcome.NOT_APPROVED: ":no_entry_sign:",
    Outcome.CHANGED: ":white_check_mark:",
    Outcome.ALREADY: ":heavy_check_mark:",
    Outcome.REFUSED: ":warning:",
    Outcome.UNDECIDED: ":grey_question:",
    Outcome.NOT_FOUND: ":mag:",
    Outcome.CHANGED_HANDS: ":rotating_light:",
    Outcome.OPEN: ":hourglass_flowing_sand:",
}
"""In the order in which they are told; the words carry the meaning."""


class Memory(BaseModel):
    """What is filled in."""

    campaign: Choice | None = None
    profile: Choice | None = None
    handles: str = ""


def draw_form(memory: Memory) -> blocks.Block:
    """Draw the form."""
    return blocks.modal(
        say("tags.title"),
        [
            blocks.section(say("tags.about")),
            blocks.entry(
                say("form.profile"),
                search_select(Request.PROFILE, memory.profile, placeholder=say("form.search_profiles")),
                block_id="profile",
                hint=say("tags.profile_hint"),
            ),
            blocks.entry(
                say("form.campaign"),
                search_select(Request.CAMPAIGN, memory.campaign, placeholder=say("form.search_campaigns")),
                block_id="campaign",
                optional=True,
                hint=say("tags.campaign_hint"),
            ),
            blocks.entry(
                say("tags.handles"), _handles(memory), block_id="handles", optional=True, hint=say("tags.handles_hint")
            ),
            blocks.entry(say("tags.wish"), _wishes(), block_id="wish"),
        ],
        callback_id=View.FORM,
        submit=say("tags.submit"),
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )


def draw_round(facts: RoundFacts) -> blocks.Block:
    """Draw how far a round is, or what came of it."""
    drawn = [blocks.section(_head(facts))]
    if facts.stage is TagStage.RUNNING:
        drawn.append(blocks.section(f":hourglass_flowing_sand: {_progress(facts)}"))
        if facts.words:
            drawn.append(blocks.section(f":hourglass: {say('tags.put_off', reason=told(facts.words))}"))
        drawn.append(blocks.context(say("tags.may_close")))
        return _window(drawn)
    if facts.stage is TagStage.FAILED:
        drawn.append(blocks.section(f":warning: {say('tags.failed', reason=told(facts.words or ''))}"))
    drawn += _groups(facts)
    if facts.stage is TagStage.REFUSED:
        drawn.append(blocks.section(say(f"tags.refused_next.{facts.wish}")))
    if buttons := _buttons(facts):
        drawn.append(blocks.actions(buttons, block_id="next"))
    return _window(drawn)


def draw_round_notice(facts: RoundFacts) -> Words:
    """Draw the message about a round that is over, for somebody who has closed the window."""
    counts = [
        say("tags.counted", outcome=say(f"tags.outcome.{outcome}"), count=len(names))
        for outcome in ICONS
        if (names := facts.named(outcome))
    ]
    text = f"{_head(facts)} {' '.join(counts)}"
    drawn = [blocks.section(text)]
    if facts.words:
        drawn.append(blocks.section(f":warning: {told(facts.words)}"))
    show = blocks.button(say("tags.look"), action_id=Action.LOOK, value=facts.id)
    return Words(text=text, blocks=[*drawn, blocks.actions([show], block_id="tags:look")])


def _window(drawn: list[blocks.Block]) -> blocks.Block:
    return blocks.modal(say("tags.title"), drawn, callback_id=View.ROUND)


def _head(facts: RoundFacts) -> str:
    head = say(f"tags.head.{facts.wish}", profile=linked(facts.profile))
    return f"*{head}*" if facts.campaign is None else f"*{head}* · {escaped(facts.campaign, most=100)}"


def _progress(facts: RoundFacts) -> str:
    return say("tags.reached", count=len(facts.rows), reached=facts.reached)


def _groups(facts: RoundFacts) -> list[blocks.Block]:
    drawn: list[blocks.Block] = []
    for outcome, icon in ICONS.items():
        rows = [row for row in facts.rows if row.outcome is outcome]
        if rows:
            head = say("tags.counted", outcome=say(f"tags.outcome.{outcome}"), count=len(rows))
            drawn += blocks.paragraphs([f"{icon} *{head}*", *_names(rows)])
    return drawn


def _names(rows: Sequence[Row]) -> list[str]:
    """Name creators, those with a reason of their own in lines of their own."""
    shown = rows[:MOST_NAMED]
    lines = [f"{named(row.username)}: {told(row.words)}" for row in shown if row.words]
    plain = [named(row.username) for row in shown if not row.words]
    lines += [", ".join(plain[at : at + NAMES_IN_A_LINE]) for at in range(0, len(plain), NAMES_IN_A_LINE)]
    if len(rows) > MOST_NAMED:
        lines.append(say("tags.more", count=len(rows) - MOST_NAMED))
    return lines


def _buttons(facts: RoundFacts) -> list[blocks.Block]:
    """Offer what follows: the other half of a look, or the rest of what Meta refused whole."""
    if facts.stage is TagStage.REFUSED:
        return [blocks.button(say("tags.apply_rest"), action_id=Action.APPLY_REST, value=facts.id, style="primary")]
    if facts.wish is not TagWish.CHECK or facts.stage is not TagStage.DONE:
        return []
    found = []
    if count := len(facts.named(Outcome.NOT_APPROVED)):
        found.append(
            blocks.button(
                say("tags.approve_these", count=count), action_id=Action.APPROVE, value=facts.id, style="primary"
            )
        )
    if count := len(facts.named(Outcome.APPROVED)):
        found.append(
            blocks.button(
                say("tags.remove_these", count=count),
                action_id=Action.REMOVE,
                value=facts.id,
                confirm=blocks.confirmation(
                    say("tags.remove_confirm.title"),
                    text=say("tags.remove_confirm.text", count=count, profile=named(facts.profile)),
                    confirm=say("tags.remove_confirm.yes"),
                    deny=say("tags.remove_confirm.no"),
                    is_danger=True,
                ),
            )
        )
    return found


def _handles(memory: Memory) -> blocks.Block:
    element: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Request.HANDLES,
        "multiline": True,
        "max_length": LONGEST_TYPED,
        "placeholder": blocks.plain(say("form.handles_example"), 150),
    }
    return element | ({"initial_value": memory.handles[:LONGEST_TYPED]} if memory.handles else {})


def _wishes() -> blocks.Block:
    options = {wish: blocks.option(say(f"tags.wish_is.{wish}"), value=wish.value) for wish in TagWish}
    return {
        "type": "radio_buttons",
        "action_id": Action.WISH,
        "options": list(options.values()),
        "initial_option": options[TagWish.CHECK],
    }
