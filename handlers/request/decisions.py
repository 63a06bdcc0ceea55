"""The entries of a thread about sign-off and undoing, of one request or of a whole list."""

from __future__ import annotations

from bot.permissions.facts import HistoryFacts
from bot.permissions.record import META, is_person
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.phrases import LONGEST_QUOTE, escaped, linked, moment, named, told


def decision(history: HistoryFacts) -> Words | None:
    """Draw what a second person decided, or that somebody undid it; None where the entry is about something else."""
    creator = history.request.creator_username
    words = decided_words(history, name=linked(creator))
    if words is None:
        return None
    icon, line = words
    _icon, plainly = decided_words(history, name=named(creator)) or words
    mention = f"<@{history.called}> " if history.called is not None and history.why else ""
    called = f"{mention.strip()} · " if mention else ""
    why = f"\n{told(history.why)}" if history.why else ""
    return Words(
        text=f"{mention}{escaped(plainly, most=LONGEST_QUOTE * 2)}",
        blocks=[blocks.section(f"{icon} {called}{line}{why}"), blocks.context(moment(history.at), who(history))],
    )


def who(history: HistoryFacts) -> str:
    """Say who did it."""
    person = is_person(history.actor)
    if person is not None:
        return say("history.by_person", person=f"<@{person}>")
    return say("history.by_meta" if history.actor == META else "history.by_greenlight")


def decided_words(history: HistoryFacts, *, name: str) -> tuple[str, str] | None:
    """Return an icon and what was decided, with the creator as `name`; None where the entry is about something else."""
    _source, subject, deed = history.tag.split(":")
    match subject, deed:
        case "request", "signed":
            return ":white_check_mark:", say("history.signed", creator=name)
        case "request", "revoke-signed":
            return ":white_check_mark:", say("history.revoke_signed", creator=name)
        case "request", "revoke-refused":
            return ":no_entry_sign:", say("history.revoke_refused", creator=name)
        case "request", "revoke-expired":
            return ":no_entry_sign:", say("history.revoke_expired", creator=name)
        case "list", "signed":
            return ":white_check_mark:", say("history.list_signed")
        case "list", "refused":
            return ":no_entry_sign:", say("history.list_refused")
        case "list", "expired":
            return ":no_entry_sign:", say("history.list_expired")
        case "list", "undone":
            return ":leftwards_arrow_with_hook:", say("history.list_undone")
        case _:
            return None
