"""The card of a request, and the entries of its thread, drawn from facts alone."""

from __future__ import annotations

from datetime import datetime

from bot.letters.status import UNTOLD
from bot.permissions.facts import RequestFacts
from bot.permissions.status import LIVE, Standing, State, standing_of
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.letters.card import LETTER_STATES
from handlers.phrases import STATES, escaped, linked, moment, named, told
from handlers.request.history import draw_history
from handlers.request.ids import Action
from handlers.request.nudge import can_be_nudged, nudge_button, nudge_fields
from handlers.request.pending import held_words, sign_buttons, take_back_button, undo_button, waiting_words
from handlers.request.term import HAVE_TERM, is_over, over_words, renew_button, revoke_button, term_button, term_fields
from storage.tables import Health, Origin

__all__ = ["buttons", "draw_card", "draw_history", "draw_left_behind", "facts_shown"]

_CAN_CANCEL = frozenset({State.WAITING, State.UNSURE})
_UNDER_WAY = frozenset({State.QUEUED, State.CHECKING, State.UNSURE})
_CAN_ASK_AGAIN = frozenset({State.DECLINED, State.CANCELLED, State.REVOKED, State.FAILED, State.UNSIGNED})


def draw_card(facts: RequestFacts, as_of: datetime) -> Words:
    """Draw a request as it stands at `as_of`; a card that was left behind says nothing of it any more."""
    if facts.is_left_behind:
        return draw_left_behind()
    shown = facts_shown(facts, as_of=as_of)
    pressable = buttons(facts, as_of=as_of)
    if pressable:
        shown.append(blocks.actions(pressable, block_id=f"request:{facts.request_id}"))
    return Words(text=_summary(facts), blocks=shown)


def draw_left_behind() -> Words:
    """Draw a card whose campaign is in a private channel by now, where the card cannot follow."""
    words = say("card.left_behind")
    return Words(text=words, blocks=[blocks.section(f":lock: {words}")])


def facts_shown(facts: RequestFacts, *, as_of: datetime) -> list[blocks.Block]:
    """Draw everything of a card but its buttons."""
    state = STATES[facts.state]
    shown = [
        blocks.section(f"{state.icon} *{state.word}* · {linked(facts.creator_username)}"),
        blocks.fields(
            [
                (say("card.profile"), linked(facts.profile_username)),
                (
                    say("card.campaign"),
                    escaped(facts.campaign_name) if facts.campaign_name else say("card.no_campaign"),
                ),
                _where_from(facts),
                (
                    say("card.last_checked"),
                    moment(facts.last_checked_at) if facts.last_checked_at else say("card.not_checked"),
                ),
                *term_fields(facts),
                *nudge_fields(facts),
            ]
        ),
    ]
    if facts.letter is not None and facts.letter.state not in UNTOLD:
        letter = LETTER_STATES[facts.letter.state]
        shown.append(blocks.context(say("card.message", state=f"{letter.icon} {letter.word}")))
    if facts.sign_off is not None:
        shown.append(blocks.section(waiting_words(facts.sign_off)))
    if facts.leaves_at is not None:
        shown.append(blocks.section(held_words(facts.leaves_at, is_revoke=facts.is_ending)))
    elif facts.is_ending:
        shown.append(blocks.section(_ending(facts)))
    if is_over(facts, as_of=as_of):
        shown.append(blocks.section(over_words()))
    if facts.state_words:
        shown.append(blocks.section(f"{told(facts.state_words)}{_goes_on(facts)}"))
    if trouble := _trouble(facts):
        shown.append(blocks.section(trouble))
    if facts.moved_to is not None:
        shown.append(blocks.section(f":arrow_right: {say('card.moved', channel=f'<#{facts.moved_to}>')}"))
    shown.append(blocks.context(*_small_print(facts, as_of)))
    return shown


def buttons(facts: RequestFacts, *, as_of: datetime) -> list[blocks.Block]:
    """Return the buttons that make sense for a request in this state."""
    creator = named(facts.creator_username)
    pressable: list[blocks.Block] = []
    if facts.profile_health is Health.DISCONNECTED:
        return pressable  # nothing can be asked of Meta
    if facts.sign_off is not None and not facts.sign_off.is_of_list:
        pressable += sign_buttons(facts.sign_off, about=creator)
        pressable.append(take_back_button(facts.request_id, about=creator))
    if facts.leaves_at is not None:
        pressable.append(undo_button(facts.request_id, about=creator))
    if facts.state in LIVE and facts.state is not State.SIGNING:
        pressable.append(
            blocks.button(
                say("card.check"),
                action_id=Action.CHECK_NOW,
                value=facts.request_id,
                label=say("card.check_label", creator=creator),
            )
        )
    if facts.state in _CAN_CANCEL and not facts.is_ending:
        pressable.append(
            blocks.button(
                say("card.cancel"),
                action_id=Action.CANCEL,
                value=facts.request_id,
                label=say("card.cancel_label", creator=creator),
                confirm=blocks.confirmation(
                    say("card.cancel_confirm.title"),
                    text=say("card.cancel_confirm.text", creator=creator),
                    confirm=say("card.cancel_confirm.yes"),
                    deny=say("card.cancel_confirm.no"),
                ),
            )
        )
    if can_be_nudged(facts):
        pressable.append(nudge_button(facts))
    if facts.state is State.APPROVED and not facts.is_ending and facts.sign_off is None:
        pressable.append(revoke_button(facts))
    if facts.state in HAVE_TERM and facts.campaign_id is not None and not facts.is_ending:
        late = is_over(facts, as_of=as_of)
        pressable.append(renew_button(facts) if late else term_button(facts))
    if facts.other_ig_id is not None:
        pressable.append(
            blocks.button(
                say("card.same_person"),
                action_id=Action.SAME_PERSON,
                value=facts.request_id,
                label=say("card.same_person_label", creator=creator),
                confirm=blocks.confirmation(
                    say("card.same_person_confirm.title"),
                    text=say("card.same_person_confirm.text", creator=creator),
                    confirm=say("card.same_person_confirm.yes"),
                    deny=say("card.same_person_confirm.no"),
                ),
            )
        )
    elif facts.state in _CAN_ASK_AGAIN:
        pressable.append(
            blocks.button(
                say("card.ask_again"),
                action_id=Action.ASK_AGAIN,
                value=facts.request_id,
                label=say("card.ask_again_label", creator=creator),
            )
        )
    return pressable


def _summary(facts: RequestFacts) -> str:
    """Say it all in one line: what a notification shows and a screen reader says."""
    parts = [say("card.summary.state", creator=named(facts.creator_username), state=STATES[facts.state].word)]
    if facts.leaves_at is not None:
        parts.append(say("signing.held"))
    elif facts.is_ending:
        parts.append(say("card.summary.ending"))
    elif facts.sign_off is not None and facts.state is not State.SIGNING:
        parts.append(say("signing.revoke_waits"))
    parts.append(say("card.summary.profile", profile=named(facts.profile_username)))
    if facts.campaign_name:
        parts.append(say("card.summary.campaign", campaign=facts.campaign_name))
    return escaped(", ".join(parts))


def _where_from(facts: RequestFacts) -> tuple[str, str]:
    if facts.origin is Origin.ADOPTED:
        return say("card.adopted"), say("card.adopted_at", moment=moment(facts.asked_at))
    by = f"<@{facts.asked_by}> · " if facts.asked_by else ""
    return say("card.asked_by"), f"{by}{moment(facts.asked_at)}"


def _goes_on(facts: RequestFacts) -> str:
    """Say that nobody has to act, after an error's own advice, which is written for somebody who would try again."""
    if facts.state not in _UNDER_WAY or facts.profile_health is Health.LOGIN_DEAD:
        return ""
    return f"\n{say('card.goes_on')}"


def _ending(facts: RequestFacts) -> str:
    return f":hourglass: {say('card.being_revoked' if facts.state is State.APPROVED else 'card.being_cancelled')}"


def _trouble(facts: RequestFacts) -> str | None:
    """Say since when and why Meta cannot be read with this profile; None when it can."""
    profile, since = linked(facts.profile_username), facts.unreadable_since
    if facts.profile_health is Health.DISCONNECTED:
        return f":electric_plug: {say('card.disconnected', profile=profile)}"
    if facts.profile_health is Health.LOGIN_DEAD and since is None:
        trouble = say("card.login_dead", profile=profile)
    elif since is None:
        return None
    elif facts.profile_health is Health.LOGIN_DEAD:
        trouble = say("card.login_dead_since", profile=profile, moment=moment(since))
    else:
        trouble = say("card.unreadable_since", profile=profile, moment=moment(since))
    if facts.profile_health_words and facts.profile_health_words == facts.state_words:
        return f":warning: {trouble}"  # the reason stands above already
    reason = told(facts.profile_health_words) if facts.profile_health_words else say("card.no_reason")
    return f":warning: {trouble} {reason}"


def _small_print(facts: RequestFacts, as_of: datetime) -> list[str]:
    small = [say("card.as_of", moment=moment(as_of))]
    if facts.meta_status and standing_of(facts.meta_status) is Standing.UNKNOWN:
        small.append(say("card.metas_word", word=escaped(facts.meta_status, most=100)))
    return small
