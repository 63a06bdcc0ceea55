"""The window of one ad code, the form that takes one, and what became of a deed; pure."""

from __future__ import annotations

from datetime import datetime

from bot.codes.masking import LONGEST as LONGEST_CODE
from bot.posts.address import LONGEST as LONGEST_ADDRESS
from bot.posts.deeds import DeedFacts
from bot.posts.facts import CodeFacts
from bot.slack.calls import Words
from bot.words import all_of, say
from handlers import blocks
from handlers.offers import search_select
from handlers.phrases import escaped, moment, told
from handlers.posts.ids import Action, View
from handlers.posts.memory import CollectMemory
from handlers.posts.sayings import age_of, code_line
from handlers.request.ids import Action as Request
from storage.codes import UNDER_WAY, CodeOrigin, CodeStage


def draw_code(code: CodeFacts, *, now: datetime, revealed: str | None = None) -> blocks.Block:
    """Draw a code as it stands; `revealed` is the code itself, for whoever asked to read it."""
    drawn = [blocks.section(code_line(code))]
    if code.words:
        drawn.append(blocks.section(f":information_source: {told(code.words)}"))
    if revealed is not None:
        drawn += [blocks.section(say("codes.revealed")), blocks.quoted(revealed)]
    facts = [say(f"codes.origin.{code.origin}", who=_who(code.got_by)), age_of(code, now=now)]
    if code.checked_at is not None:
        facts.append(say("codes.checked", moment=moment(code.checked_at)))
    if code.used_by:
        facts.append(say("codes.used_by", campaigns=all_of([escaped(each, most=80) for each in code.used_by])))
    drawn.append(blocks.context(*facts))
    if code.stage in UNDER_WAY:
        drawn.append(blocks.context(say("tags.may_close"), block_id="may-close"))
    if buttons := _buttons(code):
        drawn.append(blocks.actions(buttons, block_id="code"))
    return blocks.modal(say("codes.title"), drawn, callback_id=View.CODE)


def draw_collect(memory: CollectMemory) -> blocks.Block:
    """Draw the form that takes a code which a creator gave."""
    address: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.ADDRESS,
        "max_length": LONGEST_ADDRESS,
        "placeholder": blocks.plain(say("posts.address_example"), 150),
    }
    if memory.address:
        address["initial_value"] = memory.address
    typed: blocks.Block = {"type": "plain_text_input", "action_id": Action.CODE, "max_length": LONGEST_CODE}
    return blocks.modal(
        say("codes.collect_title"),
        [
            blocks.section(say("codes.how_to_get")),
            blocks.entry(say("codes.code"), typed, block_id="code", hint=say("codes.code_hint")),
            blocks.entry(
                say("posts.address"), address, block_id="address", optional=True, hint=say("posts.address_hint")
            ),
            blocks.entry(
                say("form.campaign"),
                search_select(Request.CAMPAIGN, memory.campaign, placeholder=say("form.search_campaigns")),
                block_id="campaign",
            ),
            blocks.entry(
                say("form.profile"),
                search_select(Request.PROFILE, memory.profile, placeholder=say("form.search_profiles")),
                block_id="profile",
            ),
        ],
        callback_id=View.COLLECT,
        submit=say("codes.keep"),
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )


def draw_deed(facts: DeedFacts) -> blocks.Block:
    """Draw what became of a deed, in a window."""
    return blocks.modal(say("posts.post_title"), [blocks.section(_said(facts))], callback_id=View.DEED)


def draw_deed_under_way() -> blocks.Block:
    """Draw that a deed is under way."""
    words = f":hourglass_flowing_sand: {say('posts.under_way')}"
    shown = [blocks.section(words), blocks.context(say("tags.may_close"))]
    return blocks.modal(say("posts.post_title"), shown, callback_id=View.DEED)


def draw_deed_notice(facts: DeedFacts) -> Words:
    """Draw what became of a deed, as a message."""
    return Words(text=_said(facts), blocks=[blocks.section(_said(facts))])


def _said(facts: DeedFacts) -> str:
    icon = ":white_check_mark:" if facts.is_done else ":warning:"
    return f"{icon} {told(facts.words)}"


def _who(got_by: str) -> str:
    return f"<@{got_by}>" if got_by[:1] in ("U", "W") else say("codes.the_creator")


def _buttons(code: CodeFacts) -> list[blocks.Block]:
    if code.stage is CodeStage.UNSURE:
        anew = blocks.confirmation(
            say("codes.anew_confirm.title"),
            text=say("codes.anew_confirm.text"),
            confirm=say("codes.anew_confirm.yes"),
            deny=say("window.cancel"),
        )
        return [
            blocks.button(say("codes.anew"), action_id=Action.MAKE_ANEW, value=code.id, confirm=anew),
            _forget(code),
        ]
    if code.stage is not CodeStage.LIVE:
        return []
    found = [
        blocks.button(say("codes.reveal"), action_id=Action.REVEAL, value=code.id, style="primary"),
        blocks.button(say("codes.check"), action_id=Action.CHECK_CODE, value=code.id),
    ]
    if code.origin is CodeOrigin.MADE:
        delete = blocks.confirmation(
            say("codes.delete_confirm.title"),
            text=say("codes.delete_confirm.text"),
            confirm=say("codes.delete_confirm.yes"),
            deny=say("codes.delete_confirm.no"),
            is_danger=True,
        )
        found.append(blocks.button(say("codes.delete"), action_id=Action.DELETE_CODE, value=code.id, confirm=delete))
    return [*found, _forget(code)]


def _forget(code: CodeFacts) -> blocks.Block:
    confirm = blocks.confirmation(
        say("codes.forget_confirm.title"),
        text=say("codes.forget_confirm.text"),
        confirm=say("codes.forget_confirm.yes"),
        deny=say("window.cancel"),
    )
    return blocks.button(say("codes.forget"), action_id=Action.FORGET_CODE, value=code.id, confirm=confirm)
