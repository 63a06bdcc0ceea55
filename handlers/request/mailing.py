"""The part of the form that says how the message travels, and to which address; pure."""

from __future__ import annotations

from bot.bulk.cells import LONGEST_ADDRESS
from bot.words import say
from handlers import blocks
from handlers.phrases import escaped, named
from handlers.request.ids import Action, Block
from handlers.request.memory import Form, Memory

MAIL, COPY = "mail", "copy"


def draw_mailing(form: Form) -> list[blocks.Block]:
    """Draw the choice and the address; nothing where no mail server is set up."""
    memory = form.memory
    if not memory.is_mail_set_up:
        return []
    drawn = [draw_travel(memory)]
    if not memory.by_mail:
        return drawn
    element: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.EMAIL,
        "max_length": LONGEST_ADDRESS,
        "placeholder": blocks.plain(say("form.email_example"), 150),
    }
    if form.email:
        element["initial_value"] = form.email
    hint = say("form.email_hint_known" if memory.known_address else "form.email_hint")
    drawn.append(blocks.entry(say("form.email"), element, block_id=Block.EMAIL, optional=True, hint=hint))
    if memory.known_address and memory.known_of:
        known = say("form.address_known", creator=named(memory.known_of), address=escaped(memory.known_address))
        forget = blocks.button(
            say("form.forget_address"),
            action_id=Action.FORGET_ADDRESS,
            value=memory.known_of,
            label=say("form.forget_address_label", creator=named(memory.known_of)),
            confirm=blocks.confirmation(
                say("form.forget_confirm.title"),
                text=say("form.forget_confirm.text", creator=named(memory.known_of)),
                confirm=say("form.forget_confirm.yes"),
                deny=say("form.forget_confirm.no"),
                is_danger=True,
            ),
        )
        drawn.append(blocks.section(known, block_id=Block.KNOWN_ADDRESS, accessory=forget))
    return drawn


def draw_travel(memory: Memory, *, follows: bool = True) -> blocks.Block:
    """Draw the choice; `follows` says that the form changes with it."""
    options = {
        MAIL: blocks.option(say("form.travel_mail"), value=MAIL),
        COPY: blocks.option(say("form.travel_copy"), value=COPY),
    }
    element: blocks.Block = {
        "type": "radio_buttons",
        "action_id": Action.TRAVEL,
        "options": list(options.values()),
        "initial_option": options[MAIL if memory.by_mail else COPY],
    }
    return blocks.entry(say("form.travel"), element, block_id=Block.TRAVEL, dispatch_action=follows)
