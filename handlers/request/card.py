"""The card of a request, and the entries of its thread, drawn from facts alone."""

from __future__ import annotations

from datetime import datetime

from bot.permissions.facts import RequestFacts
from bot.permissions.status import LIVE, Standing, State, standing_of
from bot.slack.calls import Words
from handlers import blocks
from handlers.phrases import STATES, escaped, linked, moment, named, told
from handlers.request.history import draw_history
from handlers.request.ids import Action
from storage.tables import Health, Origin

__all__ = ["buttons", "draw_card", "draw_history", "facts_shown"]

_CAN_CANCEL = frozenset({State.WAITING, State.UNSURE})
_UNDER_WAY = frozenset({State.QUEUED, State.CHECKING, State.UNSURE})
_CAN_ASK_AGAIN = frozenset({State.DECLINED, State.CANCELLED, State.REVOKED, State.FAILED})


def draw_card(facts: RequestFacts, as_of: datetime) -> Words:
    """Draw a request as it stands at `as_of`."""
    shown = facts_shown(facts, as_of=as_of)
    pressable = buttons(facts)
    if pressable:
        shown.append(blocks.actions(pressable, block_id=f"request:{facts.request_id}"))
    return Words(text=_summary(facts), blocks=shown)


def facts_shown(facts: RequestFacts, *, as_of: datetime) -> list[blocks.Block]:
    """Draw everything of a card but its buttons."""
    state = STATES[facts.state]
    shown = [
        blocks.section(f"{state.icon} *{state.word}* · {linked(facts.creator_username)}"),
        blocks.fields(
            [
                ("Sending profile", linked(facts.profile_username)),
                ("Campaign", escaped(facts.campaign_name) if facts.campaign_name else "None"),
                _where_from(facts),
                ("Last checked at Meta", moment(facts.last_checked_at) if facts.last_checked_at else "Not yet"),
            ]
        ),
    ]
    if facts.is_ending:
        shown.append(blocks.section(_ending(facts)))
    if facts.state_words:
        shown.append(blocks.section(f"{told(facts.state_words)}{_goes_on(facts)}"))
    if trouble := _trouble(facts):
        shown.append(blocks.section(trouble))
    shown.append(blocks.context(*_small_print(facts, as_of)))
    return shown


def buttons(facts: RequestFacts) -> list[blocks.Block]:
    """Return the buttons that make sense for a request in this state."""
    creator = named(facts.creator_username)
    pressable = []
    if facts.state in LIVE:
        pressable.append(
            blocks.button(
                "Check now", action_id=Action.CHECK_NOW, value=facts.request_id, label=f"Check now: {creator}"
            )
        )
    if facts.state in _CAN_CANCEL and not facts.is_ending:
        pressable.append(
            blocks.button(
                "Cancel request",
                action_id=Action.CANCEL,
                value=facts.request_id,
                label=f"Cancel request: {creator}",
                confirm=blocks.confirmation(
                    "Cancel this request?",
                    text="Greenlight asks Meta to take it back; the card then shows what Meta's list says. "
                    f"You can ask {creator} again later.",
                    confirm="Cancel request",
                    deny="Keep it",
                ),
            )
        )
    if facts.state is State.APPROVED and not facts.is_ending:
        pressable.append(
            blocks.button(
                "Revoke",
                action_id=Action.REVOKE,
                value=facts.request_id,
                style="danger",
                label=f"Revoke: {creator}",
                confirm=blocks.confirmation(
                    "Revoke this permission?",
                    text=f"Running ads under {creator} pause, and no new ones can start. "
                    f"To use it again, {creator} has to approve again.",
                    confirm="Revoke",
                    deny="Keep it",
                    is_danger=True,
                ),
            )
        )
    if facts.state in _CAN_ASK_AGAIN:
        pressable.append(
            blocks.button(
                "Ask again", action_id=Action.ASK_AGAIN, value=facts.request_id, label=f"Ask again: {creator}"
            )
        )
    return pressable


def _summary(facts: RequestFacts) -> str:
    """Say it all in one line: what a notification shows and a screen reader says."""
    parts = [f"{named(facts.creator_username)}: {STATES[facts.state].word}"]
    if facts.is_ending:
        parts.append("being taken back")
    parts.append(f"sending profile {named(facts.profile_username)}")
    if facts.campaign_name:
        parts.append(f"campaign {facts.campaign_name}")
    return escaped(", ".join(parts))


def _where_from(facts: RequestFacts) -> tuple[str, str]:
    if facts.origin is Origin.ADOPTED:
        return "Found at Meta", f"{moment(facts.asked_at)} (made outside of Greenlight)"
    by = f"<@{facts.asked_by}> · " if facts.asked_by else ""
    return "Asked by", f"{by}{moment(facts.asked_at)}"


def _goes_on(facts: RequestFacts) -> str:
    """Say that nobody has to act, after an error's own advice, which is written for somebody who would try again."""
    if facts.state not in _UNDER_WAY or facts.profile_health is Health.LOGIN_DEAD:
        return ""
    return "\n*Greenlight goes on by itself*: do not ask a second time."


def _ending(facts: RequestFacts) -> str:
    ending = "Being revoked" if facts.state is State.APPROVED else "Being cancelled"
    return (
        f":hourglass: *{ending}*: Greenlight has asked Meta, or is about to. Until Meta lists it so, it still stands."
    )


def _trouble(facts: RequestFacts) -> str | None:
    """Say since when and why Meta cannot be read with this profile; None when it can."""
    if facts.profile_health is not Health.LOGIN_DEAD and facts.unreadable_since is None:
        return None
    what = "login no longer works" if facts.profile_health is Health.LOGIN_DEAD else "list cannot be read at Meta"
    since = f" since {moment(facts.unreadable_since)}" if facts.unreadable_since else ""
    trouble = f":warning: *{linked(facts.profile_username)}'s {what}*{since}, so this card may be out of date."
    if facts.profile_health_words and facts.profile_health_words == facts.state_words:
        return trouble  # the reason stands above already
    return f"{trouble} {told(facts.profile_health_words) if facts.profile_health_words else 'Meta gave no reason.'}"


def _small_print(facts: RequestFacts, as_of: datetime) -> list[str]:
    small = [f"As of {moment(as_of)}"]
    if facts.meta_status and standing_of(facts.meta_status) is Standing.UNKNOWN:
        small.append(f"Meta's own word: “{escaped(facts.meta_status, most=100)}”")
    return small
