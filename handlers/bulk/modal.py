"""The windows of a list: where it is brought, what would become of each row, and that it is accepted; pure."""

from __future__ import annotations

from collections.abc import Container, Iterator

from bot.batches.carrying import Confirmed
from bot.batches.trying import Trial, Verdict
from bot.bulk.encoding import Encoding
from bot.bulk.verdicts import Already, Fault, Faulty, Ready, Repeated, Why
from bot.letters.template import all_places
from bot.permissions.status import State
from bot.words import say
from handlers import blocks
from handlers.bulk.ids import Action, Block, View
from handlers.phrases import STATES, cut, escaped, linked, within
from handlers.request.ids import Action as Request
from handlers.request.mailing import draw_travel
from handlers.request.memory import Choice, Memory

LONGEST_TYPED = 3000
SHOWN_AT_MOST = 60
"""Rows in the window; those that need somebody's eye come first."""
LONGEST_NAMED = 60


def draw_form(memory: Memory) -> blocks.Block:
    """Draw the form."""
    paste: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.PASTE,
        "multiline": True,
        "max_length": LONGEST_TYPED,
        "placeholder": blocks.plain(say("form.handles_example"), 150),
        "focus_on_load": True,
    }
    file: blocks.Block = {"type": "file_input", "action_id": Action.FILE, "max_files": 1}
    message: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.MESSAGE,
        "multiline": True,
        "max_length": LONGEST_TYPED,
    }
    return blocks.modal(
        say("import.title"),
        [
            blocks.entry(
                say("import.paste"), paste, block_id=Block.PASTE, optional=True, hint=say("import.paste_hint")
            ),
            blocks.entry(say("import.file"), file, block_id=Block.FILE, optional=True, hint=say("import.file_hint")),
            blocks.entry(
                say("form.campaign"),
                _select(Request.CAMPAIGN, memory.campaign, placeholder=say("form.search_campaigns")),
                block_id=Block.CAMPAIGN,
                hint=say("import.campaign_hint"),
            ),
            blocks.entry(
                say("form.profile"),
                _select(Request.PROFILE, memory.profile, placeholder=say("form.search_profiles")),
                block_id=Block.PROFILE,
                hint=say("form.profile_hint"),
            ),
            blocks.entry(
                say("form.message"),
                message,
                block_id=Block.MESSAGE,
                optional=True,
                hint=say("import.message_hint", places=all_places()),
            ),
            *([draw_travel(memory, follows=False)] if memory.is_mail_set_up else []),
        ],
        callback_id=View.FORM,
        submit=say("import.submit"),
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )


def draw_reading() -> blocks.Block:
    """Draw that a list is still being read: a long one, or a file that is slow to arrive."""
    words = blocks.section(f":hourglass_flowing_sand: {say('import.reading')}")
    return blocks.modal(say("import.title"), [words], callback_id=View.READING)


def draw_trial(trial: Trial) -> blocks.Block:
    """Draw what would become of each row; nobody was asked yet."""
    ordered = sorted(trial.verdicts, key=lambda each: _urgency(each, given_up=trial.given_up))
    lines = [_line(each, given_up=trial.given_up) for each in ordered[:SHOWN_AT_MOST]]
    if len(ordered) > SHOWN_AT_MOST:
        lines.append(say("import.more_rows", count=len(ordered) - SHOWN_AT_MOST))
    notes = list(_notes(trial))
    drawn = [
        blocks.section("\n".join(_counts(trial))),
        *([blocks.context(*notes)] if notes else []),
        {"type": "divider"},
        *blocks.paragraphs(lines),
    ]
    return blocks.modal(
        say("import.title"),
        drawn,
        callback_id=View.TRIAL,
        submit=say("import.confirm", count=trial.ready) if trial.ready else None,
        close=say("window.cancel" if trial.ready else "window.close"),
        memory=trial.batch_id,
    )


def draw_accepted(confirmed: Confirmed) -> blocks.Block:
    """Draw that the list is accepted, or that the very same list is on its way already."""
    facts = confirmed.facts
    channel, campaign = f"<#{facts.channel_id}>", escaped(facts.campaign_name)
    if confirmed.is_other:
        icon = ":information_source:"
        words = say("import.runs_already", campaign=campaign, channel=channel, person=f"<@{facts.asked_by}>")
    else:
        icon = ":outbox_tray:"
        words = say("import.accepted", count=facts.wanted, campaign=campaign, channel=channel)
    return blocks.modal(say("import.title"), [blocks.section(f"{icon} {words}")], callback_id=View.ACCEPTED)


def _select(action_id: str, chosen: Choice | None, *, placeholder: str) -> blocks.Block:
    element: blocks.Block = {
        "type": "external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "placeholder": blocks.plain(placeholder, 150),
    }
    return element if chosen is None else {**element, "initial_option": blocks.option(chosen.text, value=chosen.id)}


def _counts(trial: Trial) -> Iterator[str]:
    kinds = [type(each) for each in trial.verdicts]
    yield f":outbox_tray: *{say('import.count.ready', count=kinds.count(Ready))}*"
    if count := kinds.count(Faulty):
        yield f":warning: {say('import.count.faulty', count=count)}"
    if count := len(trial.given_up):
        yield f":label: {say('import.count.given_up', count=count)}"
    if count := kinds.count(Already):
        yield f":information_source: {say('import.count.already', count=count)}"
    if count := kinds.count(Repeated):
        yield f":heavy_minus_sign: {say('import.count.repeated', count=count)}"


def _notes(trial: Trial) -> Iterator[str]:
    if trial.encoding is Encoding.WINDOWS_1252:
        yield say("import.guessed_encoding")
    if trial.unread:
        yield say("import.unread_columns", columns=escaped(", ".join(trial.unread)))
    if trial.unused:
        columns = ", ".join(say(f"import.column.{field}") for field in trial.unused)
        yield say("import.unused_columns", columns=columns)


def _urgency(verdict: Verdict, *, given_up: Container[str]) -> int:
    """Rank a row: what somebody has to mend comes first, and within a rank the order of the list stays."""
    match verdict:
        case Faulty():
            return 0
        case Ready() if verdict.entry.handle in given_up:
            return 1
        case Repeated(differs=True):
            return 2
        case Already():
            return 3
        case Repeated():
            return 4
        case Ready():
            return 5


def _line(verdict: Verdict, *, given_up: Container[str]) -> str:
    row = verdict.row.number
    match verdict:
        case Ready() if (handle := verdict.entry.handle) in given_up:
            return f":label: {say('import.row.given_up', row=row, creator=linked(handle), handle=handle)}"
        case Ready():
            state = STATES[State.QUEUED]
            return f"{state.icon} {say('import.row.ready', row=row, creator=linked(verdict.entry.handle))}"
        case Faulty():
            faults = "; ".join(fault_words(each) for each in verdict.faults)
            return f":warning: {say('import.row.faulty', row=row, faults=escaped(faults))}"
        case Repeated():
            said = say(
                "import.row.differs" if verdict.differs else "import.row.repeated",
                row=row,
                creator=linked(verdict.entry.handle),
                first=verdict.first,
            )
            return f":heavy_minus_sign: {said}"
        case Already():
            creator, state_words = linked(verdict.entry.handle), within(verdict.standing)
            return f":information_source: {say('import.row.already', row=row, creator=creator, state=state_words)}"


def fault_words(fault: Fault) -> str:
    """Say what is wrong with one cell, in plain text."""
    typed = cut(fault.typed, LONGEST_NAMED)
    if fault.why is Why.NOT_A_HANDLE and fault.misread is not None:
        return say("form.wrong.entry", typed=typed, reason=fault.misread.why)
    return say(f"import.fault.{fault.why}", typed=typed)
