"""The form of a report, and the window that shows how far it is; pure."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from bot.errors import GreenlightError
from bot.reporting.exporting import Form, What
from bot.words import say
from handlers import blocks
from handlers.phrases import escaped, told
from handlers.report.ids import ALL_TIME, Action, Place, View
from handlers.request.ids import Action as Request
from handlers.request.memory import Choice

SPANS = (7, 30, 90, 365)
"""Days."""
USUAL_SPAN = 90
FILES: Mapping[str, tuple[What, Form]] = {
    f"{what}.{form}": (what, form)
    for what, form in (
        (What.REQUESTS, Form.CSV),
        (What.COMMENTS, Form.CSV),
        (What.AUDIT, Form.CSV),
        (What.AUDIT, Form.JSON),
    )
}
"""What can be taken with it, by the value of its box."""


class Memory(BaseModel):
    """What is filled in."""

    campaign: Choice | None = None
    is_here: bool = False
    """The campaign is this channel's."""
    days: int | None = None
    not_found: str = ""
    """What was typed and is no campaign's name."""


def draw_form(memory: Memory) -> blocks.Block:
    """Draw the form."""
    drawn = []
    if memory.not_found:
        drawn.append(blocks.section(f":warning: {say('report.not_found', typed=escaped(memory.not_found))}"))
    campaign: blocks.Block = {
        "type": "external_select",
        "action_id": Request.CAMPAIGN,
        "min_query_length": 0,
        "placeholder": blocks.plain(say("form.search_campaigns"), 150),
    }
    if memory.campaign is not None:
        campaign["initial_option"] = blocks.option(memory.campaign.text, value=memory.campaign.id)
    return blocks.modal(
        say("report.title"),
        [
            *drawn,
            blocks.entry(
                say("form.campaign"),
                campaign,
                block_id="campaign",
                optional=True,
                hint=say("report.campaign_hint"),
            ),
            blocks.entry(say("report.span"), _spans(memory.days), block_id="span", hint=say("report.span_hint")),
            blocks.entry(say("report.place"), _places(memory), block_id="place"),
            blocks.entry(say("report.files"), _files(), block_id="files", optional=True, hint=say("report.files_hint")),
        ],
        callback_id=View.FORM,
        submit=say("report.submit"),
        close=say("window.cancel"),
    )


def draw_progress(read: int = 0, of: int = 0) -> blocks.Block:
    """Draw how far a report is; `of` is 0 where nobody knows yet."""
    line = say("report.read", count=of, read=read) if of else say("report.rows", count=read) if read else ""
    lines = [f":hourglass_flowing_sand: *{say('report.being_made')}*", *([line] if line else [])]
    return _window([blocks.section("\n".join(lines)), blocks.context(say("report.may_close"))])


def draw_finished(link: str) -> blocks.Block:
    """Draw that it is there, with the link to it where there is one."""
    done = say("report.finished_at", link=f"<{link}|{say('report.read_it')}>") if link else say("report.finished")
    return _window([blocks.section(f":white_check_mark: {done}")])


def draw_failed(error: GreenlightError) -> blocks.Block:
    """Draw why there is none, or only a part of it."""
    parts = [told(part) for part in (error.happened, error.why, error.todo) if part]
    return _window([blocks.section(f":warning: *{say('report.failed')}*\n{' '.join(parts)}")])


def _window(drawn: list[blocks.Block]) -> blocks.Block:
    return blocks.modal(say("report.title"), drawn, callback_id=View.PROGRESS)


def _spans(days: int | None) -> blocks.Block:
    chosen = days or USUAL_SPAN
    options = {each: blocks.option(say("report.last_days", count=each), value=str(each)) for each in {*SPANS, chosen}}
    everything = blocks.option(say("report.all_time"), value=ALL_TIME)
    return {
        "type": "static_select",
        "action_id": Action.SPAN,
        "options": [*(options[each] for each in sorted(options)), everything],
        "initial_option": options[chosen],
    }


def _places(memory: Memory) -> blocks.Block:
    options = {place: blocks.option(say(f"report.place_is.{place}"), value=place.value) for place in Place}
    return {
        "type": "radio_buttons",
        "action_id": Action.PLACE,
        "options": list(options.values()),
        "initial_option": options[Place.CHANNEL if memory.is_here else Place.MYSELF],
    }


def _files() -> blocks.Block:
    options = [blocks.option(say(f"report.take.{value}"), value=value) for value in FILES]
    return {"type": "checkboxes", "action_id": Action.FILES, "options": options}
