"""The request form, drawn from what it remembers; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.letters.template import all_places
from bot.words import say
from handlers import blocks
from handlers.offers import search_select
from handlers.request.ids import Action, Block, View
from handlers.request.mailing import draw_mailing
from handlers.request.memory import Form, Memory

MOST_AT_ONCE = 50
"""Different handles in one submission: one card each, and Slack takes one message a second in a channel."""
LONGEST_TYPED = 3000

"""What whoever runs Greenlight types to connect a profile; the access token comes on standard input."""


def draw_form(form: Form, *, preflight: Sequence[blocks.Block] = (), notice: str | None = None) -> blocks.Block:
    """Draw the form; what stands under the same block id is kept by Slack as it was typed."""
    memory = form.memory
    drawn: list[blocks.Block] = []
    if notice:
        drawn.append(blocks.section(notice, block_id=Block.NOTICE))
    elif not memory.has_campaigns:
        drawn.append(_no_campaign())
    drawn += [_handles(form), _check(), *preflight, _campaign(memory), _profile(memory), _wants_message(memory)]
    if memory.wants_message:
        drawn += [_message(form), _show_preview(), *form.preview, *draw_mailing(form)]
    drawn.append(_until(form))
    return blocks.modal(
        say("form.title"),
        drawn,
        callback_id=View.FORM,
        submit=say("form.submit"),
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )


def draw_opening() -> blocks.Block:
    """Draw what stands there while the form is being put together."""
    words = f":hourglass_flowing_sand: {say('form.one_moment')}"
    return blocks.modal(say("form.title"), [blocks.section(words)], callback_id=View.RESULT)


def draw_no_profile() -> blocks.Block:
    """Say that nobody can be asked yet, and what to do about it."""
    return blocks.modal(
        say("form.title"),
        [
            blocks.section(f":warning: {say('form.no_profile')}"),
            blocks.section(say("form.no_profile_next")),
        ],
        callback_id=View.RESULT,
    )


def _until(form: Form) -> blocks.Block:
    element: blocks.Block = {"type": "datepicker", "action_id": Action.UNTIL}
    if form.until is not None:
        element["initial_date"] = form.until.isoformat()
    return blocks.entry(say("form.until"), element, block_id=Block.UNTIL, optional=True, hint=say("form.until_hint"))


def _no_campaign() -> blocks.Block:
    return blocks.section(
        f":information_source: {say('form.no_campaign')}",
        block_id=Block.NOTICE,
        accessory=blocks.button(say("form.make_campaign"), action_id=Action.MAKE_CAMPAIGN),
    )


def _handles(form: Form) -> blocks.Block:
    element: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.HANDLES,
        "multiline": True,
        "max_length": LONGEST_TYPED,
        "placeholder": blocks.plain(say("form.handles_example"), 150),
    }
    if form.handles:
        element["initial_value"] = form.handles[:LONGEST_TYPED]
    else:
        element["focus_on_load"] = True
    return blocks.entry(
        say("form.handles"),
        element,
        block_id=Block.HANDLES,
        hint=say("form.handles_hint", most=MOST_AT_ONCE),
    )


def _check() -> blocks.Block:
    button = blocks.button(say("form.check"), action_id=Action.CHECK_HANDLES, label=say("form.check_label"))
    return blocks.actions([button], block_id=Block.CHECK)


def _campaign(memory: Memory) -> blocks.Block:
    return blocks.entry(
        say("form.campaign"),
        search_select(Action.CAMPAIGN, memory.campaign, placeholder=say("form.search_campaigns")),
        block_id=Block.CAMPAIGN,
        dispatch_action=True,
        hint=say("form.campaign_hint"),
    )


def _profile(memory: Memory) -> blocks.Block:
    return blocks.entry(
        say("form.profile"),
        search_select(Action.PROFILE, memory.profile, placeholder=say("form.search_profiles")),
        block_id=f"{Block.PROFILE}:{memory.profile_round}",
        dispatch_action=True,
        hint=say("form.profile_hint"),
    )


def _wants_message(memory: Memory) -> blocks.Block:
    tick = blocks.option(say("form.wants_message_tick"), value="yes")
    element: blocks.Block = {"type": "checkboxes", "action_id": Action.WANTS_MESSAGE, "options": [tick]}
    if memory.wants_message:
        element["initial_options"] = [tick]
    return blocks.entry(
        say("form.wants_message"), element, block_id=Block.WANTS_MESSAGE, optional=True, dispatch_action=True
    )


def _message(form: Form) -> blocks.Block:
    element: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.MESSAGE,
        "multiline": True,
        "max_length": LONGEST_TYPED,
    }
    if form.message:
        element["initial_value"] = form.message[:LONGEST_TYPED]
    return blocks.entry(
        say("form.message"),
        element,
        block_id=f"{Block.MESSAGE}:{form.memory.message_round}",
        optional=True,
        hint=say("form.message_hint", places=all_places()),
    )


def _show_preview() -> blocks.Block:
    button = blocks.button(say("form.preview"), action_id=Action.SHOW_PREVIEW, label=say("form.preview_label"))
    return blocks.actions([button], block_id="show_preview")
