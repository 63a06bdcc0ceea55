"""A letter in its card's thread: how it stands, its text, and how to bring it to the creator by hand; pure."""

from __future__ import annotations

from bot.creators.handles import Misread, direct_message_url, read_handle
from bot.letters.facts import LetterFacts
from bot.letters.status import BOUNCEABLE, BY_HAND, MARKABLE, REPEATABLE
from bot.letters.writing import HAND_OFF, WITH_THE_ASK
from bot.permissions.facts import HistoryFacts, RequestFacts
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.letters.ids import Action
from handlers.phrases import LONGEST_QUOTE, Shown, escaped, linked, moment, named, told
from storage.ids import PersonId
from storage.letters import LetterState

LETTER_STATES = {
    LetterState.DRAFTED: Shown(icon=":pencil:", key="letter.state.drafted"),
    LetterState.PREPARED: Shown(icon=":envelope:", key="letter.state.prepared"),
    LetterState.SENDING: Shown(icon=":outbox_tray:", key="letter.state.sending"),
    LetterState.SENT: Shown(icon=":incoming_envelope:", key="letter.state.sent"),
    LetterState.MARKED: Shown(icon=":ballot_box_with_check:", key="letter.state.marked"),
    LetterState.UNSURE: Shown(icon=":grey_question:", key="letter.state.unsure"),
    LetterState.BOUNCED: Shown(icon=":warning:", key="letter.state.bounced"),
    LetterState.DROPPED: Shown(icon=":wastebasket:", key="letter.state.dropped"),
}


def draw_letter(
    facts: RequestFacts, letter: LetterFacts, *, by: PersonId | None = None, called: PersonId | None = None
) -> Words:
    """Draw the entry that follows a letter: it is edited with every change.

    `by` is who wanted a nudge, where that was a person; `called` is mentioned where a person has to send it.
    """
    state = LETTER_STATES[letter.state]
    what = letter_words(letter, creator=linked(facts.creator_username))
    why = f"\n{told(letter.words)}" if letter.words else ""
    drawn = [blocks.section(f"{state.icon} *{state.word}* · {what}{why}"), blocks.quoted(letter.text)]
    mention = f"<@{called}> " if called is not None and letter.state in BY_HAND else ""
    if letter.purpose != WITH_THE_ASK:
        first = mention if called != by else ""  # who wanted it is named in what follows
        drawn.insert(0, blocks.section(f":bell: {first}{_nudge(facts, letter, by=by)}"))
    if letter.state in BY_HAND:
        drawn.append(blocks.section(by_hand(facts)))
    if pressable := _buttons(facts, letter):
        drawn.append(blocks.actions(pressable, block_id=f"letter:{letter.id}"))
    drawn.append(blocks.context(moment(letter.changed_at)))
    plainly = told(letter_words(letter, creator=named(facts.creator_username)))
    quote = escaped(letter.text, most=LONGEST_QUOTE * 2)
    summary = say("letter.summary", state=state.word, said=plainly, message=quote)
    return Words(text=f"{mention}{summary}" if letter.purpose != WITH_THE_ASK else summary, blocks=drawn)


def draw_news(history: HistoryFacts, letter: LetterFacts) -> Words:
    """Draw what who asked has to hear: the letter is not on its way, or nobody knows."""
    state = LETTER_STATES[letter.state]
    what = letter_words(letter, creator=linked(history.request.creator_username))
    why = f"\n{told(history.why)}" if history.why else ""
    called = f"<@{history.called}> · " if history.called else ""
    next_ = say("letter.next.unsure" if letter.state is LetterState.UNSURE else "letter.next.by_hand")
    shown = next_ if letter.state in BY_HAND else ""
    line = f"{state.icon} *{state.word}* · {called}{what}{why}"
    plainly = letter_words(letter, creator=named(history.request.creator_username))
    mention = f"<@{history.called}> " if history.called else ""
    return Words(
        text=f"{mention}{state.word}: {told(plainly)}",
        blocks=[
            blocks.section(f"{line}\n{say('history.next', what=shown)}" if shown else line),
            blocks.context(moment(history.at)),
        ],
    )


def by_hand(facts: RequestFacts) -> str:
    """Say step by step how a person sends a text to the creator."""
    not_found = say("history.message.not_found", creator=named(facts.creator_username))
    return "\n".join([*steps_by_hand(facts), say("letter.then_mark"), not_found])


def steps_by_hand(facts: RequestFacts) -> list[str]:
    """Say how a text that is to be copied gets into a direct message."""
    return [
        say("history.message.to_send_it"),
        say("history.message.copy"),
        say("history.message.open", profile=named(facts.profile_username), way=_tap_path(facts)),
        say("history.message.paste"),
    ]


def direct_message(facts: RequestFacts, *, called: str) -> str | None:
    """Link to a direct message to the creator; None where only the creator's id is known."""
    if isinstance(read_handle(facts.creator_username), Misread):
        return None
    return f"<{direct_message_url(facts.creator_username)}|{called}>"


def _nudge(facts: RequestFacts, letter: LetterFacts, *, by: PersonId | None) -> str:
    """Say why the creator is written again."""
    creator, asked = linked(facts.creator_username), moment(facts.asked_at)
    if letter.purpose == HAND_OFF:
        return say("nudge.over_to_you", creator=creator, moment=asked, count=facts.nudges)
    if by is not None:
        return say("nudge.wanted_by", person=f"<@{by}>", creator=creator, moment=asked)
    return say("nudge.waits", creator=creator, moment=asked)


def letter_words(letter: LetterFacts, *, creator: str) -> str:
    """Say how a letter stands; `creator` is how the creator is named."""
    address = letter.masked_address or say("letter.known_address")
    match letter.state:
        case LetterState.DRAFTED:
            return say("letter.said.drafted", creator=creator)
        case LetterState.PREPARED:
            return say("letter.said.prepared", creator=creator)
        case LetterState.SENDING:
            return say("letter.said.sending", creator=creator, address=address)
        case LetterState.SENT:
            return say("letter.said.sent", creator=creator, address=address)
        case LetterState.MARKED:
            person = f"<@{letter.by}>" if letter.by else say("errors.somebody")
            return say("letter.said.marked", creator=creator, person=person)
        case LetterState.UNSURE:
            return say("letter.said.unsure", creator=creator, address=address)
        case LetterState.BOUNCED:
            return say("letter.said.bounced", creator=creator, address=address)
        case LetterState.DROPPED:
            return say("letter.said.dropped", creator=creator)


def _buttons(facts: RequestFacts, letter: LetterFacts) -> list[blocks.Block]:
    creator = named(facts.creator_username)
    pressable = []
    if letter.state in MARKABLE:
        label = say("letter.mark_sent_label", creator=creator)
        pressable.append(
            blocks.button(say("letter.mark_sent"), action_id=Action.MARK_SENT, value=letter.id, label=label)
        )
    if letter.state in REPEATABLE:
        pressable.append(
            blocks.button(
                say("letter.send_again"),
                action_id=Action.SEND_AGAIN,
                value=letter.id,
                label=say("letter.send_again_label", creator=creator),
                confirm=blocks.confirmation(
                    say("letter.send_again_confirm.title"),
                    text=say("letter.send_again_confirm.text", creator=creator),
                    confirm=say("letter.send_again_confirm.yes"),
                    deny=say("letter.send_again_confirm.no"),
                ),
            )
        )
    if letter.state in BOUNCEABLE:
        label = say("letter.mark_bounced_label", creator=creator)
        pressable.append(
            blocks.button(say("letter.mark_bounced"), action_id=Action.MARK_BOUNCED, value=letter.id, label=label)
        )
    return pressable


def _tap_path(facts: RequestFacts) -> str:
    taps = say("history.message.by_hand", creator=escaped(facts.creator_username, most=100))
    link = direct_message(facts, called=say("history.direct_message_to", creator=facts.creator_username))
    return say("history.message.by_link_or_hand", link=link, by_hand=taps) if link else taps
